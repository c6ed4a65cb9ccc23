/**
 * @file A matrix of the checkpoint in a graph, in any of the three forms that our devices multiply with fast: float, int8
 * (CPU) and 4 bits (GPU). Matrices that the device cannot bind whole are cut along N.
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
  const form = arithmetic.formOf(matrix.parts);
  const columns = slices(arithmetic, matrix, form).map((part) => multiply(graph, input, part, observe));
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

function slices(arithmetic: Arithmetic, matrix: Matrix, form: MatrixForm): MatrixSlice[] {
  const columns = matrix.parts[0]?.shape[1] ?? 0;
  const rows = matrix.parts.reduce((sum, { shape }) => sum + shape[0], 0);
  const perRow =
    { float: arithmetic.activations === "float16" ? 2 : 4, int8: 1, nbits: 0.5 }[form.kind] * columns;
  const count = Math.max(1, Math.ceil((rows * perRow) / arithmetic.maxWeightBytes));
  const height = Math.ceil(rows / count);
  return Array.from({ length: Math.ceil(rows / height) }, (_, index) => ({
    ...matrix,
    name: count === 1 ? matrix.module : `${matrix.module}.${index}`,
    form,
    firstRow: index * height,
    endRow: Math.min(rows, (index + 1) * height),
    columns,
    activations: arithmetic.activations,
  }));
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

function nbitsWeights(graph: GraphBuilder, part: MatrixSlice, blockSize: number): NBitsWeights {
  const [rows, blocks] = [part.endRow - part.firstRow, part.columns / blockSize];
  return {
    quants: piece(graph, part, "quants", "uint8", [rows, blocks, blockSize / 2]),
    scales: piece(graph, part, "scales", part.activations, [rows, blocks]),
    zeroPoints: piece(graph, part, "zero_points", "uint8", [rows, Math.ceil(blocks / 2)]),
  };
}

/**
 * Zero points are whole numbers; what values lack because of that is the same for a block, so it meets the sum of the
 * block's inputs:
 *
 *   y = MatMulNBits(x) + blockSums(x) [..., K / blockSize] residuals [K / blockSize, N]
 */
function multiplyNBits(
  graph: GraphBuilder,
  x: Value,
  part: MatrixSlice,
  { blockSize, residuals }: NBitsForm,
): Value {
  const y = matMulNBits(graph, x, nbitsWeights(graph, part, blockSize));
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
  const parts = slices(arithmetic, matrix, arithmetic.formOf(matrix.parts));
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

function nbitsRows(
  graph: GraphBuilder,
  part: MatrixSlice,
  { blockSize, residuals }: NBitsForm,
  ids: Value,
): Value {
  const { quants, scales, zeroPoints } = nbitsWeights(graph, part, blockSize);
  const rows = part.endRow - part.firstRow;
  const flat = { quants: reshape(graph, quants, [rows, part.columns / 2]), scales, zeroPoints };
  const values = gatherBlockQuantized(graph, flat, ids, blockSize); // [1, T, K]
  if (!residuals) return values;
  const blocks = part.columns / blockSize;
  const weight = piece(graph, part, "residuals", part.activations, [blocks, rows]);
  const missing = transpose(graph, gather(graph, weight, ids, 1), [1, 2, 0]); // [1, T, blocks]
  const [batch, tokens] = ids.shape as [Value["shape"][number], Value["shape"][number]];
  const inBlocks = reshape(graph, values, [batch, tokens, blocks, blockSize]);
  return reshape(graph, add(graph, inBlocks, unsqueezeLast(graph, missing)), [batch, tokens, part.columns]);
}
