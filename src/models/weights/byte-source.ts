/**
 * @file Random access to the bytes of a checkpoint. Reading is synchronous because the runtime asks for one weight at a
 * time from inside session creation; in a worker `FileReaderSync` serves that from Blobs without loading them.
 */

export interface ByteSource {
  readonly sizeBytes: number;
  /** A fresh copy of [offset, offset + length). @throws AppError `weights-corrupt` outside the file. */
  read(offset: number, length: number): Uint8Array<ArrayBuffer>;
}
