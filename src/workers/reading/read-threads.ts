/**
 * @file The threads that read and hash beside the one that runs the model. Creating a session is one synchronous call, in
 * which that thread asks for weights and waits for each; without help it reads while another core is idle.
 */
import { trustedScriptUrl } from "#shared/trusted-url";
import type { ReadHandlers } from "../protocol-models.ts";
import readWorkerUrl from "../read.worker.ts?worker&url";
import { sha256Hex } from "../sha256.ts";
import { workerHandle } from "../worker-handle.ts";
import type { WorkerHandle } from "../worker-handle.ts";
import { abandon, awaitStretches, LEAST_JOB_BYTES, newProgress, READ_THREADS } from "./fill-job.ts";
import type { FillJob } from "./fill-job.ts";
import { Prefetched } from "./prefetched.ts";
import type { Readers } from "./prefetched.ts";

/**
 * Nothing written for so long: a thread is taken for dead. Short until one job has shown that threads work here, so that a
 * browser in which they don't costs seconds; then as long as a device may sleep or swap.
 */
const STALL_MS = { first: 5_000, later: 60_000 };
/** What this thread reads at a time, when it has to. */
const READ_BYTES = 4 << 20;

/** `FileReaderSync`: workers alone have it, and neither the page nor Node a type for it. */
interface BlobReader {
  readAsArrayBuffer(blob: Blob): ArrayBuffer;
}

function syncReader(): BlobReader {
  const { FileReaderSync: Reader } = globalThis as unknown as { FileReaderSync: new () => BlobReader };
  return new Reader();
}

/** What is needed of the browser. */
interface Surroundings {
  readonly startThread: () => Worker;
  readonly reader: BlobReader;
  readonly stallMs: { readonly first: number; readonly later: number };
}

export class ReadThreads implements Readers {
  /** Those that were not given up. */
  readonly #threads = new Set<Thread>();
  /** Begun and not finished: threads may write to their targets. */
  readonly #jobs = new Set<FillJob>();
  readonly #reader: Surroundings["reader"];
  readonly #stallMs: Surroundings["stallMs"];
  #proven = false;
  #hashes = 0;
  readonly ahead = new Prefetched(this);

  /** None where memory cannot be shared: reading is then what this thread does alone. */
  constructor(
    count = self.crossOriginIsolated ? READ_THREADS : 0,
    { startThread = startWorker, reader = syncReader(), stallMs = STALL_MS }: Partial<Surroundings> = {},
  ) {
    this.#reader = reader;
    this.#stallMs = stallMs;
    for (let index = 0; index < count; index++) {
      const thread = new Thread(startThread(), () => this.#dropCrashed(thread));
      this.#threads.add(thread);
    }
  }

  get any(): boolean {
    return this.#listening().length > 0;
  }

  /** Has the threads begin to fill `target`, which lies in shared memory. */
  begin(blobs: readonly Blob[], target: Uint8Array): FillJob {
    const job = { blobs, target, progress: newProgress() };
    this.#jobs.add(job);
    for (const { rpc } of this.#listening()) rpc.call("read-fill", job).catch(() => undefined);
    return job;
  }

  /** Waits until it is filled; then nobody else writes to its target. @throws what a Blob's reader throws. */
  finish(job: FillJob): void {
    if (this.#filled(job)) return;
    // Whoever failed may have left off at another time, or be gone: read here it is either there or an error.
    if (this.#jobs.has(job)) this.close();
    this.#readAlone(job.blobs, job.target);
  }

  /** Fills `target` with the blobs one after the other. @throws what a Blob's reader throws. */
  fill(blobs: readonly Blob[], target: Uint8Array): void {
    const shared = this.any && target.buffer instanceof SharedArrayBuffer;
    if (shared && target.length >= LEAST_JOB_BYTES) this.finish(this.begin(blobs, target));
    else this.#readAlone(blobs, target);
  }

  /** SHA-256 in lower-case hexadecimal, computed where there is time. @throws what a Blob's reader throws. */
  async hash(blob: Blob): Promise<string> {
    const threads = [...this.#threads];
    const thread = threads[this.#hashes++ % threads.length];
    try {
      if (thread) return await thread.rpc.call("read-hash", { blob });
    } catch {
      // Whatever is wrong there, here it is computed or the error is the Blob's own.
    }
    return sha256Hex(await blob.arrayBuffer());
  }

  /** All of a Blob, read by this thread. @throws what a Blob's reader throws. */
  read(blob: Blob): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#reader.readAsArrayBuffer(blob));
  }

  /** Ends the threads and lets go of what they read ahead; what is read from now on is read here. */
  close(): void {
    this.#abandonAll();
    for (const thread of this.#threads) thread.close();
    this.#threads.clear();
    this.ahead.clear();
  }

  /** What was begun is read here, since a stretch of it may be lost; the other threads go on with what comes next. */
  #dropCrashed(thread: Thread): void {
    this.#abandonAll();
    thread.close();
    this.#threads.delete(thread);
  }

  /** Before any thread is terminated, see `abandon`. */
  #abandonAll(): void {
    for (const job of this.#jobs) abandon(job);
    this.#jobs.clear();
  }

  #filled(job: FillJob): boolean {
    const { first, later } = this.#stallMs;
    if (!this.any || !awaitStretches(job, this.#proven ? later : first)) return false;
    this.#jobs.delete(job);
    this.#proven = true;
    return true;
  }

  #listening(): Thread[] {
    return [...this.#threads].filter(({ listens }) => listens);
  }

  #readAlone(blobs: readonly Blob[], target: Uint8Array): void {
    let at = 0;
    for (const blob of blobs) {
      for (let from = 0; from < blob.size; from += READ_BYTES) {
        const bytes = this.read(blob.slice(from, from + READ_BYTES));
        target.set(bytes, at);
        at += bytes.length;
      }
    }
  }
}

function startWorker(): Worker {
  return new Worker(trustedScriptUrl(readWorkerUrl), { type: "module", name: "read" });
}

class Thread {
  readonly #handle: WorkerHandle<ReadHandlers>;
  /** Whoever waits for it cannot hear, in a synchronous call, that it does not start: until it listens nobody does. */
  listens = false;

  constructor(worker: Worker, onCrash: () => void) {
    this.#handle = workerHandle<ReadHandlers>(worker);
    worker.addEventListener("error", onCrash);
    this.rpc.call("read-start", null).then(
      () => (this.listens = true),
      () => undefined,
    );
  }

  get rpc(): WorkerHandle<ReadHandlers>["rpc"] {
    return this.#handle.rpc;
  }

  /** Nobody may be writing, see `abandon`. */
  close(): void {
    this.listens = false;
    this.#handle.terminate();
  }
}
