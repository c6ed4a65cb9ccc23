/** @file Bytes received so far over the whole model, told to the page a few times a second. */
import { allPieces, totalBytes } from "#models/weights/file-set";
import type { FileSet, Piece } from "#models/weights/file-set";
import type { InstallPart } from "../protocol-models.ts";

/** Often enough for a smooth bar, rarely enough not to load the page. */
const REPORT_INTERVAL_MS = 100;

export class Progress {
  readonly onPart: (part: InstallPart) => void;
  readonly #totalBytes: number;
  readonly #totalPieces: number;
  #verifiedPieces = 0;
  #verifiedBytes = 0;
  /** Of pieces that are under way. */
  #pendingBytes = 0;
  #reportedAtMs = 0;

  constructor(set: FileSet, stored: ReadonlySet<string>, onPart: (part: InstallPart) => void) {
    this.onPart = onPart;
    this.#totalBytes = totalBytes(set.files);
    const pieces = allPieces(set);
    this.#totalPieces = pieces.length;
    for (const piece of pieces) if (stored.has(piece.name)) this.#count(piece);
    this.#report();
  }

  /** Bytes that are not here yet. */
  get missingBytes(): number {
    return this.#totalBytes - this.#verifiedBytes;
  }

  /** Negative for bytes that turned out to be wrong. */
  addBytes(count: number): void {
    this.#pendingBytes += count;
    if (performance.now() - this.#reportedAtMs >= REPORT_INTERVAL_MS) this.#report();
  }

  finishPiece(piece: Piece): void {
    this.#pendingBytes -= piece.sizeBytes;
    this.#count(piece);
    this.#report();
  }

  #count(piece: Piece): void {
    this.#verifiedPieces++;
    this.#verifiedBytes += piece.sizeBytes;
  }

  #report(): void {
    this.#reportedAtMs = performance.now();
    this.onPart({
      type: "download-progress",
      receivedBytes: this.#verifiedBytes + this.#pendingBytes,
      totalBytes: this.#totalBytes,
      verifiedPieces: this.#verifiedPieces,
      totalPieces: this.#totalPieces,
    });
  }
}
