/** @file Matrices of a checkpoint, row by row, whatever they are stored as. Memory is one window of the file. */
import type { ByteSource, StoredRange } from "./byte-source.ts";
import { dequantise } from "./dequantise.ts";
import { BLOCKS } from "./tensor-type.ts";
import type { TensorType } from "./tensor-type.ts";

/** A matrix that gives its rows in float32. Rows are cheapest in order. */
export interface RowReader {
  readonly rows: number;
  readonly columns: number;
  /** Fills `into` with the `columns` values of row `row`. */
  readRow(row: number, into: Float32Array): void;
}

/** Where a tensor lies: checked against the size of its file by the reader of the header. */
export interface StoredTensor {
  readonly name: string;
  readonly type: TensorType;
  /** Row-major, outermost first. */
  readonly shape: readonly number[];
  readonly source: ByteSource;
  /** From the start of the file. */
  readonly offset: number;
  readonly sizeBytes: number;
}

/** Large enough that a read's fixed cost vanishes, an eighth of the 32 MB pieces that weights are stored in. */
const WINDOW_BYTES = 4 << 20;

/** Rows of equal size in a file, read some at a time. */
export class ByteRows {
  readonly rowBytes: number;
  readonly #tensor: StoredTensor;
  readonly #rows: number;
  readonly #windowRows: number;
  #window = new Uint8Array(0);
  #firstRow = 0;
  /** The window behind that one. */
  #next: { readonly firstRow: number; readonly bytes: StoredRange } | null = null;

  constructor(tensor: StoredTensor) {
    this.#tensor = tensor;
    this.#rows = tensor.shape[0] ?? 1;
    this.rowBytes = tensor.sizeBytes / this.#rows;
    this.#windowRows = Math.max(1, Math.floor(WINDOW_BYTES / this.rowBytes));
  }

  /** The bytes of row `row`, valid until the next call. */
  row(row: number): Uint8Array {
    let start = (row - this.#firstRow) * this.rowBytes;
    if (start < 0 || start >= this.#window.length) {
      // Windows begin at multiples of their height: rows read in a mixed order stay in one.
      this.#firstRow = row - (row % this.#windowRows);
      const expected = this.#next?.firstRow === this.#firstRow;
      const stored = expected ? this.#next!.bytes : this.#windowFrom(this.#firstRow);
      if (this.#window.length !== stored.byteLength) this.#window = new Uint8Array(stored.byteLength);
      stored.copyTo(this.#window);
      this.#expect(this.#firstRow + this.#windowRows);
      start = (row - this.#firstRow) * this.rowBytes;
    }
    return this.#window.subarray(start, start + this.rowBytes);
  }

  #windowFrom(firstRow: number): StoredRange {
    const { source, offset } = this.#tensor;
    const rows = Math.min(this.#windowRows, this.#rows - firstRow);
    return source.range(offset + firstRow * this.rowBytes, rows * this.rowBytes);
  }

  /** Rows are read in order, nearly always. */
  #expect(firstRow: number): void {
    this.#next = firstRow < this.#rows ? { firstRow, bytes: this.#windowFrom(firstRow) } : null;
    this.#next?.bytes.prefetch();
  }
}

/** Elements of a row: everything but the outermost length. */
export function columnsOf(shape: readonly number[]): number {
  return shape.slice(1).reduce((product, length) => product * length, 1);
}

/** Rows of a tensor of at least two dimensions; rows of one element for a vector. */
export function storedRows(tensor: StoredTensor): RowReader {
  const bytes = new ByteRows(tensor);
  return {
    rows: tensor.shape[0] ?? 1,
    columns: columnsOf(tensor.shape),
    readRow: (row, into) => dequantise(tensor.type, bytes.row(row), into),
  };
}

/** Row i = row `rowOf(i)` of `reader`. */
export function reordered(reader: RowReader, rowOf: (row: number) => number): RowReader {
  const { rows, columns } = reader;
  return { rows, columns, readRow: (row, into) => reader.readRow(rowOf(row), into) };
}

/** The rows of all `parts` (same width), one part after the other. */
export function stackedRows(parts: readonly RowReader[]): RowReader {
  const columns = parts[0]?.columns ?? 0;
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const readRow = (row: number, into: Float32Array): void => {
    let inPart = row;
    for (const part of parts) {
      if (inPart < part.rows) return part.readRow(inPart, into);
      inPart -= part.rows;
    }
    throw new RangeError(`row ${row} of ${rows}`);
  };
  return { rows, columns, readRow };
}

/** Rows [first, end) of `reader`. */
export function rowRange(reader: RowReader, first: number, end: number): RowReader {
  return {
    rows: end - first,
    columns: reader.columns,
    readRow: (row, into) => reader.readRow(first + row, into),
  };
}

/** All values as [columns, rows]. */
export function transposedRows(reader: RowReader): Float32Array<ArrayBuffer> {
  const { rows, columns } = reader;
  const values = new Float32Array(rows * columns);
  const row = new Float32Array(columns);
  for (let index = 0; index < rows; index++) {
    reader.readRow(index, row);
    for (let column = 0; column < columns; column++) values[column * rows + index] = row[column] as number;
  }
  return values;
}

/** All rows, one after the other. */
export function readAllRows(reader: RowReader): Float32Array<ArrayBuffer> {
  const { rows, columns } = reader;
  const values = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    reader.readRow(row, values.subarray(row * columns, (row + 1) * columns));
  }
  return values;
}

/** All elements of a tensor, row-major. */
export function readVector(tensor: StoredTensor): Float32Array<ArrayBuffer> {
  const { elements, bytes } = BLOCKS[tensor.type];
  const values = new Float32Array((tensor.sizeBytes / bytes) * elements);
  dequantise(tensor.type, tensor.source.read(tensor.offset, tensor.sizeBytes), values);
  return values;
}
