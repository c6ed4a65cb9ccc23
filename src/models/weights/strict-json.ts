/**
 * @file JSON from files that may be hostile (spec reliability 5, h2): bounded depth and number of values, no name twice
 * in an object, objects as Maps, so that `__proto__` is a name like any other. RFC 8259 otherwise. Works on bytes, so
 * that a large header is not held a second time as text.
 */

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;
export type JsonObject = ReadonlyMap<string, JsonValue>;

export interface JsonLimits {
  readonly depth: number;
  /** Scalars, arrays and objects together. */
  readonly values: number;
  /** Bytes of a string as it is written. */
  readonly stringBytes: number;
}

/** What is wrong with the text. */
class JsonError extends Error {
  override readonly name = "JsonError";
}

const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
const [OPEN_BRACKET, CLOSE_BRACKET, OPEN_BRACE, CLOSE_BRACE] = [0x5b, 0x5d, 0x7b, 0x7d];
/** In no text: control characters are refused. */
const END = 0;
const MAX_NUMBER_BYTES = 40;
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

const WORDS: readonly (readonly [string, JsonValue])[] = [
  ["true", true],
  ["false", false],
  ["null", null],
];

class Parser {
  readonly #bytes: Uint8Array;
  readonly #limits: JsonLimits;
  readonly #utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  #at = 0;
  #values = 0;

  constructor(bytes: Uint8Array, limits: JsonLimits) {
    this.#bytes = bytes;
    this.#limits = limits;
  }

  document(): JsonValue {
    const value = this.#value(1);
    this.#skipSpace();
    if (this.#at !== this.#bytes.length) throw new JsonError("text after the value");
    return value;
  }

  #value(depth: number): JsonValue {
    if (depth > this.#limits.depth) throw new JsonError("nested too deep");
    if (++this.#values > this.#limits.values) throw new JsonError("too many values");
    this.#skipSpace();
    switch (this.#bytes[this.#at] ?? END) {
      case OPEN_BRACE:
        return this.#object(depth);
      case OPEN_BRACKET:
        return this.#array(depth);
      case QUOTE:
        return this.#string();
      default:
        return this.#scalar();
    }
  }

  #object(depth: number): JsonObject {
    const members = new Map<string, JsonValue>();
    this.#at++;
    if (this.#next(CLOSE_BRACE)) return members;
    do {
      this.#skipSpace();
      const name = this.#string();
      if (members.has(name)) throw new JsonError("a name twice");
      if (!this.#next(COLON)) throw new JsonError("no colon");
      members.set(name, this.#value(depth + 1));
    } while (this.#next(COMMA));
    if (!this.#next(CLOSE_BRACE)) throw new JsonError("object without an end");
    return members;
  }

  #array(depth: number): readonly JsonValue[] {
    const items: JsonValue[] = [];
    this.#at++;
    if (this.#next(CLOSE_BRACKET)) return items;
    do items.push(this.#value(depth + 1));
    while (this.#next(COMMA));
    if (!this.#next(CLOSE_BRACKET)) throw new JsonError("array without an end");
    return items;
  }

  #string(): string {
    if (this.#bytes[this.#at] !== QUOTE) throw new JsonError("no string");
    const start = ++this.#at;
    let escaped = false;
    for (let byte = this.#bytes[this.#at]; byte !== QUOTE; byte = this.#bytes[++this.#at]) {
      if (byte === undefined || byte < 0x20) throw new JsonError("string without an end");
      if (this.#at - start > this.#limits.stringBytes) throw new JsonError("string too long");
      if (byte !== BACKSLASH) continue;
      escaped = true;
      this.#at++;
    }
    const text = this.#decode(start, this.#at++);
    return escaped ? unescaped(text) : text;
  }

  #decode(start: number, end: number): string {
    try {
      return this.#utf8.decode(this.#bytes.subarray(start, end));
    } catch {
      throw new JsonError("not UTF-8");
    }
  }

  #scalar(): JsonValue {
    const found = WORDS.find(([word]) => this.#startsWith(word));
    if (!found) return this.#number();
    this.#at += found[0].length;
    return found[1];
  }

  #startsWith(word: string): boolean {
    for (let i = 0; i < word.length; i++) {
      if (this.#bytes[this.#at + i] !== word.charCodeAt(i)) return false;
    }
    return true;
  }

  #number(): number {
    const end = Math.min(this.#at + MAX_NUMBER_BYTES, this.#bytes.length);
    let text = "";
    for (; this.#at < end; this.#at++) {
      const character = String.fromCharCode(this.#bytes[this.#at] as number);
      if (!/[-+.eE0-9]/.test(character)) break;
      text += character;
    }
    if (!NUMBER.test(text)) throw new JsonError("not a value");
    return Number(text);
  }

  /** Goes past `byte` when it comes next. */
  #next(byte: number): boolean {
    this.#skipSpace();
    if (this.#bytes[this.#at] !== byte) return false;
    this.#at++;
    return true;
  }

  #skipSpace(): void {
    for (;;) {
      const byte = this.#bytes[this.#at];
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return;
      this.#at++;
    }
  }
}

/** Escapes are rare and short: the platform's parser knows them. */
function unescaped(text: string): string {
  try {
    return JSON.parse(`"${text}"`) as string;
  } catch {
    throw new JsonError("bad escape");
  }
}

/**
 * The object that `bytes` hold.
 * @throws what `fail` makes of the reason when they hold anything else.
 */
export function parseJsonObject(
  bytes: Uint8Array,
  limits: JsonLimits,
  fail: (reason: string) => Error,
): JsonObject {
  try {
    const value = new Parser(bytes, limits).document();
    if (isJsonObject(value)) return value;
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw fail(error.message);
  }
  throw fail("not an object");
}

/** True for what was written as an object. */
export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return value instanceof Map;
}
