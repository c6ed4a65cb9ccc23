/** @file What `MatMulNBits` multiplies with, in float32: by the operator's definition, apart from the code that packs. */
import type { NBitsMatrix } from "#models/weights/nbits";
import type { RowReader } from "#models/weights/rows";

/** w[n, k] = (q - zeroPoint) * scale */
export function nbitsValues(
  matrix: NBitsMatrix,
  rows: number,
  columns: number,
  blockSize: number,
): RowReader {
  const blocks = columns / blockSize;
  return {
    rows,
    columns,
    readRow: (row, into) => {
      const zeroPoints = matrix.zeroPoints.subarray(row * Math.ceil(blocks / 2));
      for (let k = 0; k < columns; k++) {
        const block = Math.floor(k / blockSize);
        const q = nibble(matrix.quants, row * columns + k) - nibble(zeroPoints, block);
        into[k] = q * (matrix.scales[row * blocks + block] as number);
      }
    },
  };
}

function nibble(bytes: Uint8Array, index: number): number {
  return ((bytes[Math.floor(index / 2)] as number) >> (index % 2 === 0 ? 0 : 4)) & 15;
}
