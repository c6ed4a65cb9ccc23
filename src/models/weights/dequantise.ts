/** @file GGUF blocks to float32 (spec llama32 7.5). Nibbles are split-half: byte j holds elements j and j + 16. */
import type { GgufType } from "./gguf.ts";

const BLOCK = 32;

/** IEEE 754 binary16 to number, all 65,536 of them: a table beats arithmetic in a hot loop. */
const HALF = buildHalfTable();

function buildHalfTable(): Float32Array {
  return Float32Array.from({ length: 65_536 }, (_, bits) => {
    const sign = bits & 0x8000 ? -1 : 1;
    const exponent = (bits >> 10) & 0x1f;
    const fraction = bits & 0x3ff;
    if (exponent === 0) return sign * 2 ** -24 * fraction;
    if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
    return sign * 2 ** (exponent - 25) * (1024 + fraction);
  });
}

export function halfToFloat(bits: number): number {
  return HALF[bits & 0xffff] as number;
}

type Decoder = (bytes: Uint8Array, into: Float32Array) => void;

function half(bytes: Uint8Array, at: number): number {
  return HALF[(bytes[at] as number) | ((bytes[at + 1] as number) << 8)] as number;
}

/** value = d * (q - 8) */
const decodeQ40: Decoder = (bytes, into) => {
  for (let block = 0, at = 0; at < into.length; block += 18, at += BLOCK) {
    const d = half(bytes, block);
    for (let j = 0; j < 16; j++) {
      const packed = bytes[block + 2 + j] as number;
      into[at + j] = d * ((packed & 15) - 8);
      into[at + j + 16] = d * ((packed >> 4) - 8);
    }
  }
};

/** value = d * q + m */
const decodeQ41: Decoder = (bytes, into) => {
  for (let block = 0, at = 0; at < into.length; block += 20, at += BLOCK) {
    const d = half(bytes, block);
    const m = half(bytes, block + 2);
    for (let j = 0; j < 16; j++) {
      const packed = bytes[block + 4 + j] as number;
      into[at + j] = d * (packed & 15) + m;
      into[at + j + 16] = d * (packed >> 4) + m;
    }
  }
};

/** value = d * q, q signed */
const decodeQ80: Decoder = (bytes, into) => {
  for (let block = 0, at = 0; at < into.length; block += 34, at += BLOCK) {
    const d = half(bytes, block);
    for (let j = 0; j < BLOCK; j++) into[at + j] = d * (((bytes[block + 2 + j] as number) << 24) >> 24);
  }
};

const decodeF16: Decoder = (bytes, into) => {
  for (let at = 0; at < into.length; at++) into[at] = half(bytes, 2 * at);
};

const decodeF32: Decoder = (bytes, into) => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < into.length; at++) into[at] = view.getFloat32(4 * at, true);
};

const DECODERS: Readonly<Record<GgufType, Decoder>> = {
  F32: decodeF32,
  F16: decodeF16,
  Q4_0: decodeQ40,
  Q4_1: decodeQ41,
  Q8_0: decodeQ80,
};

/** @param bytes whole blocks holding exactly `into.length` elements. */
export function dequantise(type: GgufType, bytes: Uint8Array, into: Float32Array): void {
  DECODERS[type](bytes, into);
}
