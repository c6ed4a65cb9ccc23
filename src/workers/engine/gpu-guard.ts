/**
 * @file Errors of a GPU arrive beside the call that caused them: as an event, in an error scope, or by the device going
 * away while a call waits for it. Here each becomes the error of the call that is under way, or of the next one.
 */
import { AppError } from "#shared/errors";
import type { ErrorCode } from "#shared/errors";

/** What is needed of a `GPUDevice`. */
type GuardedGpu = Pick<GPUDevice, "lost" | "pushErrorScope" | "popErrorScope"> & {
  addEventListener(type: "uncapturederror", listener: (event: { readonly error: GPUError }) => void): void;
};

export class GpuGuard {
  readonly #gpu: GuardedGpu;
  /** Rejects when the device goes away. */
  readonly #lost: Promise<never>;
  #failure: AppError | null = null;

  constructor(gpu: GuardedGpu) {
    this.#gpu = gpu;
    this.#lost = this.#watch();
    // Nobody may be waiting at that moment.
    this.#lost.catch(() => undefined);
    gpu.addEventListener("uncapturederror", ({ error }) => {
      const code = isOutOfMemory(error) ? "gpu-out-of-memory" : "engine-failed";
      this.#fail(code, error.message, { step: "gpu" });
    });
  }

  /**
   * @throws what `work` throws as AppError; `gpu-out-of-memory` and `device-lost` for what happened meanwhile, or at any
   * time before.
   */
  async run<T>(step: string, work: () => Promise<T>): Promise<T> {
    if (this.#failure) throw this.#failure;
    this.#gpu.pushErrorScope("out-of-memory");
    const outcome = await settled(Promise.race([work(), this.#lost]));
    await this.#endScope();
    if (this.#failure) throw this.#failure;
    if ("value" in outcome) return outcome.value;
    if (outcome.error instanceof AppError) throw outcome.error;
    const text = String(outcome.error);
    const code = /out of memory|allocat/i.test(text) ? "gpu-out-of-memory" : "engine-failed";
    throw new AppError(code, `${step}: ${text}`, { step }, outcome.error);
  }

  /** A scope of a lost device has nothing to tell. */
  async #endScope(): Promise<void> {
    const outcome = await settled(Promise.race([this.#gpu.popErrorScope(), this.#lost]));
    if ("value" in outcome && outcome.value)
      this.#fail("gpu-out-of-memory", outcome.value.message, { step: "run" });
  }

  async #watch(): Promise<never> {
    const { reason, message } = await this.#gpu.lost;
    throw this.#fail("device-lost", `the GPU went away: ${message}`, { reason });
  }

  /** The first failure is the cause of those that follow. */
  #fail(code: ErrorCode, message: string, details: AppError["details"]): AppError {
    this.#failure ??= new AppError(code, message, details);
    return this.#failure;
  }
}

type Outcome<T> = { readonly value: T } | { readonly error: unknown };

async function settled<T>(promise: Promise<T>): Promise<Outcome<T>> {
  try {
    return { value: await promise };
  } catch (error) {
    return { error };
  }
}

/** The class is missing where there is no WebGPU. */
function isOutOfMemory(error: GPUError): boolean {
  return error.constructor.name === "GPUOutOfMemoryError";
}
