/**
 * @file The threads that read and hash beside the one that runs the model. Creating a session is one synchronous call, in
 * which that thread asks for weights and waits for each; without help it reads while another core is idle.
 */
import { AppError, errorCode } from "#shared/errors";
import { trustedScriptUrl } from "#shared/trusted-url";
import type { ReadHandlers } from "../protocol-models.ts";
import readWorkerUrl from "../read.worker.ts?worker&url";
import { RpcClient } from "../rpc.ts";
import { sha256Hex } from "../sha256.ts";
import { awaitStretches, newProgress, READ_THREADS } from "./fill-job.ts";
import type { FillJob } from "./fill-job.ts";
import { Prefetched } from "./prefetched.ts";
import type { Readers } from "./prefetched.ts";

/** A stretch is at most a piece, which the slowest memory card gives in some seconds; after this a thread is taken for dead. */
const STALL_MS = 60_000;
/** What this thread reads at a time, when it has to. */
const READ_BYTES = 4 << 20;
/** Less is not worth the message. */
const LEAST_BYTES = 1 << 20;

export class ReadThreads implements Readers {
  /** Those that were not given up. */
  readonly #threads = new Set<Thread>();
  readonly #reader = new FileReaderSync();
  #hashes = 0;
  readonly ahead = new Prefetched(this);

  /** None where memory cannot be shared: reading is then what this thread does alone. */
  constructor(count = self.crossOriginIsolated ? READ_THREADS : 0) {
    for (let index = 0; index < count; index++) {
      const thread = new Thread(() => this.#threads.delete(thread));
      this.#threads.add(thread);
    }
  }

  get any(): boolean {
    return this.#listening().length > 0;
  }

  /** Has the threads begin to fill `target`, which lies in shared memory. */
  begin(blobs: readonly Blob[], target: Uint8Array): FillJob {
    const job = { blobs, target, progress: newProgress() };
    for (const { rpc } of this.#listening()) rpc.call("read-fill", job).catch(() => undefined);
    return job;
  }

  /** Waits until it is filled. @throws what a Blob's reader throws. */
  finish(job: FillJob): void {
    if (this.any && awaitStretches(job, STALL_MS)) return;
    // Whoever failed may have left off at another time, or be gone: read here it is either there or an error.
    this.close();
    this.#readAlone(job.blobs, job.target);
  }

  /** Fills `target` with the blobs one after the other. @throws what a Blob's reader throws. */
  fill(blobs: readonly Blob[], target: Uint8Array): void {
    const shared = this.any && target.buffer instanceof SharedArrayBuffer;
    if (shared && target.length >= LEAST_BYTES) this.finish(this.begin(blobs, target));
    else this.#readAlone(blobs, target);
  }

  /** SHA-256 in lower-case hexadecimal, computed where there is time. @throws what a Blob's reader throws. */
  async hash(blob: Blob): Promise<string> {
    const threads = [...this.#threads];
    const thread = threads[this.#hashes++ % threads.length];
    try {
      if (thread) return await thread.rpc.call("read-hash", { blob });
    } catch (error) {
      if (errorCode(error) !== "worker-crashed") throw error;
    }
    return sha256Hex(await blob.arrayBuffer());
  }

  /** Ends the threads; what is read from now on is read here. */
  close(): void {
    for (const thread of this.#threads) thread.close();
    this.#threads.clear();
  }

  #listening(): Thread[] {
    return [...this.#threads].filter(({ listens }) => listens);
  }

  #readAlone(blobs: readonly Blob[], target: Uint8Array): void {
    let at = 0;
    for (const blob of blobs) {
      for (let from = 0; from < blob.size; from += READ_BYTES) {
        const bytes = new Uint8Array(this.#reader.readAsArrayBuffer(blob.slice(from, from + READ_BYTES)));
        target.set(bytes, at);
        at += bytes.length;
      }
    }
  }
}

class Thread {
  readonly rpc: RpcClient<ReadHandlers>;
  readonly #worker: Worker;
  /** Whoever waits for it cannot hear, in a synchronous call, that it does not start: until it listens nobody does. */
  listens = false;

  constructor(onCrash: () => void) {
    this.#worker = new Worker(trustedScriptUrl(readWorkerUrl), { type: "module", name: "read" });
    this.rpc = new RpcClient<ReadHandlers>(this.#worker);
    this.#worker.addEventListener("error", (event) => {
      event.preventDefault();
      onCrash();
      this.#end(event.message || "worker script failed");
    });
    const started = this.rpc.call("read-start", null).then(() => (this.listens = true));
    started.catch(() => undefined);
  }

  close(): void {
    this.#worker.terminate();
    this.#end("worker was ended");
  }

  #end(reason: string): void {
    this.listens = false;
    this.rpc.fail(new AppError("worker-crashed", reason));
  }
}
