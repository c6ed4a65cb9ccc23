/**
 * @file JSON of unknown origin: read in pieces, and looked at key by key. No key is ever looked up on a prototype.
 */
import type { ImportContext } from "./importer.ts";
import { JsonSplitter, type JsonChoice, type JsonItem, type JsonPath } from "./json-split.ts";
import { readChunks, type TextSource } from "./text-source.ts";

export type JsonObject = Readonly<Record<string, unknown>>;

/** How a file of JSON ended. */
export interface JsonEnd {
  /** False: the file stops in the middle, or is no JSON from `offset` on. */
  readonly isComplete: boolean;
  /** UTF-16 code units read. */
  readonly offset: number;
}

/** Calls `onItem` for every value that `select` takes, in file order. */
export async function readJson(
  source: TextSource,
  select: (path: JsonPath) => JsonChoice,
  onItem: (item: JsonItem) => void,
  context: ImportContext,
): Promise<JsonEnd> {
  const splitter = new JsonSplitter(select);
  for await (const chunk of readChunks(source, context)) {
    for (const item of splitter.push(chunk)) onItem(item);
  }
  return { isComplete: splitter.isDone, offset: splitter.offset };
}

/** Levels of keys that tell formats apart. */
const SHAPE_DEPTH = 4;
/** Elements of an array that are looked at. */
const SHAPE_ELEMENTS = 3;

/**
 * The paths in the beginning of a JSON text as `messages.*.id`, `*` for any element of an array; null when it is not JSON.
 * Of a text with one JSON value a line, only the first value is seen.
 */
export function jsonShape(head: string): ReadonlySet<string> | null {
  if (!/^\s*(?:\{\s*["}]|\[\s*(?:[{["\]\d-]|$))/.test(head)) return null;
  const shape = new Set<string>();
  const splitter = new JsonSplitter((path) => {
    if (path.length > 0) shape.add(path.map((key) => (typeof key === "number" ? "*" : key)).join("."));
    const beyond = path.some((key) => typeof key === "number" && key >= SHAPE_ELEMENTS);
    return path.length >= SHAPE_DEPTH || beyond ? "skip" : "enter";
  });
  splitter.push(head);
  return shape;
}

/** The object in a JSON text, or null for anything else. */
export function parseObject(text: string | null): JsonObject | null {
  if (text === null) return null;
  try {
    return asObject(JSON.parse(text));
  } catch {
    return null;
  }
}

/** The string or number in a JSON text as a string, or null. */
export function parseScalar(text: string | null): string | null {
  try {
    return text === null ? null : scalarText(JSON.parse(text));
  } catch {
    return null;
  }
}

export function asObject(value: unknown): JsonObject | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
}

export function field(object: JsonObject | null, key: string): unknown {
  return object !== null && Object.hasOwn(object, key) ? object[key] : undefined;
}

export function objectField(object: JsonObject | null, key: string): JsonObject | null {
  return asObject(field(object, key));
}

/** A string; null for any other type and for none. */
export function stringField(object: JsonObject | null, key: string): string | null {
  const value = field(object, key);
  return typeof value === "string" ? value : null;
}

/** An id or a time, which some writers make a number and some a string. */
export function scalarField(object: JsonObject | null, key: string): string | null {
  return scalarText(field(object, key));
}

/** A finite number, also when written as a string of digits. */
export function numberField(object: JsonObject | null, key: string): number | null {
  const text = scalarField(object, key);
  if (text === null || !/^-?\d{1,17}(?:\.\d{1,9})?$/.test(text)) return null;
  return Number(text);
}

export function arrayField(object: JsonObject | null, key: string): readonly unknown[] {
  const value = field(object, key);
  return Array.isArray(value) ? (value as unknown[]) : [];
}

/** The objects of an array; other elements are left out. */
export function objectsField(object: JsonObject | null, key: string): readonly JsonObject[] {
  return arrayField(object, key)
    .map(asObject)
    .filter((element) => element !== null);
}

function scalarText(value: unknown): string | null {
  if (typeof value === "string") return value;
  return typeof value === "number" && Number.isFinite(value) ? String(value) : null;
}
