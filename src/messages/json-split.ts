/**
 * @file Cuts a JSON text that is too big for `JSON.parse` into the values one wants, while it streams in (RFC 8259).
 * It finds where values begin and end; what is in them is checked by `JSON.parse` when they are read.
 */
import { MAX_JSON_DEPTH, MAX_RECORD_CHARS } from "./limits.ts";

/** Keys of objects and indexes of arrays from the root to a value. */
export type JsonPath = readonly (string | number)[];

/** `enter`: look at the children one by one (of a scalar: skip it). `take`: the whole value. */
export type JsonChoice = "enter" | "take" | "skip";

export interface JsonItem {
  readonly path: JsonPath;
  /** null when the value is longer or deeper than the limits allow. */
  readonly text: string | null;
}

type Mode = "value" | "first-value" | "key" | "first-key" | "colon" | "after" | "scan" | "done" | "failed";

const STRING_STOP = /["\\]/g;
const VALUE_STOP = /["{}[\]]/g;
const SCALAR_STOP = /[,\]}\s]/g;

export class JsonSplitter {
  readonly #select: (path: JsonPath) => JsonChoice;
  readonly #path: (string | number)[] = [];
  #mode: Mode = "value";
  #offset = 0;

  /** The value being scanned. */
  #parts: string[] | null = null;
  #size = 0;
  #overLimit = false;
  #depth = 0;
  #inString = false;
  #escaped = false;
  #isScalar = false;
  #isKey = false;

  /** @param select called once for every value in an entered container, first for the root with an empty path. */
  constructor(select: (path: JsonPath) => JsonChoice) {
    this.#select = select;
  }

  /** Complete: the root value has ended. */
  get isDone(): boolean {
    return this.#mode === "done";
  }

  /** What was read last: the character offset at which it ended, or at which it stopped being JSON. */
  get offset(): number {
    return this.#offset;
  }

  /** @returns the taken values that ended in this piece of the text. */
  push(text: string): JsonItem[] {
    const items: JsonItem[] = [];
    let at = 0;
    while (at < text.length && this.#mode !== "done" && this.#mode !== "failed") {
      at = this.#mode === "scan" ? this.#scan(text, at, items) : this.#step(text, at);
    }
    this.#offset += at;
    return items;
  }

  /** One character between values. */
  #step(text: string, at: number): number {
    const char = text[at]!;
    if (char === " " || char === "\n" || char === "\r" || char === "\t") return at + 1;
    const inArray = typeof this.#path.at(-1) === "number";
    const close = inArray ? "]" : "}";
    if (this.#mode.startsWith("first-") && char === close) return this.#leave(at);
    if (this.#mode.endsWith("key")) return this.#beginKey(char, at);
    if (this.#mode.endsWith("value")) return this.#beginValue(char, at);
    if (this.#mode === "colon") return this.#go(char === ":" ? "value" : "failed", at + 1);
    if (char === close) return this.#leave(at);
    if (char !== ",") return this.#go("failed", at);
    if (!inArray) return this.#go("key", at + 1);
    (this.#path[this.#path.length - 1] as number)++;
    return this.#go("value", at + 1);
  }

  #go(mode: Mode, at: number): number {
    this.#mode = mode;
    return at;
  }

  #leave(at: number): number {
    this.#path.pop();
    return this.#go(this.#path.length === 0 ? "done" : "after", at + 1);
  }

  #beginKey(char: string, at: number): number {
    if (char !== '"') return this.#go("failed", at);
    return this.#beginScan(char, at, true, true);
  }

  #beginValue(char: string, at: number): number {
    if (!/[[{"\-0-9tfn]/.test(char)) return this.#go("failed", at);
    const choice = this.#select(this.#path);
    if (choice === "enter" && char === "[") {
      this.#path.push(0);
      return this.#go("first-value", at + 1);
    }
    if (choice === "enter" && char === "{") {
      this.#path.push("");
      return this.#go("first-key", at + 1);
    }
    return this.#beginScan(char, at, choice === "take", false);
  }

  /** @returns where the value begins: it is read again from its first character. */
  #beginScan(char: string, at: number, keep: boolean, isKey: boolean): number {
    this.#parts = keep ? [] : null;
    this.#size = 0;
    this.#overLimit = false;
    this.#depth = 0;
    this.#inString = false;
    this.#escaped = false;
    this.#isScalar = !/["{[]/.test(char);
    this.#isKey = isKey;
    return this.#go("scan", at);
  }

  #scan(text: string, start: number, items: JsonItem[]): number {
    const end = this.#findEnd(text, start);
    if (this.#parts && !this.#overLimit) {
      const part = text.slice(start, end ?? text.length);
      this.#size += part.length;
      if (this.#size > MAX_RECORD_CHARS) [this.#overLimit, this.#parts] = [true, []];
      else this.#parts.push(part);
    }
    if (end === null) return text.length;
    this.#endValue(items);
    return end;
  }

  #endValue(items: JsonItem[]): void {
    const text = this.#overLimit ? null : (this.#parts?.join("") ?? null);
    if (this.#isKey) {
      this.#path[this.#path.length - 1] = parseKey(text);
      this.#mode = "colon";
      return;
    }
    if (this.#parts) items.push({ path: [...this.#path], text });
    this.#mode = this.#path.length === 0 ? "done" : "after";
  }

  /** Index behind the value, or null when it goes on in the next piece. */
  #findEnd(text: string, start: number): number | null {
    let at = start;
    while (at < text.length) {
      if (this.#escaped) {
        this.#escaped = false;
        at++;
        continue;
      }
      const stop = this.#isScalar ? SCALAR_STOP : this.#inString ? STRING_STOP : VALUE_STOP;
      stop.lastIndex = at;
      const found = stop.exec(text);
      if (!found) return null;
      if (this.#isScalar) return found.index;
      at = found.index + 1;
      if (this.#endsAt(found[0])) return at;
    }
    return null;
  }

  #endsAt(char: string): boolean {
    if (char === "\\") this.#escaped = true;
    else if (char === '"') this.#inString = !this.#inString;
    else if (char === "{" || char === "[") {
      if (++this.#depth + this.#path.length > MAX_JSON_DEPTH) this.#overLimit = true;
    } else this.#depth--;
    return this.#depth <= 0 && !this.#inString && !this.#escaped;
  }
}

function parseKey(text: string | null): string {
  try {
    return String(JSON.parse(text ?? '""'));
  } catch {
    return "";
  }
}
