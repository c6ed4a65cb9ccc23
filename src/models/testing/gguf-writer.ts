/**
 * @file Writes GGUF files for tests (ggml docs/gguf.md), correct ones and, field by field, damaged ones. Kept apart from
 * the reader on purpose: it shares no table with it.
 */
import type { GgufType } from "#models/weights/gguf";

const MAGIC_BYTES = [0x47, 0x47, 0x55, 0x46]; // "GGUF"
const ALIGNMENT = 32;
const TENSOR_TYPE_IDS: Record<GgufType, number> = {
  F32: 0,
  F16: 1,
  Q4_0: 2,
  Q4_1: 3,
  Q8_0: 8,
  Q4_K: 12,
  Q6_K: 14,
  BF16: 30,
};
const utf8 = new TextEncoder();

/** Little-endian fields, one after the other. */
export class GgufBytes {
  readonly #bytes: number[] = [];

  get length(): number {
    return this.#bytes.length;
  }

  raw(bytes: Iterable<number>): this {
    for (const byte of bytes) this.#bytes.push(byte);
    return this;
  }

  uint32(value: number): this {
    return this.raw(new Uint8Array(Uint32Array.of(value).buffer));
  }

  uint64(value: number | bigint): this {
    return this.raw(new Uint8Array(BigUint64Array.of(BigInt(value)).buffer));
  }

  int32(value: number): this {
    return this.uint32(value >>> 0);
  }

  float32(value: number): this {
    return this.raw(new Uint8Array(Float32Array.of(value).buffer));
  }

  string(text: string): this {
    const bytes = utf8.encode(text);
    return this.uint64(bytes.length).raw(bytes);
  }

  finish(): Uint8Array<ArrayBuffer> {
    return Uint8Array.from(this.#bytes);
  }
}

/** Magic, version, counts. */
export function ggufStart(tensors: number | bigint, metadata: number | bigint, version = 3): GgufBytes {
  return new GgufBytes().raw(MAGIC_BYTES).uint32(version).uint64(tensors).uint64(metadata);
}

/** Values are written as: string, integer -> uint32, other number -> float32, boolean, arrays of strings or int32. */
export type GgufMetadata = Readonly<Record<string, string | number | boolean | readonly (string | number)[]>>;

export interface GgufTensorData {
  readonly name: string;
  readonly type: GgufType;
  /** Outermost first. */
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

/** A complete, well-formed file. */
export function writeGguf(
  metadata: GgufMetadata,
  tensors: readonly GgufTensorData[],
): Uint8Array<ArrayBuffer> {
  const entries = Object.entries(metadata);
  const header = ggufStart(tensors.length, entries.length);
  for (const [key, value] of entries) writeMetadata(header.string(key), value);
  let offset = 0;
  for (const { name, type, shape, bytes } of tensors) {
    header.string(name).uint32(shape.length);
    for (const length of shape.toReversed()) header.uint64(length);
    header.uint32(TENSOR_TYPE_IDS[type]).uint64(offset);
    offset += aligned(bytes.length);
  }
  const file = new Uint8Array(aligned(header.length) + offset);
  file.set(header.finish());
  let at = aligned(header.length);
  for (const { bytes } of tensors) {
    file.set(bytes, at);
    at += aligned(bytes.length);
  }
  return file;
}

function aligned(length: number): number {
  return Math.ceil(length / ALIGNMENT) * ALIGNMENT;
}

function writeMetadata(bytes: GgufBytes, value: GgufMetadata[string]): void {
  if (typeof value === "string") bytes.uint32(8).string(value);
  else if (typeof value === "boolean") bytes.uint32(7).raw([value ? 1 : 0]);
  else if (typeof value !== "number") writeArray(bytes, value);
  else if (Number.isInteger(value)) bytes.uint32(4).uint32(value);
  else bytes.uint32(6).float32(value);
}

function writeArray(bytes: GgufBytes, values: readonly (string | number)[]): void {
  bytes
    .uint32(9)
    .uint32(typeof values[0] === "string" ? 8 : 5)
    .uint64(values.length);
  for (const value of values) {
    if (typeof value === "string") bytes.string(value);
    else bytes.int32(value);
  }
}
