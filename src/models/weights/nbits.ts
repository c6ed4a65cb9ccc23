/**
 * @file What `com.microsoft.MatMulNBits` multiplies with (spec llama32 7.2): w = (q - zeroPoint) * scale in blocks along
 * K, zero points as wide as q because the WebGPU kernel takes no others. Row by row, so that a matrix of gigabytes can
 * be made in slices of N.
 */
import { AppError } from "#shared/errors";
import { joinedBytes } from "./byte-source.ts";
import type { StoredBytes } from "./byte-source.ts";
import type { RowReader } from "./rows.ts";
import { AREAS, rowArea, scratch } from "./simd.ts";

/** Bits of a value that we multiply with as it is. */
export type NBits = 4 | 8;

/** One row in 4 or 8 bits. */
export interface NBitsRow {
  /** [columns * bits / 8], low nibble = even column; null where only the rest is wanted. */
  readonly quants: Uint8Array | null;
  /** [columns / blockSize] */
  readonly scales: Float32Array;
  /** [columns / blockSize], one a byte, below 2 ** bits. */
  readonly zeroPoints: Uint8Array;
  /** [columns / blockSize]: what each value of a block lacks, w = (q - zeroPoint) * scale + residual. */
  readonly residuals: Float32Array;
}

/** A matrix that gives its rows in 4 or 8 bits. */
export interface NBitsRows {
  readonly bits: NBits;
  readonly rows: number;
  readonly columns: number;
  /** Columns that share a scale: 16, 32 or 64. */
  readonly blockSize: number;
  /** Without its residuals the matrix would be another one. Can read all scales of the matrix, once. */
  needsResiduals(): boolean;
  /** The quants of rows [start, end) where they lie in files as they are here; null where rows have to be read for them. */
  storedQuants(start: number, end: number): StoredBytes | null;
  readRow(row: number, into: NBitsRow): void;
}

/** A matrix without its quants. */
export interface NBitsBlocks {
  /** [N, K / blockSize] */
  readonly scales: Float32Array<ArrayBuffer>;
  /** [N, ceil(K / blockSize * bits / 8)], low nibble = even block. */
  readonly zeroPoints: Uint8Array<ArrayBuffer>;
  /** [N, K / blockSize] */
  readonly residuals: Float32Array<ArrayBuffer>;
}

export interface NBitsMatrix extends NBitsBlocks {
  /** [N, K / blockSize, blockSize * bits / 8] */
  readonly quants: Uint8Array<ArrayBuffer>;
}

/** Rows `start` to `end` as the operator's inputs. */
export function packNBits(reader: NBitsRows, start = 0, end = reader.rows): NBitsMatrix {
  const quants = new Uint8Array((end - start) * quantBytes(reader));
  return { quants, ...pack(reader, start, end, quants) };
}

/** The same without the quants, which are most of the bytes: they are neither read nor made. */
export function packBlocks(reader: NBitsRows, start = 0, end = reader.rows): NBitsBlocks {
  return pack(reader, start, end, null);
}

/** Of one row. */
function quantBytes({ bits, columns }: NBitsRows): number {
  return (columns * bits) / 8;
}

function pack(
  reader: NBitsRows,
  start: number,
  end: number,
  quants: Uint8Array<ArrayBuffer> | null,
): NBitsBlocks {
  const { bits } = reader;
  const [rowBytes, blocks] = [quantBytes(reader), reader.columns / reader.blockSize];
  const packedBlocks = Math.ceil((blocks * bits) / 8);
  const scales = new Float32Array((end - start) * blocks);
  const residuals = new Float32Array((end - start) * blocks);
  const zeroPoints = new Uint8Array((end - start) * packedBlocks);
  const unpacked = new Uint8Array(blocks);
  for (let row = start, index = 0; row < end; row++, index++) {
    reader.readRow(row, {
      quants: quants && quants.subarray(index * rowBytes, (index + 1) * rowBytes),
      scales: scales.subarray(index * blocks, (index + 1) * blocks),
      zeroPoints: unpacked,
      residuals: residuals.subarray(index * blocks, (index + 1) * blocks),
    });
    const packed = zeroPoints.subarray(index * packedBlocks, (index + 1) * packedBlocks);
    if (bits === 8) packed.set(unpacked);
    else packNibbles(unpacked, packed);
  }
  return { scales, zeroPoints, residuals };
}

function packNibbles(values: Uint8Array, into: Uint8Array): void {
  for (let at = 0; at < values.length; at += 2) {
    const high = at + 1 < values.length ? (values[at + 1] as number) : 0;
    into[at / 2] = (values[at] as number) | (high << 4);
  }
}

/** The rows of all `parts` (same K, block and bits), one part after the other. */
export function stackedNBits(parts: readonly NBitsRows[]): NBitsRows {
  const [first] = parts;
  const alike = ({ columns, blockSize, bits }: NBitsRows): boolean =>
    columns === first?.columns && blockSize === first.blockSize && bits === first.bits;
  if (!first || !parts.every(alike)) {
    throw new Error("only matrices of one width, block size and number of bits can be stacked");
  }
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const readRow = (row: number, into: NBitsRow): void => {
    let inPart = row;
    for (const part of parts) {
      if (inPart < part.rows) return part.readRow(inPart, into);
      inPart -= part.rows;
    }
    throw new RangeError(`row ${row} of ${rows}`);
  };
  const needsResiduals = (): boolean => parts.some((part) => part.needsResiduals());
  const storedQuants = (start: number, end: number): StoredBytes | null => storedOfParts(parts, start, end);
  return { ...first, rows, needsResiduals, storedQuants, readRow };
}

function storedOfParts(parts: readonly NBitsRows[], start: number, end: number): StoredBytes | null {
  const found: (StoredBytes | null)[] = [];
  let first = 0;
  for (const part of parts) {
    const [from, to] = [Math.max(start - first, 0), Math.min(end - first, part.rows)];
    if (from < to) found.push(part.storedQuants(from, to));
    first += part.rows;
  }
  const stored = found.filter((bytes) => bytes !== null);
  return stored.length === found.length ? joinedBytes(stored) : null;
}

/** Row i = row `rowOf(i)` of `reader`. */
export function reorderedNBits(reader: NBitsRows, rowOf: (row: number) => number): NBitsRows {
  return { ...reader, storedQuants: () => null, readRow: (row, into) => reader.readRow(rowOf(row), into) };
}

/** The same values in blocks of `blockSize`, a divisor of what they have. */
export function smallerBlocks(reader: NBitsRows, blockSize: number): NBitsRows {
  const times = reader.blockSize / blockSize;
  if (times === 1) return reader;
  const blocks = reader.columns / reader.blockSize;
  const [scales, zeroPoints, residuals] = [
    new Float32Array(blocks),
    new Uint8Array(blocks),
    new Float32Array(blocks),
  ];
  const readRow = (row: number, into: NBitsRow): void => {
    reader.readRow(row, { quants: into.quants, scales, zeroPoints, residuals });
    for (let block = 0; block < into.scales.length; block++) {
      const from = Math.floor(block / times);
      into.scales[block] = scales[from] as number;
      into.zeroPoints[block] = zeroPoints[from] as number;
      into.residuals[block] = residuals[from] as number;
    }
  };
  return { ...reader, blockSize, readRow };
}

/**
 * Rounds any matrix to 4 bits. The range of each block is widened to hold zero, so that zero stays zero; no value moves
 * by more than half a step.
 * @throws AppError `weights-unsupported` when the columns are not whole blocks.
 */
export function quantisedNBits(reader: RowReader, blockSize: number): NBitsRows {
  const { rows, columns } = reader;
  if (columns % blockSize !== 0) {
    throw new AppError("weights-unsupported", `${columns} columns in blocks of ${blockSize}`, { columns });
  }
  const { values, end } = rowArea(columns);
  const { bytes, extremes, toNibbles } = scratch();
  const readRow = (row: number, into: NBitsRow): void => {
    reader.readRow(row, values);
    extremes(AREAS.row, end, 4 * blockSize, AREAS.params);
    chooseSteps(into);
    into.residuals.fill(0);
    if (!into.quants) return;
    toNibbles(AREAS.row, end, 4 * blockSize, AREAS.params, AREAS.bytes);
    into.quants.set(bytes.subarray(0, columns / 2));
  };
  return {
    bits: 4,
    rows,
    columns,
    blockSize,
    needsResiduals: () => false,
    storedQuants: () => null,
    readRow,
  };
}

/** Smallest and largest value of each block in the parameters become 1 / scale and what is added before truncating. */
function chooseSteps({ scales, zeroPoints }: NBitsRow): void {
  const { params } = scratch();
  for (let block = 0; block < scales.length; block++) {
    const low = params[2 * block] as number;
    const scale = ((params[2 * block + 1] as number) - low) / 15;
    // A block of zeros: any scale will do, but 0 / 0 would not. What is no number stays in the scale, to be seen later.
    const inverse = scale > 0 ? 1 / scale : 0;
    const zeroPoint = Math.round(-low * inverse);
    scales[block] = scale === 0 ? 1 : scale;
    zeroPoints[block] = zeroPoint;
    params[2 * block] = inverse;
    params[2 * block + 1] = zeroPoint + 0.5;
  }
}
