/**
 * @file SHA-256 (FIPS 180-4) of bytes that come in pieces: `crypto.subtle` takes a whole input only, and a file of
 * gigabytes is never in memory.
 */
import { BLOCK_BYTES, createCompressor, initialState } from "./sha256-blocks.ts";
import type { Compressor } from "./sha256-blocks.ts";

let shared: Compressor | undefined;

/** `update` in order, then `digest` once. */
export class Sha256Stream {
  readonly #state = initialState();
  /** Bytes that do not fill a block yet. */
  readonly #rest = new Uint8Array(BLOCK_BYTES);
  #restLength = 0;
  #length = 0;

  update(bytes: Uint8Array): void {
    this.#length += bytes.length;
    let from = 0;
    if (this.#restLength > 0) {
      from = Math.min(bytes.length, BLOCK_BYTES - this.#restLength);
      this.#rest.set(bytes.subarray(0, from), this.#restLength);
      this.#restLength += from;
      if (this.#restLength < BLOCK_BYTES) return;
      this.#compress(this.#rest);
    }
    const body = bytes.subarray(from);
    this.#restLength = body.length % BLOCK_BYTES;
    this.#compress(body.subarray(0, body.length - this.#restLength));
    this.#rest.set(body.subarray(body.length - this.#restLength));
  }

  /** 32 bytes. */
  digest(): Uint8Array {
    const restLength = this.#restLength;
    const tail = new Uint8Array(restLength + 9 > BLOCK_BYTES ? 2 * BLOCK_BYTES : BLOCK_BYTES);
    tail.set(this.#rest.subarray(0, restLength));
    tail[restLength] = 0x80;
    const view = new DataView(tail.buffer);
    view.setUint32(tail.length - 8, Math.floor(this.#length / 0x2000_0000));
    view.setUint32(tail.length - 4, (this.#length * 8) >>> 0);
    this.#compress(tail);
    const digest = new DataView(new ArrayBuffer(32));
    this.#state.forEach((value, index) => digest.setInt32(4 * index, value));
    return new Uint8Array(digest.buffer);
  }

  /** @param blocks whole ones, or nothing */
  #compress(blocks: Uint8Array): void {
    const { state, input, compress } = (shared ??= createCompressor());
    state.set(this.#state);
    for (let at = 0; at < blocks.length; at += input.length) {
      const part = blocks.subarray(at, at + input.length);
      input.set(part);
      compress(part.length);
    }
    this.#state.set(state);
  }
}
