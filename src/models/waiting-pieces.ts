/** @file Pieces of matrices that were made along with another and may be asked for next, up to a number of bytes. */
import type { MatrixPiece } from "./onnx/weight-source.ts";

type Bytes = ArrayBufferView<ArrayBuffer>;

export class WaitingPieces {
  readonly #limitBytes: number;
  readonly #pieces = new Map<string, Bytes>();
  #sizeBytes = 0;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  /** Whether a piece of `bytes` can wait without another having to go. */
  hasRoom(bytes: number): boolean {
    return this.#sizeBytes + bytes <= this.#limitBytes;
  }

  /** The piece, which is the caller's from now on; undefined where it has to be made (again). */
  take(matrix: string, piece: MatrixPiece): Bytes | undefined {
    return this.#remove(keyOf(matrix, piece));
  }

  /** Keeps `pieces`, in place of those of the same names, and drops the largest of all until the rest fits. */
  keep(matrix: string, pieces: ReadonlyMap<MatrixPiece, Bytes>): void {
    for (const [piece, bytes] of pieces) {
      const key = keyOf(matrix, piece);
      this.#remove(key);
      this.#pieces.set(key, bytes);
      this.#sizeBytes += bytes.byteLength;
    }
    while (!this.hasRoom(0)) this.#remove(this.#largest());
  }

  #remove(key: string): Bytes | undefined {
    const bytes = this.#pieces.get(key);
    this.#pieces.delete(key);
    this.#sizeBytes -= bytes?.byteLength ?? 0;
    return bytes;
  }

  /** Few passes have to be made again for many bytes. */
  #largest(): string {
    let found = "";
    let most = -1;
    for (const [key, { byteLength }] of this.#pieces)
      if (byteLength > most) [found, most] = [key, byteLength];
    return found;
  }
}

function keyOf(matrix: string, piece: MatrixPiece): string {
  return `${matrix} ${piece}`;
}
