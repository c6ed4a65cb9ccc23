/** @file A checkpoint that lies in Blobs, read in place. `FileReaderSync` exists in workers only. */
import { AppError } from "#shared/errors";
import type { ByteSource } from "#models/weights/byte-source";

/** One file cut into consecutive Blobs. */
export class BlobSource implements ByteSource {
  readonly sizeBytes: number;
  readonly #parts: readonly { readonly start: number; readonly blob: Blob }[];
  readonly #reader = new FileReaderSync();

  constructor(blobs: readonly Blob[]) {
    let start = 0;
    this.#parts = blobs.map((blob) => {
      const part = { start, blob };
      start += blob.size;
      return part;
    });
    this.sizeBytes = start;
  }

  read(offset: number, length: number): Uint8Array<ArrayBuffer> {
    if (offset < 0 || length < 0 || offset + length > this.sizeBytes) {
      throw new AppError("weights-corrupt", "read outside the file", { offset, length });
    }
    const slices = this.#parts.flatMap(({ start, blob }) => {
      const from = Math.max(offset, start);
      const to = Math.min(offset + length, start + blob.size);
      return from < to ? [blob.slice(from - start, to - start)] : [];
    });
    // Joined by the browser: what spans several pieces is not copied a second time here.
    return this.#readBlob(slices.length === 1 ? slices[0]! : new Blob(slices));
  }

  #readBlob(blob: Blob): Uint8Array<ArrayBuffer> {
    try {
      return new Uint8Array(this.#reader.readAsArrayBuffer(blob));
    } catch (error) {
      throw new AppError("weights-missing", "the browser lost a piece while it was read", {}, error);
    }
  }
}
