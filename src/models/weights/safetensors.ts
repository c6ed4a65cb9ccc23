/**
 * @file safetensors: eight bytes of header length, a JSON header, then the tensors one after the other. The header is
 * hostile until checked (spec reliability 5, h1 and h2): its length against the file and a limit before it is read,
 * sizes in BigInt, and the tensors must cover the rest of the file exactly, as the format's own reader demands.
 */
import { AppError } from "#shared/errors";
import type { ByteSource } from "./byte-source.ts";
import type { StoredTensor } from "./rows.ts";
import { isJsonObject, parseJsonObject } from "./strict-json.ts";
import type { JsonValue } from "./strict-json.ts";
import { BLOCKS, UNREAD_TYPES } from "./tensor-type.ts";
import type { TensorType } from "./tensor-type.ts";

/** The largest header we know (Llama 3.2 90B, 4-bit, in one file) has 700 KB; the spec allows a careful reader 25 MB. */
const MAX_HEADER_BYTES = 25_000_000;
/** Llama 3.2 90B in 4-bit form has about 4,000. */
const MAX_TENSORS = 16_384;
const MAX_DIMENSIONS = 8;
const MAX_NAME_BYTES = 1024;
/** A tensor has at most 5 + 8 + 2 values; depth 3 is enough, `__metadata__` is flat. */
const JSON_LIMITS = { depth: 8, values: 16 * MAX_TENSORS, stringBytes: 1 << 16 };

const TYPES: ReadonlyMap<JsonValue, TensorType> = new Map(
  (["F32", "F16", "BF16", "I8", "U8", "I32", "U32", ...UNREAD_TYPES] as const).map((type) => [type, type]),
);

function corrupt(reason: string): AppError {
  return new AppError("weights-corrupt", `safetensors: ${reason}`, { format: "safetensors", reason });
}

/**
 * Reads the header only.
 * @throws AppError `weights-corrupt` (damage or attack), `weights-unsupported` (an element type we do not know).
 */
export function parseSafetensors(source: ByteSource): ReadonlyMap<string, StoredTensor> {
  const header = readHeader(source);
  const dataStart = 8 + header.length;
  const entries = parseJsonObject(header, JSON_LIMITS, corrupt);
  const tensors = new Map<string, StoredTensor>();
  for (const [name, entry] of entries) {
    if (name === "__metadata__") checkMetadata(entry);
    else tensors.set(name, readTensor(name, entry, source, dataStart));
  }
  if (tensors.size > MAX_TENSORS) throw corrupt("too many tensors");
  checkCoverage([...tensors.values()], dataStart, source.sizeBytes);
  return tensors;
}

function readHeader(source: ByteSource): Uint8Array {
  if (source.sizeBytes < 8) throw corrupt("shorter than its header's length");
  const length = new DataView(source.read(0, 8).buffer).getBigUint64(0, true);
  if (length > BigInt(MAX_HEADER_BYTES) || length + 8n > BigInt(source.sizeBytes)) {
    throw corrupt(`header of ${length} bytes`);
  }
  return source.read(8, Number(length));
}

/** Text only: nothing of it is used. */
function checkMetadata(value: JsonValue): void {
  if (!isJsonObject(value) || ![...value.values()].every((text) => typeof text === "string")) {
    throw corrupt("metadata");
  }
}

function readTensor(name: string, value: JsonValue, source: ByteSource, dataStart: number): StoredTensor {
  if (name.length > MAX_NAME_BYTES || !isJsonObject(value) || value.size !== 3) throw corrupt("tensor entry");
  const shape = readCounts(value.get("shape"), "shape");
  const offsets = readCounts(value.get("data_offsets"), "offsets");
  const [begin = 0, end = -1] = offsets;
  if (shape.length > MAX_DIMENSIONS) throw corrupt(`tensor with ${shape.length} dimensions`);
  if (offsets.length !== 2 || begin > end || end > source.sizeBytes - dataStart) {
    throw corrupt("tensor lies outside the file");
  }
  const type = TYPES.get(value.get("dtype") ?? null);
  if (!type) throw unsupportedType(name, value.get("dtype"));
  const sizeBytes = shape.reduce((product, length) => product * BigInt(length), BigInt(BLOCKS[type].bytes));
  // No tensor of a Llama is empty, and nothing behind this has to divide by its lengths with care.
  if (sizeBytes === 0n || sizeBytes !== BigInt(end - begin))
    throw corrupt("tensor shape does not fit its bytes");
  return { name, type, shape, source, offset: dataStart + begin, sizeBytes: end - begin };
}

function readCounts(value: JsonValue | undefined, what: string): readonly number[] {
  if (!Array.isArray(value) || !value.every(isCount)) throw corrupt(what);
  return value;
}

function isCount(item: JsonValue): item is number {
  return Number.isSafeInteger(item) && (item as number) >= 0;
}

function unsupportedType(name: string, type: JsonValue | undefined): AppError {
  // Only words that look like a type are repeated.
  const shown = typeof type === "string" && /^[A-Z][A-Z0-9_]{0,15}$/.test(type) ? type : null;
  if (shown === null) return corrupt("element type");
  return new AppError("weights-unsupported", `safetensors type ${shown} of ${name}`, {
    format: "safetensors",
    type: shown,
  });
}

/** In order of their offsets, each tensor begins where the one before it ends, and the last ends with the file. */
function checkCoverage(tensors: StoredTensor[], dataStart: number, fileBytes: number): void {
  let end = dataStart;
  for (const { offset, sizeBytes } of tensors.sort((a, b) => a.offset - b.offset)) {
    if (offset !== end) throw corrupt("tensors overlap or leave a gap");
    end += sizeBytes;
  }
  if (end !== fileBytes) throw corrupt("bytes that belong to no tensor");
}
