/** @file A piece that was checked goes into the store, and at the same time into the hash of its file. */
import type { Piece } from "#models/weights/file-set";
import type { WeightStore } from "#storage/weight-store";
import type { FileHasher } from "./file-hasher.ts";
import type { Progress } from "./progress.ts";

export interface Storing {
  readonly store: WeightStore;
  /** Names of the pieces that are stored; grows. */
  readonly stored: Set<string>;
  readonly progress: Progress;
  /** Of a file whose pieces have no hash of their own. */
  readonly hasher: FileHasher | undefined;
}

/** @returns the memory of the bytes; null when it is lost. @throws AppError of the storage */
export async function storePiece(
  { store, stored, progress, hasher }: Storing,
  piece: Piece,
  bytes: Uint8Array<ArrayBuffer>,
  sha256: string,
): Promise<ArrayBuffer | null> {
  const save = async (): Promise<void> => {
    // A copy of the bytes, which may move on while it is written.
    await store.savePiece(piece.name, new Blob([bytes]), sha256);
    stored.add(piece.name);
    progress.finishPiece(piece);
  };
  const saving = save();
  if (hasher) return hasher.follow(piece, bytes, saving);
  await saving;
  return bytes.buffer;
}
