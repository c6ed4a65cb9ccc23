/** @file What a weight's maker throws passes through the runtime, which only says that a file could not be read. */
import { toAppError } from "#shared/errors";
import type { AppError } from "#shared/errors";
import type { SessionOptions } from "./device.ts";

type WeightBytes = SessionOptions["weightBytes"];

export class WeightMaker {
  readonly #make: WeightBytes;
  #failure: AppError | null = null;

  constructor(make: WeightBytes) {
    this.#make = make;
  }

  readonly bytes: WeightBytes = (slot) => {
    const bytes = this.#kept(() => this.#make(slot));
    if (bytes instanceof Uint8Array) return bytes;
    return { ...bytes, copyTo: (target) => this.#kept(() => bytes.copyTo(target)) };
  };

  /** What went wrong first; null if nothing did. */
  get failure(): AppError | null {
    return this.#failure;
  }

  #kept<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      this.#failure ??= toAppError(error, "engine-failed");
      throw this.#failure;
    }
  }
}
