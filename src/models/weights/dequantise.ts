/**
 * @file Stored elements to float32. GGUF blocks as in spec llama32 7.5: nibbles are split-half, byte j holds elements j
 * and j + 16. Every loop here runs over gigabytes: no calls and no views per element.
 */
import { HALF_VALUES, readHalf } from "./half.ts";
import type { TensorType } from "./tensor-type.ts";

type Decoder = (bytes: Uint8Array, into: Float32Array) => void;

/** value = d * (q - 8) */
const decodeQ40: Decoder = (bytes, into) => {
  for (let block = 0, at = 0; at < into.length; block += 18, at += 32) {
    const d = readHalf(bytes, block);
    for (let j = 0; j < 16; j++) {
      const packed = bytes[block + 2 + j] as number;
      into[at + j] = d * ((packed & 15) - 8);
      into[at + j + 16] = d * ((packed >> 4) - 8);
    }
  }
};

/** value = d * q + m */
const decodeQ41: Decoder = (bytes, into) => {
  for (let block = 0, at = 0; at < into.length; block += 20, at += 32) {
    const d = readHalf(bytes, block);
    const m = readHalf(bytes, block + 2);
    for (let j = 0; j < 16; j++) {
      const packed = bytes[block + 4 + j] as number;
      into[at + j] = d * (packed & 15) + m;
      into[at + j + 16] = d * (packed >> 4) + m;
    }
  }
};

/** value = d * q, q signed */
const decodeQ80: Decoder = (bytes, into) => {
  for (let block = 0, at = 0; at < into.length; block += 34, at += 32) {
    const d = readHalf(bytes, block);
    for (let j = 0; j < 32; j++) into[at + j] = d * (((bytes[block + 2 + j] as number) << 24) >> 24);
  }
};

/**
 * value = d * scale * q - dmin * min. Eight sub-blocks of 32 have a 6-bit scale and min each, in 12 bytes; 32 bytes hold
 * the low nibbles of sub-block 2c and the high ones of 2c + 1.
 */
const decodeQ4K: Decoder = (bytes, into) => {
  for (let block = 0, at = 0; at < into.length; block += 144) {
    const d = readHalf(bytes, block);
    const dmin = readHalf(bytes, block + 2);
    for (let chunk = 0; chunk < 4; chunk++, at += 64) {
      const scaleLow = d * scaleOfQ4K(bytes, block, 2 * chunk);
      const minLow = dmin * minOfQ4K(bytes, block, 2 * chunk);
      const scaleHigh = d * scaleOfQ4K(bytes, block, 2 * chunk + 1);
      const minHigh = dmin * minOfQ4K(bytes, block, 2 * chunk + 1);
      const quants = block + 16 + 32 * chunk;
      for (let j = 0; j < 32; j++) {
        const packed = bytes[quants + j] as number;
        into[at + j] = scaleLow * (packed & 15) - minLow;
        into[at + j + 32] = scaleHigh * (packed >> 4) - minHigh;
      }
    }
  }
};

/** Sub-blocks 0 to 3: low 6 bits of bytes 0 to 3. 4 to 7: low nibble of bytes 8 to 11, top 2 bits of bytes 0 to 3. */
function scaleOfQ4K(bytes: Uint8Array, block: number, subBlock: number): number {
  const at = block + 4 + (subBlock & 3);
  const first = bytes[at] as number;
  return subBlock < 4 ? first & 63 : ((bytes[at + 8] as number) & 15) | ((first >> 6) << 4);
}

/** The same in bytes 4 to 7 and the high nibbles. */
function minOfQ4K(bytes: Uint8Array, block: number, subBlock: number): number {
  const at = block + 8 + (subBlock & 3);
  const first = bytes[at] as number;
  return subBlock < 4 ? first & 63 : ((bytes[at + 4] as number) >> 4) | ((first >> 6) << 4);
}

/**
 * value = d * scale * (q - 32), a signed scale for each 16. Of each half (128 elements) 64 bytes hold the low four bits
 * and 32 bytes the high two.
 */
const decodeQ6K: Decoder = (bytes, into) => {
  for (let block = 0, at = 0; at < into.length; block += 210) {
    const d = readHalf(bytes, block + 208);
    for (let half = 0; half < 2; half++, at += 128) {
      const low = block + 64 * half;
      const high = block + 128 + 32 * half;
      const scales = block + 192 + 8 * half;
      for (let start = 0; start < 32; start += 16) {
        const first = scales + (start >> 4);
        const scale0 = d * signed(bytes[first] as number);
        const scale32 = d * signed(bytes[first + 2] as number);
        const scale64 = d * signed(bytes[first + 4] as number);
        const scale96 = d * signed(bytes[first + 6] as number);
        for (let l = start; l < start + 16; l++) {
          const left = bytes[low + l] as number;
          const right = bytes[low + l + 32] as number;
          const top = bytes[high + l] as number;
          into[at + l] = scale0 * (((left & 15) | ((top & 3) << 4)) - 32);
          into[at + l + 32] = scale32 * (((right & 15) | ((top & 12) << 2)) - 32);
          into[at + l + 64] = scale64 * (((left >> 4) | (top & 48)) - 32);
          into[at + l + 96] = scale96 * (((right >> 4) | ((top & 192) >> 2)) - 32);
        }
      }
    }
  }
};

function signed(byte: number): number {
  return (byte << 24) >> 24;
}

const decodeF16: Decoder = (bytes, into) => {
  const halves = aligned(bytes, 2, Uint16Array);
  for (let at = 0; at < into.length; at++) into[at] = HALF_VALUES[halves[at] as number] as number;
};

/** The upper half of a float32. */
const decodeBF16: Decoder = (bytes, into) => {
  const halves = aligned(bytes, 2, Uint16Array);
  const bits = new Uint32Array(into.buffer, into.byteOffset, into.length);
  for (let at = 0; at < bits.length; at++) bits[at] = (halves[at] as number) << 16;
};

/** The bytes as another array type: every platform that runs this is little-endian, as the files are. */
function aligned<T>(
  bytes: Uint8Array,
  bytesPerElement: number,
  View: new (buffer: ArrayBufferLike, offset: number, length: number) => T,
): T {
  const { buffer, byteOffset } = bytes.byteOffset % bytesPerElement === 0 ? bytes : bytes.slice();
  return new View(buffer, byteOffset, bytes.length / bytesPerElement);
}

const DECODERS: Readonly<Record<TensorType, Decoder>> = {
  F32: (bytes, into) => into.set(aligned(bytes, 4, Float32Array)),
  F16: decodeF16,
  BF16: decodeBF16,
  I8: (bytes, into) => into.set(aligned(bytes, 1, Int8Array)),
  U8: (bytes, into) => into.set(aligned(bytes, 1, Uint8Array)),
  I32: (bytes, into) => into.set(aligned(bytes, 4, Int32Array)),
  U32: (bytes, into) => into.set(aligned(bytes, 4, Uint32Array)),
  Q4_0: decodeQ40,
  Q4_1: decodeQ41,
  Q8_0: decodeQ80,
  Q4_K: decodeQ4K,
  Q6_K: decodeQ6K,
};

/** @param bytes whole blocks holding exactly `into.length` elements. */
export function dequantise(type: TensorType, bytes: Uint8Array, into: Float32Array): void {
  DECODERS[type](bytes, into);
}
