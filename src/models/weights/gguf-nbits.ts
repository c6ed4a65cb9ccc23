/**
 * @file GGUF blocks (spec llama32 7.5) that `MatMulNBits` takes with the values they have, rearranged and
 * not rounded; where activations are float16, the scales of Q6_K are, being products of two.
 */
import { readHalf } from "./half.ts";
import type { NBits, NBitsRow, NBitsRows } from "./nbits.ts";
import { ByteRows, columnsOf } from "./rows.ts";
import type { StoredTensor } from "./rows.ts";

interface Form {
  readonly bits: NBits;
  readonly blockSize: number;
  /** The same for all blocks. */
  readonly zeroPoint: number;
  /** Of a row of stored bytes. */
  readonly readScales: (stored: Uint8Array, scales: Float32Array) => void;
  readonly readQuants: (stored: Uint8Array, quants: Uint8Array) => void;
}

/** value = d * (q - 8): only the split-half nibbles have to be put side by side. */
const Q4_0: Form = {
  bits: 4,
  blockSize: 32,
  zeroPoint: 8,
  readScales: (stored, scales) => readHalves(stored, 18, scales),
  readQuants: (stored, quants) => {
    for (let at = 0, out = 0; at < stored.length; at += 18, out += 16) {
      for (let pair = 0; pair < 8; pair++) {
        const first = stored[at + 2 + 2 * pair] as number;
        const second = stored[at + 3 + 2 * pair] as number;
        quants[out + pair] = (first & 15) | ((second & 15) << 4);
        quants[out + pair + 8] = (first >> 4) | (second & 240);
      }
    }
  },
};

/** value = d * q, q signed: made unsigned, with a zero point. */
const Q8_0: Form = {
  bits: 8,
  blockSize: 32,
  zeroPoint: 128,
  readScales: (stored, scales) => readHalves(stored, 34, scales),
  readQuants: (stored, quants) => {
    for (let at = 0, out = 0; at < stored.length; at += 34, out += 32) {
      for (let value = 0; value < 32; value++) quants[out + value] = (stored[at + 2 + value] as number) ^ 128;
    }
  },
};

/**
 * value = d * scale * (q - 32), a signed scale for each 16. No kernel takes 6 bits: each q has a byte of its own, 9.5 bits
 * a weight with its share of scale and zero point. Where the bits lie is said in dequantise.ts.
 */
const Q6_K: Form = {
  bits: 8,
  blockSize: 16,
  zeroPoint: 32,
  readScales: (stored, scales) => {
    for (let block = 0, part = 0; part < scales.length; block += 210) {
      const d = readHalf(stored, block + 208);
      for (let scale = 0; scale < 16; scale++, part++)
        scales[part] = d * (((stored[block + 192 + scale] as number) << 24) >> 24);
    }
  },
  readQuants: (stored, quants) => {
    for (let block = 0, at = 0; block < stored.length; block += 210) {
      for (let half = 0; half < 2; half++, at += 128) {
        const low = block + 64 * half;
        const high = block + 128 + 32 * half;
        for (let l = 0; l < 32; l++) {
          const left = stored[low + l] as number;
          const right = stored[low + l + 32] as number;
          const top = stored[high + l] as number;
          quants[at + l] = (left & 15) | ((top & 3) << 4);
          quants[at + l + 32] = (right & 15) | ((top & 12) << 2);
          quants[at + l + 64] = (left >> 4) | (top & 48);
          quants[at + l + 96] = (right >> 4) | ((top & 192) >> 2);
        }
      }
    }
  },
};

/** Scales that are a half in front of each block. */
function readHalves(stored: Uint8Array, blockBytes: number, scales: Float32Array): void {
  for (let block = 0; block < scales.length; block++) scales[block] = readHalf(stored, block * blockBytes);
}

const FORMS = { Q4_0, Q8_0, Q6_K } as const;

/** The matrix in the form that its type has here; null for other types. */
export function ggufNBits(tensor: StoredTensor): NBitsRows | null {
  const form = Object.hasOwn(FORMS, tensor.type) ? FORMS[tensor.type as keyof typeof FORMS] : null;
  if (!form) return null;
  const { bits, blockSize, zeroPoint, readScales, readQuants } = form;
  const bytes = new ByteRows(tensor);
  const readRow = (row: number, { quants, scales, zeroPoints, residuals }: NBitsRow): void => {
    const stored = bytes.row(row);
    zeroPoints.fill(zeroPoint);
    residuals.fill(0);
    readScales(stored, scales);
    if (quants) readQuants(stored, quants);
  };
  const [rows, columns] = [tensor.shape[0] ?? 1, columnsOf(tensor.shape)];
  const never = { needsResiduals: () => false, storedQuants: () => null };
  return { bits, rows, columns, blockSize, ...never, readRow };
}
