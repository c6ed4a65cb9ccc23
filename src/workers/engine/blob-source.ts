/** @file A checkpoint that lies in Blobs, read in place. */
import { AppError } from "#shared/errors";
import type { ByteSource, StoredRange } from "#models/weights/byte-source";
import type { FillJob } from "../reading/fill-job.ts";
import { isLost } from "../reading/lost-blob.ts";
import { ReadThreads } from "../reading/read-threads.ts";

/** One file cut into consecutive Blobs. */
export class BlobSource implements ByteSource {
  readonly sizeBytes: number;
  readonly #parts: readonly { readonly start: number; readonly blob: Blob }[];
  readonly #threads: ReadThreads;

  /** @param threads who read along; none unless told */
  constructor(blobs: readonly Blob[], threads = new ReadThreads(0)) {
    let start = 0;
    this.#parts = blobs.map((blob) => {
      const part = { start, blob };
      start += blob.size;
      return part;
    });
    this.sizeBytes = start;
    this.#threads = threads;
  }

  read(offset: number, length: number): Uint8Array<ArrayBuffer> {
    const slices = this.#slices(offset, length);
    // Joined by the browser: what spans several pieces is not copied a second time here.
    const whole = slices.length === 1 ? slices[0]! : new Blob(slices);
    return found(() => this.#threads.read(whole));
  }

  range(offset: number, length: number): StoredRange {
    const slices = this.#slices(offset, length);
    const threads = this.#threads;
    let begun: FillJob | null = null;
    return {
      byteLength: length,
      prefetch: () => {
        begun = found(() => threads.ahead.begin(slices, length));
      },
      copyTo: (target) =>
        found(() => {
          if (!begun || !threads.ahead.take(begun, target)) threads.fill(slices, target);
        }),
    };
  }

  #slices(offset: number, length: number): Blob[] {
    if (offset < 0 || length < 0 || offset + length > this.sizeBytes) {
      throw new AppError("weights-corrupt", "read outside the file", { offset, length });
    }
    return this.#parts.flatMap(({ start, blob }) => {
      const from = Math.max(offset, start);
      const to = Math.min(offset + length, start + blob.size);
      return from < to ? [blob.slice(from - start, to - start)] : [];
    });
  }
}

function found<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!isLost(error)) throw error;
    throw new AppError("weights-missing", "the browser lost a piece while it was read", {}, error);
  }
}
