/** @file Which of a model's stored pieces are hashed when it is opened (spec reliability 4, row 23). */
import { totalBytes } from "#models/weights/file-set";
import type { Piece } from "#models/weights/file-set";

/** Up to this size every byte is hashed at each load (0.4 s). */
const CHECKED_WHOLE_BYTES = 256e6;
/** Of larger models as much at each load, going round: 1 % of the largest. */
const CHECKED_BYTES_PER_LOAD = 64e6;

export interface PiecesToCheck {
  readonly pieces: ReadonlySet<Piece>;
  /** Where the next load goes on; null when this one checks everything. */
  readonly next: number | null;
}

/** @param start index where the last load ended; any count will do, whatever the model was then */
export function piecesToCheck(pieces: readonly Piece[], start: number): PiecesToCheck {
  if (totalBytes(pieces) <= CHECKED_WHOLE_BYTES) return { pieces: new Set(pieces), next: null };
  const first = start % pieces.length;
  const chosen = new Set<Piece>();
  let bytes = 0;
  for (let index = first; bytes < CHECKED_BYTES_PER_LOAD && chosen.size < pieces.length; index++) {
    const piece = pieces[index % pieces.length]!;
    chosen.add(piece);
    bytes += piece.sizeBytes;
  }
  return { pieces: chosen, next: (first + chosen.size) % pieces.length };
}
