/**
 * @file GGUF version 2 and 3 (ggml docs/gguf.md): metadata and the list of tensors. Everything in the header is hostile
 * until checked: each count is compared with a limit and with the bytes that are left before anything is allocated
 * (spec reliability 5, h4).
 */
import { AppError } from "#shared/errors";
import type { ByteSource } from "./byte-source.ts";
import { BLOCKS } from "./tensor-type.ts";
import type { TensorType, UnreadType } from "./tensor-type.ts";

export type GgufValue = number | bigint | boolean | string | readonly GgufValue[];

export interface GgufTensor {
  readonly name: string;
  readonly type: GgufType;
  /** Row-major, outermost first (GGUF stores them the other way round). */
  readonly shape: readonly number[];
  /** From the start of the file. */
  readonly offset: number;
  readonly sizeBytes: number;
}

export interface Gguf {
  readonly metadata: ReadonlyMap<string, GgufValue>;
  readonly tensors: ReadonlyMap<string, GgufTensor>;
}

export type GgufType = Exclude<TensorType, UnreadType | "I8" | "U8" | "I32" | "U32">;

/** ggml_type numbers of the types that Llama checkpoints come in. */
const TYPE_IDS: Readonly<Record<GgufType, number>> = {
  F32: 0,
  F16: 1,
  Q4_0: 2,
  Q4_1: 3,
  Q8_0: 8,
  Q4_K: 12,
  Q6_K: 14,
  BF16: 30,
};

/** Llama 3 has 280,000 merges; twice that is already not a model we know. */
const MAX_ARRAY_LENGTH = 1_000_000;
const MAX_STRING_BYTES = 1 << 20;
const MAX_METADATA = 4096;
const MAX_TENSORS = 65_536;
const MAX_DIMENSIONS = 4;
const MAX_ALIGNMENT = 4096;
/** Metadata arrays may hold arrays; real files never do more than once. */
const MAX_DEPTH = 2;
const WINDOW_BYTES = 1 << 20;

const MAGIC = 0x46554747; // "GGUF", little-endian

function corrupt(reason: string): AppError {
  return new AppError("weights-corrupt", `GGUF: ${reason}`, { format: "gguf", reason });
}

/** Reads forward through a source, one window at a time. */
class Cursor {
  #window = new DataView(new ArrayBuffer(0));
  #windowStart = 0;
  position = 0;
  readonly #source: ByteSource;

  constructor(source: ByteSource) {
    this.#source = source;
  }

  get bytesLeft(): number {
    return this.#source.sizeBytes - this.position;
  }

  /** Makes `count` bytes readable and returns where they are in the window. */
  take(count: number): { view: DataView<ArrayBuffer>; at: number } {
    if (count > this.bytesLeft) throw corrupt("file ends inside the header");
    const inWindow = this.position - this.#windowStart;
    if (inWindow + count > this.#window.byteLength) {
      const length = Math.min(Math.max(WINDOW_BYTES, count), this.bytesLeft);
      this.#window = new DataView(this.#source.read(this.position, length).buffer);
      this.#windowStart = this.position;
    }
    const at = this.position - this.#windowStart;
    this.position += count;
    return { view: this.#window, at };
  }

  uint32(): number {
    const { view, at } = this.take(4);
    return view.getUint32(at, true);
  }

  /** A 64-bit count, refused above `limit`. */
  count(limit: number, what: string): number {
    const { view, at } = this.take(8);
    const value = view.getBigUint64(at, true);
    if (value > BigInt(limit)) throw corrupt(`${what} ${value} is above ${limit}`);
    return Number(value);
  }

  string(): string {
    const length = this.count(MAX_STRING_BYTES, "string length");
    const { view, at } = this.take(length);
    return utf8.decode(new Uint8Array(view.buffer, at, length));
  }
}

const utf8 = new TextDecoder();

type ScalarReader = (cursor: Cursor) => GgufValue;

/** Readers by gguf_metadata_value_type, without arrays (9). `minBytes` bounds array lengths. */
const SCALARS: ReadonlyMap<number, { minBytes: number; read: ScalarReader }> = new Map([
  [0, number(1, (view, at) => view.getUint8(at))],
  [1, number(1, (view, at) => view.getInt8(at))],
  [2, number(2, (view, at) => view.getUint16(at, true))],
  [3, number(2, (view, at) => view.getInt16(at, true))],
  [4, number(4, (view, at) => view.getUint32(at, true))],
  [5, number(4, (view, at) => view.getInt32(at, true))],
  [6, number(4, (view, at) => view.getFloat32(at, true))],
  [7, number(1, (view, at) => view.getUint8(at) !== 0)],
  [8, { minBytes: 8, read: (cursor: Cursor): GgufValue => cursor.string() }],
  [10, number(8, (view, at) => view.getBigUint64(at, true))],
  [11, number(8, (view, at) => view.getBigInt64(at, true))],
  [12, number(8, (view, at) => view.getFloat64(at, true))],
]);

function number(
  bytes: number,
  get: (view: DataView, at: number) => GgufValue,
): { minBytes: number; read: ScalarReader } {
  const read: ScalarReader = (cursor) => {
    const { view, at } = cursor.take(bytes);
    return get(view, at);
  };
  return { minBytes: bytes, read };
}

const ARRAY = 9;

function readValue(cursor: Cursor, type: number, depth: number): GgufValue {
  if (type === ARRAY) return readArray(cursor, depth + 1);
  const scalar = SCALARS.get(type);
  if (!scalar) throw corrupt(`metadata type ${type}`);
  return scalar.read(cursor);
}

function readArray(cursor: Cursor, depth: number): readonly GgufValue[] {
  if (depth > MAX_DEPTH) throw corrupt("arrays nested too deep");
  const type = cursor.uint32();
  const length = cursor.count(MAX_ARRAY_LENGTH, "array length");
  const minBytes = SCALARS.get(type)?.minBytes ?? 12;
  if (length * minBytes > cursor.bytesLeft) throw corrupt("array is longer than the file");
  const values: GgufValue[] = [];
  for (let index = 0; index < length; index++) values.push(readValue(cursor, type, depth));
  return values;
}

interface TensorHeader {
  readonly name: string;
  readonly type: GgufType;
  readonly shape: readonly number[];
  readonly relativeOffset: number;
}

function readTensorHeader(cursor: Cursor, fileBytes: number): TensorHeader {
  const name = cursor.string();
  const dimensions = cursor.uint32();
  if (dimensions < 1 || dimensions > MAX_DIMENSIONS) throw corrupt(`tensor with ${dimensions} dimensions`);
  const shape: number[] = [];
  for (let axis = 0; axis < dimensions; axis++) shape.unshift(cursor.count(2 ** 31, "dimension"));
  const typeId = cursor.uint32();
  const type = (Object.keys(TYPE_IDS) as GgufType[]).find((key) => TYPE_IDS[key] === typeId);
  if (!type)
    throw new AppError("weights-unsupported", `GGUF tensor type ${typeId}`, { format: "gguf", typeId });
  return { name, type, shape, relativeOffset: cursor.count(fileBytes, "tensor offset") };
}

function placeTensor(
  header: TensorHeader,
  dataStart: number,
  fileBytes: number,
  alignment: number,
): GgufTensor {
  const { name, type, shape, relativeOffset } = header;
  const block = BLOCKS[type];
  const elements = shape.reduce((product, length) => product * BigInt(length), 1n);
  const rowLength = shape.at(-1) ?? 0;
  if (elements === 0n || rowLength % block.elements !== 0)
    throw corrupt("tensor shape does not fit its type");
  const sizeBytes = (elements / BigInt(block.elements)) * BigInt(block.bytes);
  const offset = dataStart + relativeOffset;
  if (relativeOffset % alignment !== 0 || BigInt(offset) + sizeBytes > BigInt(fileBytes)) {
    throw corrupt("tensor lies outside the file");
  }
  return { name, type, shape, offset, sizeBytes: Number(sizeBytes) };
}

function readMetadata(cursor: Cursor, count: number): Map<string, GgufValue> {
  const metadata = new Map<string, GgufValue>();
  for (let index = 0; index < count; index++) {
    const key = cursor.string();
    if (metadata.has(key)) throw corrupt("metadata key twice");
    metadata.set(key, readValue(cursor, cursor.uint32(), 0));
  }
  return metadata;
}

function readAlignment(metadata: ReadonlyMap<string, GgufValue>): number {
  const alignment = metadata.get("general.alignment") ?? 32;
  const whole = typeof alignment === "number" && Number.isInteger(alignment);
  if (!whole || alignment < 8 || alignment > MAX_ALIGNMENT || (alignment & (alignment - 1)) !== 0) {
    throw corrupt("alignment is not a small power of two");
  }
  return alignment;
}

/**
 * Reads the header only.
 * @throws AppError `weights-corrupt` (damage or attack), `weights-unsupported` (a version or type we do not read).
 */
export function parseGguf(source: ByteSource): Gguf {
  const cursor = new Cursor(source);
  if (cursor.uint32() !== MAGIC) throw corrupt("magic number is missing");
  const version = cursor.uint32();
  if (version !== 2 && version !== 3) {
    throw new AppError("weights-unsupported", `GGUF version ${version}`, { format: "gguf", version });
  }
  const tensorCount = cursor.count(MAX_TENSORS, "tensor count");
  const metadata = readMetadata(cursor, cursor.count(MAX_METADATA, "metadata count"));
  const headers: TensorHeader[] = [];
  for (let index = 0; index < tensorCount; index++) headers.push(readTensorHeader(cursor, source.sizeBytes));

  const alignment = readAlignment(metadata);
  const dataStart = Math.ceil(cursor.position / alignment) * alignment;
  const tensors = new Map<string, GgufTensor>();
  for (const header of headers) {
    if (tensors.has(header.name)) throw corrupt("tensor name twice");
    tensors.set(header.name, placeTensor(header, dataStart, source.sizeBytes, alignment));
  }
  return { metadata, tensors };
}
