/** @file What `MatMulNBits` multiplies with, in float32: by the operator's definition, apart from the code that packs. */
import type { NBitsMatrix } from "#models/weights/nbits";
import { readAllRows } from "#models/weights/rows";
import type { RowReader } from "#models/weights/rows";

/** w[n, k] = (q - zeroPoint) * scale */
export function nbitsValues(
  matrix: NBitsMatrix,
  rows: number,
  columns: number,
  blockSize: number,
): RowReader {
  const blocks = columns / blockSize;
  const bits = (matrix.quants.length * 8) / (rows * columns);
  const value = bits === 8 ? (bytes: Uint8Array, at: number): number => bytes[at] as number : nibble;
  return {
    rows,
    columns,
    readRow: (row, into) => {
      const zeroPoints = matrix.zeroPoints.subarray(row * Math.ceil((blocks * bits) / 8));
      for (let k = 0; k < columns; k++) {
        const block = Math.floor(k / blockSize);
        const q = value(matrix.quants, row * columns + k) - value(zeroPoints, block);
        into[k] = q * (matrix.scales[row * blocks + block] as number);
      }
    },
  };
}

/** With what a graph adds for the sums of blocks: (q - zeroPoint) * scale + residual. */
export function exactValues(
  matrix: NBitsMatrix,
  rows: number,
  columns: number,
  blockSize: number,
): Float32Array {
  const values = readAllRows(nbitsValues(matrix, rows, columns, blockSize));
  return values.map((value, at) => value + (matrix.residuals[Math.floor(at / blockSize)] as number));
}

function nibble(bytes: Uint8Array, index: number): number {
  return ((bytes[Math.floor(index / 2)] as number) >> (index % 2 === 0 ? 0 : 4)) & 15;
}
