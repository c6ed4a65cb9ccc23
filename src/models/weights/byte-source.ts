/**
 * @file Random access to the bytes of a checkpoint. Reading is synchronous because the runtime asks for one weight at a
 * time from inside session creation; in a worker `FileReaderSync` serves that from Blobs without loading them.
 */

export interface ByteSource {
  readonly sizeBytes: number;
  /** A fresh copy of [offset, offset + length). @throws AppError `weights-corrupt` outside the file. */
  read(offset: number, length: number): Uint8Array<ArrayBuffer>;
  /** The same bytes for whoever says later where to put them. @throws AppError `weights-corrupt` outside the file. */
  range(offset: number, length: number): StoredRange;
}

/** Bytes that still lie in a file. */
export interface StoredBytes {
  readonly byteLength: number;
  /** Fills `target`, which is as long. @throws AppError `weights-missing` when the browser has lost them. */
  copyTo(target: Uint8Array): void;
}

/** Those of one stretch of a file. */
export interface StoredRange extends StoredBytes {
  /** Says that they are wanted soon: where another thread can, it begins to read them. */
  prefetch(): void;
}

/** The bytes of a weight: made, or as they lie in files. */
export type WeightBytes = Uint8Array<ArrayBuffer> | StoredBytes;

/** One after the other. */
export function joinedBytes(parts: readonly StoredBytes[]): StoredBytes {
  const [only] = parts;
  if (only && parts.length === 1) return only;
  return {
    byteLength: parts.reduce((sum, { byteLength }) => sum + byteLength, 0),
    copyTo: (target) => {
      let at = 0;
      for (const part of parts) part.copyTo(target.subarray(at, (at += part.byteLength)));
    },
  };
}

/** The bytes as such, which are those given if they were made. @throws AppError `weights-missing` */
export function inMemory(bytes: WeightBytes): Uint8Array<ArrayBuffer> {
  if (bytes instanceof Uint8Array) return bytes;
  const copy = new Uint8Array(bytes.byteLength);
  bytes.copyTo(copy);
  return copy;
}
