/**
 * @file What is being read ahead, in a few buffers that are used again and again: shared memory that is dropped counts for
 * nothing with the garbage collector, and would pile up.
 */
import { LEAST_JOB_BYTES } from "./fill-job.ts";
import type { FillJob } from "./fill-job.ts";

/** The largest stretch that is read ahead: a window of `ByteRows`. */
const BUFFER_BYTES = 4 << 20;
/** A matrix in MLX's form has three tensors, and each of them a window that comes next. */
const BUFFERS = 4;

type Buffer = Uint8Array<SharedArrayBuffer>;

/** Who reads, see `ReadThreads`. */
export interface Readers {
  readonly any: boolean;
  begin(blobs: readonly Blob[], target: Uint8Array): FillJob;
  finish(job: FillJob): void;
}

export class Prefetched {
  readonly #readers: Readers;
  /** Oldest first. */
  readonly #jobs = new Map<FillJob, Buffer>();
  readonly #spare: Buffer[] = [];

  constructor(readers: Readers) {
    this.#readers = readers;
  }

  /** Begins to read the blobs, unless nobody can or it is not worth it. The oldest that nobody took makes room. */
  begin(blobs: readonly Blob[], bytes: number): FillJob | null {
    if (!this.#readers.any || bytes < LEAST_JOB_BYTES || bytes > BUFFER_BYTES) return null;
    const buffer = this.#free();
    const job = this.#readers.begin(blobs, buffer.subarray(0, bytes));
    this.#jobs.set(job, buffer);
    return job;
  }

  /** Copies to `target` what `begin` began to read; false when that had to make room. @throws what a Blob's reader throws. */
  take(job: FillJob, target: Uint8Array): boolean {
    const buffer = this.#finished(job);
    if (!buffer) return false;
    target.set(job.target);
    // Whoever gave up while it was waited for has cleared this.
    if (this.#readers.any) this.#spare.push(buffer);
    return true;
  }

  /** Lets go of all memory. What was begun is not taken any more; nobody may write to it by now. */
  clear(): void {
    this.#jobs.clear();
    this.#spare.length = 0;
  }

  #free(): Buffer {
    const spare = this.#spare.pop();
    if (spare) return spare;
    const [oldest] = this.#jobs.size < BUFFERS ? [] : this.#jobs.keys();
    const given = oldest && this.#finished(oldest);
    return given ?? new Uint8Array(new SharedArrayBuffer(BUFFER_BYTES));
  }

  /** The buffer of a job, once nobody writes to it any more. */
  #finished(job: FillJob): Buffer | undefined {
    const buffer = this.#jobs.get(job);
    this.#jobs.delete(job);
    if (buffer) this.#readers.finish(job);
    return buffer;
  }
}
