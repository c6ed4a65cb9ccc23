/** @file The page's line to the import worker: starts it at the first request and again after it was lost. */
import { errorCode } from "#shared/errors";
import type { ImportWorker } from "#workers/client";

type ImportRpc = ImportWorker["rpc"];
export type StartedWorker = Pick<ImportWorker, "rpc" | "terminate">;

export class ImportLink {
  readonly #start: () => StartedWorker;
  readonly #cancelDeadlineMs: number;
  #worker: StartedWorker | null = null;

  /** @param cancelDeadlineMs a worker that does not answer a cancel is ended after this. */
  constructor(start: () => StartedWorker, cancelDeadlineMs: number) {
    this.#start = start;
    this.#cancelDeadlineMs = cancelDeadlineMs;
  }

  /** @throws AppError; `worker-crashed` when the worker was lost meanwhile */
  async ask<T>(request: (rpc: ImportRpc, worker: StartedWorker) => Promise<T>): Promise<T> {
    this.#worker ??= this.#start();
    const worker = this.#worker;
    try {
      return await request(worker.rpc, worker);
    } catch (error) {
      if (errorCode(error) === "worker-crashed") this.#drop(worker);
      throw error;
    }
  }

  /** As `ask`; a worker that does not answer the abort in time is ended. */
  askStoppable<T>(
    signal: AbortSignal,
    request: (rpc: ImportRpc, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    return this.ask(async (rpc, worker) => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const wait = (): void => {
        timer = setTimeout(() => this.#drop(worker), this.#cancelDeadlineMs);
      };
      signal.addEventListener("abort", wait, { once: true });
      try {
        return await request(rpc, signal);
      } finally {
        clearTimeout(timer);
        signal.removeEventListener("abort", wait);
      }
    });
  }

  /** Ends the worker; the next request starts another. */
  close(): void {
    if (this.#worker) this.#drop(this.#worker);
  }

  #drop(worker: StartedWorker): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    worker.terminate();
  }
}
