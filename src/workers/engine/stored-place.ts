/**
 * @file One place in memory through which stored weights pass on their way to the GPU. The runtime copies what it is handed
 * before it asks for the next (spec onnxruntime-web 4), so the same bytes serve for all. Fresh ones for each would be
 * garbage of the largest weights' size, of which the collector leaves some hundred megabytes for a while.
 */
import type { StoredBytes } from "#models/weights/byte-source";

/** ES2024; what lacks it leaves the bytes to the collector. */
type Transferable = ArrayBuffer & { transfer?(byteLength: number): ArrayBuffer };

export class StoredPlace {
  #buffer: Transferable = new ArrayBuffer(0);

  /** The bytes, until the next call. @throws AppError `weights-missing` when the browser has lost them. */
  take(stored: StoredBytes): Uint8Array<ArrayBuffer> {
    if (stored.byteLength > this.#buffer.byteLength) {
      this.release();
      this.#buffer = new ArrayBuffer(stored.byteLength);
    }
    const bytes = new Uint8Array(this.#buffer, 0, stored.byteLength);
    stored.copyTo(bytes);
    return bytes;
  }

  /** Gives the memory back at once; what was handed out is empty from now on. */
  release(): void {
    this.#buffer.transfer?.(0);
    this.#buffer = new ArrayBuffer(0);
  }
}
