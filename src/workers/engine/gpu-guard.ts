/**
 * @file Errors of a GPU arrive beside the call that caused them: as an event, in an error scope, or by the device going
 * away while a call waits for it. Here each becomes the error of the call that is under way, or of the next one.
 */
import { AppError } from "#shared/errors";
import type { ErrorCode } from "#shared/errors";
import { UntilLost } from "./until-lost.ts";

/** What is needed of a `GPUDevice`. */
type GuardedGpu = Pick<GPUDevice, "lost" | "pushErrorScope" | "popErrorScope"> & {
  addEventListener(type: "uncapturederror", listener: (event: { readonly error: GPUError }) => void): void;
};

export class GpuGuard {
  readonly #gpu: GuardedGpu;
  readonly #device = new UntilLost();
  /** The first failure, of the device's end or before it. */
  #failure: AppError | null = null;

  constructor(gpu: GuardedGpu) {
    this.#gpu = gpu;
    void gpu.lost.then((info) => this.#end(info));
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
    const outcome = await settled(() => this.#device.run(work));
    const scope = await this.#endScope();
    if (scope) this.#fail("gpu-out-of-memory", scope.message, { step: "run" });
    if (this.#failure) throw this.#failure;
    if ("value" in outcome) return outcome.value;
    throw asAppError(outcome.error, step);
  }

  /**
   * Makes what memory may be missing for: nothing but this call fails then.
   * @param undo takes back what was made and is of no use.
   * @throws AppError `gpu-out-of-memory`, `device-lost`, and what `run` throws for what happened before.
   */
  async attempt<T>(step: string, make: () => T, undo: (made: T) => void): Promise<T> {
    if (this.#failure) throw this.#failure;
    this.#gpu.pushErrorScope("out-of-memory");
    const outcome = await settled(async () => make());
    const scope = await this.#endScope();
    if ("error" in outcome) throw this.#failure ?? asAppError(outcome.error, step);
    const failure = this.#failure ?? (scope && new AppError("gpu-out-of-memory", scope.message, { step }));
    if (!failure) return outcome.value;
    undo(outcome.value);
    throw failure;
  }

  /** @returns the error that the scope caught; a scope of a lost device has nothing to tell. */
  async #endScope(): Promise<GPUError | null> {
    const outcome = await settled(() => this.#device.run(() => this.#gpu.popErrorScope()));
    if ("value" in outcome) return outcome.value;
    // The browser may say so here before it says so in `lost`.
    this.#fail("device-lost", `the GPU went away: ${String(outcome.error)}`, { reason: "unknown" });
    return null;
  }

  #end({ reason, message }: GPUDeviceLostInfo): void {
    this.#device.lose(this.#fail("device-lost", `the GPU went away: ${message}`, { reason }));
  }

  /** The first failure is the cause of those that follow. */
  #fail(code: ErrorCode, message: string, details: AppError["details"]): AppError {
    this.#failure ??= new AppError(code, message, details);
    return this.#failure;
  }
}

type Outcome<T> = { readonly value: T } | { readonly error: unknown };

async function settled<T>(work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { value: await work() };
  } catch (error) {
    return { error };
  }
}

function asAppError(error: unknown, step: string): AppError {
  if (error instanceof AppError) return error;
  const text = String(error);
  const code = /out of memory|allocat/i.test(text) ? "gpu-out-of-memory" : "engine-failed";
  return new AppError(code, `${step}: ${text}`, { step }, error);
}

/** The class is missing where there is no WebGPU. */
function isOutOfMemory(error: GPUError): boolean {
  return error.constructor.name === "GPUOutOfMemoryError";
}
