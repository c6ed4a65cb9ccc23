/**
 * @file A matrix of the checkpoint in a graph, in any of the forms that our devices multiply with fast: float, int8 (CPU)
 * and blocks of 4 or 8 bits (GPU). Matrices that the device cannot bind whole are cut along N.
 */
import { gatherBlockQuantized, int8MatMul, matMulNBits } from "./contrib-ops.ts";
import type { NBitsWeights } from "./contrib-ops.ts";
import type { GraphBuilder, Value } from "./graph-builder.ts";
import {
  abs,
  add,
  cast,
  concat,
  div,
  equal,
  gather,
  matMul,
  max,
  min,
  mul,
  reduceMaxLast,
  reduceSumLast,
  reshape,
  sub,
  transpose,
  unsqueezeLast,
} from "./ops.ts";
import { bytesPerElement } from "./onnx-model.ts";
import type { MatrixForm, MatrixPart, MatrixPiece, NBitsForm } from "./weight-source.ts";

/** How a graph computes: chosen once for a model and a device. */
export interface Arithmetic {
  /** Inputs and results of matrices. Residual sums, norms and logits are float32 whatever this is. */
  readonly activations: "float32" | "float16";
  readonly formOf: (parts: readonly MatrixPart[]) => MatrixForm;
  /** Largest tensor that the device binds. */
  readonly maxWeightBytes: number;
}

/** A matrix [N, K] made of tensors of the checkpoint, top to bottom. */
export interface Matrix {
  readonly module: string;
  readonly parts: readonly MatrixPart[];
}

/** Rows smaller than this are treated as zero instead of being divided by nothing. */
const SMALLEST_ROW_MAX = 1e-10;

/** Sees the rows that an int8 matrix multiplies, each scaled to a maximum of 1. */
export type Observer = (module: string, rows: Value) => void;

/** x [..., K] times the matrix, transposed: [..., N] in the type of the activations. */
export function linear(
  graph: GraphBuilder,
  arithmetic: Arithmetic,
  x: Value,
  matrix: Matrix,
  observe?: Observer,
): Value {
  const input = cast(graph, x, arithmetic.activations);
  const columns = slices(arithmetic, matrix).map((part) => multiply(graph, input, part, observe));
  return columns.length === 1 ? (columns[0] as Value) : concat(graph, columns, input.shape.length - 1);
}

/** Rows [firstRow, endRow) of a matrix: what one operator multiplies with. */
interface MatrixSlice extends Matrix {
  readonly name: string;
  readonly form: MatrixForm;
  readonly firstRow: number;
  readonly endRow: number;
  readonly columns: number;
  readonly activations: "float32" | "float16";
}

function slices(arithmetic: Arithmetic, matrix: Matrix): MatrixSlice[] {
  return runs(arithmetic, matrix).flatMap((run) => cut(arithmetic, run));
}

/** A file may keep one part of a stack in 4 bits and the next in 8: neighbours of one form stay together. */
function runs({ formOf }: Arithmetic, { module, parts }: Matrix): Matrix[] {
  const found: MatrixPart[][] = [];
  for (const part of parts) {
    const last = found.at(-1);
    if (last?.[0] && likeForms(formOf([last[0]]), formOf([part]))) last.push(part);
    else found.push([part]);
  }
  if (found.length === 1) return [{ module, parts }];
  return found.map((run, index) => ({ module: `${module}.part${index}`, parts: run }));
}

/** Whether two matrices can be stacked; residuals of one are zeros in the other. */
function likeForms(a: MatrixForm, b: MatrixForm): boolean {
  if (a.kind !== "nbits" || b.kind !== "nbits") return a.kind === b.kind;
  return a.bits === b.bits && a.blockSize === b.blockSize;
}

function cut(arithmetic: Arithmetic, matrix: Matrix): MatrixSlice[] {
  const form = arithmetic.formOf(matrix.parts);
  const columns = matrix.parts[0]?.shape[1] ?? 0;
  const rows = matrix.parts.reduce((sum, { shape }) => sum + shape[0], 0);
  const most = Math.floor(arithmetic.maxWeightBytes / (columns * valueBytes(arithmetic, form)));
  const { pieces, rowsPerPiece } = evenPieces(rows, most);
  return Array.from({ length: pieces }, (_, index) => ({
    ...matrix,
    name: pieces === 1 ? matrix.module : `${matrix.module}.${index}`,
    form,
    firstRow: index * rowsPerPiece,
    endRow: Math.min(rows, (index + 1) * rowsPerPiece),
    columns,
    activations: arithmetic.activations,
  }));
}

/** Of the largest tensor of the form. */
function valueBytes({ activations }: Arithmetic, form: MatrixForm): number {
  if (form.kind === "float") return bytesPerElement(activations);
  return form.kind === "int8" ? 1 : form.bits / 8;
}

/** As few pieces as hold `rows` with at most `most` in each, all but the last equal; a row alone cannot be cut. */
export function evenPieces(
  rows: number,
  most: number,
): { readonly pieces: number; readonly rowsPerPiece: number } {
  const rowsPerPiece = Math.ceil(rows / Math.max(1, Math.ceil(rows / Math.max(1, most))));
  return { pieces: Math.ceil(rows / rowsPerPiece), rowsPerPiece };
}

function multiply(graph: GraphBuilder, x: Value, part: MatrixSlice, observe: Observer | undefined): Value {
  const { form } = part;
  if (form.kind === "float") return matMul(graph, x, floatWeight(graph, part));
  return form.kind === "int8" ? multiplyInt8(graph, x, part, observe) : multiplyNBits(graph, x, part, form);
}

function piece(
  graph: GraphBuilder,
  part: MatrixSlice,
  name: MatrixPiece,
  dtype: Value["dtype"],
  shape: readonly number[],
): Value {
  const { module, parts, form, firstRow, endRow } = part;
  const source = { kind: "matrix" as const, module, parts, form, firstRow, endRow, piece: name };
  return graph.weight(`${part.name}.${name}`, dtype, shape, source);
}

function floatWeight(graph: GraphBuilder, part: MatrixSlice): Value {
  return piece(graph, part, "weight", part.activations, [part.columns, part.endRow - part.firstRow]);
}

/**
 * Activations are rounded to 8 bits as well. With one scale for all rows the first token's, hundreds of times larger than
 * the rest, would eat the range (perplexity 49.7 instead of 29.0, spec onnxruntime-web 8): each row is divided by its
 * maximum before, and multiplied back after.
 */
function multiplyInt8(
  graph: GraphBuilder,
  x: Value,
  part: MatrixSlice,
  observe: Observer | undefined,
): Value {
  const smallest = graph.constant("float32", [], [SMALLEST_ROW_MAX]);
  const rowMax = max(graph, reduceMaxLast(graph, abs(graph, x)), smallest);
  const rows = div(graph, x, rowMax);
  observe?.(part.module, rows);
  const { weight, scale } = int8Weight(graph, part);
  return mul(graph, int8MatMul(graph, rows, weight, scale), rowMax);
}

function int8Weight(graph: GraphBuilder, part: MatrixSlice): { weight: Value; scale: Value } {
  const rows = part.endRow - part.firstRow;
  return {
    weight: piece(graph, part, "weight", "int8", [part.columns, rows]),
    scale: piece(graph, part, "scale", "float32", [rows]),
  };
}

function nbitsWeights(graph: GraphBuilder, part: MatrixSlice, { bits, blockSize }: NBitsForm): NBitsWeights {
  const [rows, blocks] = [part.endRow - part.firstRow, part.columns / blockSize];
  return {
    bits,
    quants: piece(graph, part, "quants", "uint8", [rows, blocks, (blockSize * bits) / 8]),
    scales: piece(graph, part, "scales", part.activations, [rows, blocks]),
    zeroPoints: piece(graph, part, "zero_points", "uint8", [rows, Math.ceil((blocks * bits) / 8)]),
  };
}

/**
 * Zero points are whole numbers; what values lack because of that is the same for a block, so it meets the sum of the
 * block's inputs:
 *
 *   y = MatMulNBits(x) + blockSums(x) [..., K / blockSize] residuals [K / blockSize, N]
 */
function multiplyNBits(graph: GraphBuilder, x: Value, part: MatrixSlice, form: NBitsForm): Value {
  const { blockSize, residuals } = form;
  const y = matMulNBits(graph, x, nbitsWeights(graph, part, form));
  if (!residuals) return y;
  const blocks = part.columns / blockSize;
  const sums = reduceSumLast(graph, reshape(graph, x, [...x.shape.slice(0, -1), blocks, blockSize]));
  const rows = part.endRow - part.firstRow;
  return add(
    graph,
    y,
    matMul(graph, sums, piece(graph, part, "residuals", part.activations, [blocks, rows])),
  );
}

/** Rows `ids` (int64 [1, T]) of the matrix, as a table: float32 [1, T, K]. Shares its weights with `linear`. */
export function embedding(graph: GraphBuilder, arithmetic: Arithmetic, ids: Value, matrix: Matrix): Value {
  const parts = slices(arithmetic, matrix);
  const [only] = parts;
  if (only && parts.length === 1) return cast(graph, rowsOf(graph, only, ids), "float32");
  const found = parts.map((part) => rowsWithin(graph, part, ids));
  return found.reduce((sum, rows) => add(graph, sum, rows));
}

/** The rows that lie in this slice, zeros for the others. */
function rowsWithin(graph: GraphBuilder, part: MatrixSlice, ids: Value): Value {
  const constant = (value: number): Value => graph.constant("int64", [], [value]);
  const local = sub(graph, ids, constant(part.firstRow));
  const last = constant(part.endRow - part.firstRow - 1);
  const clamped = min(graph, max(graph, local, constant(0)), last);
  const inside = cast(graph, equal(graph, local, clamped), "float32");
  return mul(graph, cast(graph, rowsOf(graph, part, clamped), "float32"), unsqueezeLast(graph, inside));
}

/** Float and int8 weights are stored [K, N], so that a tied head can share them: Gather(axis 1) [K, 1, T]. */
function rowsOf(graph: GraphBuilder, part: MatrixSlice, ids: Value): Value {
  const columns = (weight: Value): Value => transpose(graph, gather(graph, weight, ids, 1), [1, 2, 0]);
  const { form } = part;
  if (form.kind === "float") return columns(floatWeight(graph, part));
  if (form.kind === "int8") {
    const { weight, scale } = int8Weight(graph, part);
    const rowScale = unsqueezeLast(graph, gather(graph, scale, ids, 0));
    return mul(graph, cast(graph, columns(weight), "float32"), rowScale);
  }
  return nbitsRows(graph, part, form, ids);
}

function nbitsRows(graph: GraphBuilder, part: MatrixSlice, form: NBitsForm, ids: Value): Value {
  const { bits, blockSize, residuals } = form;
  const { quants, ...others } = nbitsWeights(graph, part, form);
  const rows = part.endRow - part.firstRow;
  const flat = { ...others, quants: reshape(graph, quants, [rows, (part.columns * bits) / 8]) };
  const values = gatherBlockQuantized(graph, flat, ids, blockSize); // [1, T, K]
  if (!residuals) return values;
  const blocks = part.columns / blockSize;
  const weight = piece(graph, part, "residuals", part.activations, [blocks, rows]);
  const missing = transpose(graph, gather(graph, weight, ids, 1), [1, 2, 0]); // [1, T, blocks]
  const [batch, tokens] = ids.shape as [Value["shape"][number], Value["shape"][number]];
  const inBlocks = reshape(graph, values, [batch, tokens, blocks, blockSize]);
  return reshape(graph, add(graph, inBlocks, unsqueezeLast(graph, missing)), [batch, tokens, part.columns]);
}
