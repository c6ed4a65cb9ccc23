/**
 * @file Stored elements to float32. GGUF blocks as in spec llama32 7.5: nibbles are split-half, byte j holds elements j
 * and j + 16. Every loop here runs over gigabytes: no calls and no views per element.
 */
import { AppError } from "#shared/errors";
import { HALF_VALUES, readHalf } from "./half.ts";
import { AREAS, fillByKernel, scratch } from "./simd.ts";
import { UNREAD_TYPES } from "./tensor-type.ts";
import type { TensorType, UnreadType } from "./tensor-type.ts";

type Decoder = (bytes: Uint8Array, into: Float32Array) => void;

/** value = d * (q - 8) */
const decodeQ40: Decoder = (bytes, into) => decodeSplitHalf(bytes, into, 18);

/** value = d * q + m */
const decodeQ41: Decoder = (bytes, into) => decodeSplitHalf(bytes, into, 20);

/** Blocks of 32 with 16 bytes of nibbles at their end, behind the scale and, in blocks of 20 bytes, the minimum. */
function decodeSplitHalf(bytes: Uint8Array, into: Float32Array, blockBytes: 18 | 20): void {
  const { bytes: packed, params, splitNibbles } = scratch();
  fillByKernel(into, 32, (first, blocks, out) => {
    packed.set(bytes.subarray(first * blockBytes, (first + blocks) * blockBytes));
    for (let block = 0; block < blocks; block++) {
      const at = (first + block) * blockBytes;
      const d = readHalf(bytes, at);
      const offset = blockBytes === 18 ? -8 * d : readHalf(bytes, at + 2);
      params[4 * block] = params[4 * block + 2] = d;
      params[4 * block + 1] = params[4 * block + 3] = offset;
    }
    const end = AREAS.params + 16 * blocks;
    splitNibbles(AREAS.bytes + blockBytes - 16, blockBytes, AREAS.params, end, out, 128, 64);
  });
}

/** value = d * q, q signed */
const decodeQ80: Decoder = (bytes, into) => {
  const { bytes: packed, params, signedBytes } = scratch();
  fillByKernel(into, 32, (first, blocks, out) => {
    packed.set(bytes.subarray(first * 34, (first + blocks) * 34));
    for (let block = 0; block < blocks; block++) params[block] = readHalf(bytes, (first + block) * 34);
    signedBytes(AREAS.bytes + 2, 34, AREAS.params, AREAS.params + 4 * blocks, out);
  });
};

/**
 * value = d * scale * q - dmin * min. Eight sub-blocks of 32 have a 6-bit scale and min each, in 12 bytes; 32 bytes hold
 * the low nibbles of sub-block 2c and the high ones of 2c + 1.
 */
const decodeQ4K: Decoder = (bytes, into) => {
  const { bytes: packed, params, splitNibbles } = scratch();
  fillByKernel(into, 256, (first, blocks, out) => {
    packed.set(bytes.subarray(first * 144, (first + blocks) * 144));
    for (let block = 0; block < blocks; block++) {
      readScalesOfQ4K(bytes, (first + block) * 144, params);
      const [quants, to] = [AREAS.bytes + 144 * block + 16, out + 1024 * block];
      // The first 16 of every 32 bytes, then the others.
      splitNibbles(quants, 32, AREAS.params, AREAS.params + 64, to, 256, 128);
      splitNibbles(quants + 16, 32, AREAS.params, AREAS.params + 64, to + 64, 256, 128);
    }
  });
};

/**
 * Scale and negative minimum of the eight sub-blocks. Of 0 to 3: low 6 bits of bytes 0 to 3 and of 4 to 7. Of 4 to 7: low
 * and high nibbles of bytes 8 to 11, above them the top 2 bits of bytes 0 to 3 and of 4 to 7.
 */
function readScalesOfQ4K(bytes: Uint8Array, block: number, params: Float32Array): void {
  const d = readHalf(bytes, block);
  const dmin = readHalf(bytes, block + 2);
  for (let i = 0; i < 4; i++) {
    const scale = bytes[block + 4 + i] as number;
    const min = bytes[block + 8 + i] as number;
    const both = bytes[block + 12 + i] as number;
    params[2 * i] = d * (scale & 63);
    params[2 * i + 1] = -dmin * (min & 63);
    params[2 * i + 8] = d * ((both & 15) | ((scale >> 6) << 4));
    params[2 * i + 9] = -dmin * ((both >> 4) | ((min >> 6) << 4));
  }
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

const DECODERS: Readonly<Record<Exclude<TensorType, UnreadType>, Decoder>> = {
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

/**
 * @param bytes whole blocks holding exactly `into.length` elements.
 * @throws AppError `weights-unsupported` for a type that a file may hold but no weight may have.
 */
export function dequantise(type: TensorType, bytes: Uint8Array, into: Float32Array): void {
  if (isUnread(type)) throw new AppError("weights-unsupported", `weights of type ${type}`, { type });
  DECODERS[type](bytes, into);
}

function isUnread(type: TensorType): type is UnreadType {
  return UNREAD_TYPES.some((each) => each === type);
}
