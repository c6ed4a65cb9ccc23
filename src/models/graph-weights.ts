/** @file The bytes of each weight that a graph asks for, made from a checkpoint of any format, one at a time. */
import type { WeightSlot } from "./onnx/graph-builder.ts";
import type { MatrixPiece, MatrixSource, NBitsForm } from "./onnx/weight-source.ts";
import type { LlamaConfig } from "./llama/config.ts";
import { rotaryTable } from "./llama/rotary.ts";
import type { Smoother } from "./llama/smoothing.ts";
import { WaitingPieces } from "./waiting-pieces.ts";
import type { StoredBytes, WeightBytes } from "./weights/byte-source.ts";
import { nbitsRows } from "./weights/checkpoint.ts";
import type { Checkpoint } from "./weights/checkpoint.ts";
import { floatsToHalves } from "./weights/half.ts";
import { int8Scales, quantiseInt8 } from "./weights/int8.ts";
import { packBlocks, packNBits, stackedNBits } from "./weights/nbits.ts";
import type { NBitsBlocks, NBitsMatrix, NBitsRows } from "./weights/nbits.ts";
import { rowRange, stackedRows, transposedRows } from "./weights/rows.ts";
import type { RowReader } from "./weights/rows.ts";
import { multiplyRow } from "./weights/simd.ts";

export interface GraphWeightsOptions {
  readonly checkpoint: Checkpoint;
  /** Whose rotary tables the graph has; null for one without. */
  readonly rotary: { readonly config: LlamaConfig; readonly firstPosition: number } | null;
  /** null = weights as they are. */
  readonly smoother: Smoother | null;
  /** The most that is kept of what was made along with another piece; 64 MiB unless told. */
  readonly waitingBytes?: number;
}

type Pieces = ReadonlyMap<MatrixPiece, ArrayBufferView<ArrayBuffer>>;

/**
 * The runtime asks in an order of its own (it goes through a hash table), so a quarter of a model would wait. Small models
 * wait whole; of large ones a pass made for the scales leaves the rest out.
 */
const WAITING_BYTES = 64 << 20;

export class GraphWeights {
  readonly #options: GraphWeightsOptions;
  /** Pieces of a matrix come from one pass; those not asked for yet wait here. */
  readonly #waiting: WaitingPieces;

  constructor(options: GraphWeightsOptions) {
    this.#options = options;
    this.#waiting = new WaitingPieces(options.waitingBytes ?? WAITING_BYTES);
  }

  /**
   * Little-endian bytes of a weight of the graph, made here unless they lie in the files as they are wanted.
   * @throws AppError `weights-corrupt` when the checkpoint lacks a tensor or has it in another shape.
   */
  bytes(slot: WeightSlot): WeightBytes {
    return this.#stored(slot.source) ?? asBytes(this.#make(slot));
  }

  #stored(source: WeightSlot["source"]): StoredBytes | null {
    if (source.kind !== "matrix" || source.form.kind !== "nbits" || source.piece !== "quants") return null;
    return this.#nbits(source, source.form).storedQuants(source.firstRow, source.endRow);
  }

  #make(slot: WeightSlot): ArrayBufferView<ArrayBuffer> {
    const { source, shape } = slot;
    if (source.kind === "matrix") return this.#matrixPiece(source, slot);
    if (source.kind === "gate") return this.#gate(source.tensor, shape);
    if (source.kind === "rotary") return inType(slot, this.#rotary(source.table, shape));
    return inType(slot, this.#vector(source.tensor, shape));
  }

  #rotary(table: "cos" | "sin", [positions = 0, columns = 0]: readonly number[]): Float32Array {
    const { rotary } = this.#options;
    if (!rotary) throw new Error("this graph has no positions");
    return rotaryTable(rotary.config, table, { first: rotary.firstPosition, positions, columns });
  }

  #gate(tensor: string, shape: readonly number[]): Float32Array<ArrayBuffer> {
    const [gate = 0] = this.#options.checkpoint.vector(tensor, [1]);
    return new Float32Array(shape[0] ?? 0).fill(Math.tanh(gate));
  }

  #vector(tensor: string, shape: readonly number[]): Float32Array {
    const values = this.#options.checkpoint.vector(tensor, shape);
    const divisors = this.#options.smoother?.vectorDivisors(tensor);
    if (divisors)
      values.forEach((value, channel) => (values[channel] = value / (divisors[channel] as number)));
    return values;
  }

  /** The runtime's optimiser looks at small weights more than once: what was given away is made again. */
  #matrixPiece(source: MatrixSource, slot: WeightSlot): ArrayBufferView<ArrayBuffer> {
    const key = `${source.module} ${source.firstRow}`;
    const waiting = this.#waiting.take(key, source.piece);
    if (waiting) return waiting;
    const pieces = new Map(this.#makePieces(source, slot));
    const piece = pieces.get(source.piece);
    if (!piece) throw new Error(`${slot.name} is no piece of its matrix`);
    pieces.delete(source.piece);
    this.#waiting.keep(key, pieces);
    return piece;
  }

  #makePieces(source: MatrixSource, slot: WeightSlot): Pieces {
    const { form, firstRow, endRow } = source;
    if (form.kind === "nbits") return this.#makeNBits(source, form);
    const parts = this.#readers(source);
    const rows = rowRange(stackedRows(parts), firstRow, endRow);
    if (form.kind === "float") return new Map([["weight", inType(slot, transposedRows(rows))]]);
    const whole = endRow - firstRow === parts.reduce((sum, part) => sum + part.rows, 0);
    const readers = whole ? parts : [rows];
    if (!this.#makesWhole(source, rows.rows * rows.columns)) return new Map([["scale", int8Scales(readers)]]);
    const { weight, scale } = quantiseInt8(readers);
    return new Map<MatrixPiece, ArrayBufferView<ArrayBuffer>>([
      ["weight", weight],
      ["scale", scale],
    ]);
  }

  #nbits({ parts }: MatrixSource, { blockSize, bits }: NBitsForm): NBitsRows {
    const { checkpoint } = this.#options;
    return stackedNBits(parts.map(({ name, shape }) => nbitsRows(checkpoint, name, shape, blockSize, bits)));
  }

  #makeNBits(source: MatrixSource, form: NBitsForm): Pieces {
    const rows = this.#nbits(source, form);
    const { firstRow, endRow } = source;
    const stored = rows.storedQuants(firstRow, endRow);
    const quantBytes = ((endRow - firstRow) * rows.columns * form.bits) / 8;
    const whole = stored === null && this.#makesWhole(source, quantBytes);
    const packed: NBitsBlocks & Partial<NBitsMatrix> = whole
      ? packNBits(rows, firstRow, endRow)
      : packBlocks(rows, firstRow, endRow);
    const half = form.scaleType === "float16";
    const typed = (values: Float32Array<ArrayBuffer>): ArrayBufferView<ArrayBuffer> =>
      half ? floatsToHalves(values) : values;
    const pieces = new Map<MatrixPiece, ArrayBufferView<ArrayBuffer>>([
      ["scales", typed(packed.scales)],
      ["zero_points", packed.zeroPoints],
    ]);
    if (packed.quants) pieces.set("quants", packed.quants);
    if (!form.residuals) return pieces;
    return pieces.set("residuals", typed(transposed(packed.residuals, endRow - firstRow)));
  }

  /** Whether the large piece of a matrix is asked for, or can wait until it is. */
  #makesWhole({ piece }: MatrixSource, largeBytes: number): boolean {
    return piece === "quants" || piece === "weight" || this.#waiting.hasRoom(largeBytes);
  }

  /** The matrices of the checkpoint, smoothed. */
  #readers({ module, parts }: MatrixSource): RowReader[] {
    const { checkpoint, smoother } = this.#options;
    const columns = smoother?.columns(module);
    return parts.map(({ name, shape }) => {
      const reader = checkpoint.rows(name, shape);
      return columns ? smoothed(reader, columns, smoother?.rowDivisors(module, name)) : reader;
    });
  }
}

/** W[n, k] * columns[k] / rows[n]: takes over the division of its inputs, passes one on to its reader. */
function smoothed(reader: RowReader, columns: Float32Array, rows: Float32Array | undefined): RowReader {
  return {
    rows: reader.rows,
    columns: reader.columns,
    readRow: (row, into) => {
      reader.readRow(row, into);
      multiplyRow(into, columns, rows ? 1 / (rows[row] as number) : 1);
    },
  };
}

/** [rows, columns] to [columns, rows] */
function transposed(values: Float32Array, rows: number): Float32Array<ArrayBuffer> {
  const columns = values.length / rows;
  const result = new Float32Array(values.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++)
      result[column * rows + row] = values[row * columns + column] as number;
  }
  return result;
}

function inType({ dtype }: WeightSlot, values: Float32Array): ArrayBufferView<ArrayBuffer> {
  return dtype === "float16" ? floatsToHalves(values) : (values as Float32Array<ArrayBuffer>);
}

function asBytes(view: ArrayBufferView<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}
