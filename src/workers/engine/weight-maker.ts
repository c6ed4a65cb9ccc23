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
    try {
      return this.#make(slot);
    } catch (error) {
      this.#failure ??= toAppError(error, "engine-failed");
      throw this.#failure;
    }
  };

  /** What went wrong first; null if nothing did. */
  get failure(): AppError | null {
    return this.#failure;
  }
}
