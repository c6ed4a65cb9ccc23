/**
 * @file Tool calls as Llama 3.2 1B and 3B write them: `[name(key='value', other=[1, 2]), name()]` (spec llama32 6.2a).
 * A hand-written parser of Python literals, linear in the text; what does not fit the grammar is not a call.
 */

import type { ParsedReply, ToolCall, ToolValue } from "./chat-format.ts";

/** Longer replies are text: no tool here takes as much. */
const MAX_REPLY_CHARACTERS = 16_384;
const MAX_DEPTH = 8;
const MAX_CALLS = 16;
const PYTHON_TAG = "<|python_tag|>";
const IDENTIFIER = /[A-Za-z_][A-Za-z0-9_.]{0,63}/y;
const NUMBER = /[+-]?(?:\d{1,17}(?:\.\d{1,17})?|\.\d{1,17})(?:[eE][+-]?\d{1,3})?(?![\w.])/y;
const SPACE = /\s*/y;
const WORDS: ReadonlyMap<string, ToolValue> = new Map<string, ToolValue>([
  ["True", true],
  ["False", false],
  ["None", null],
]);
const ESCAPES: ReadonlyMap<string, string> = new Map(
  Object.entries({ n: "\n", t: "\t", r: "\r", b: "\b", f: "\f", "\\": "\\", "'": "'", '"': '"', "/": "/" }),
);

/** All calls of a reply, or the reply as text. */
export function parsePythonicCalls(reply: string): ParsedReply {
  const trimmed = reply.trim();
  const body = trimmed.startsWith(PYTHON_TAG) ? trimmed.slice(PYTHON_TAG.length).trim() : trimmed;
  if (!body.startsWith("[") || body.length > MAX_REPLY_CHARACTERS) return { kind: "text", text: reply };
  const calls = new Reader(body).calls();
  return calls === null ? { kind: "text", text: reply } : { kind: "calls", calls };
}

/** `[name(key="value")]`, double quotes as Meta's own code writes them. */
export function writePythonicCalls(calls: readonly ToolCall[]): string {
  const written = calls.map(({ name, arguments: args }) => {
    const list = Object.entries(args).map(([key, value]) => `${key}=${pythonLiteral(value)}`);
    return `${name}(${list.join(", ")})`;
  });
  return `[${written.join(", ")}]`;
}

function pythonLiteral(value: ToolValue): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${(value as readonly ToolValue[]).map(pythonLiteral).join(", ")}]`;
  const entries = Object.entries(value as Readonly<Record<string, ToolValue>>);
  return `{${entries.map(([key, entry]) => `${JSON.stringify(key)}: ${pythonLiteral(entry)}`).join(", ")}}`;
}

/** Thrown inside the reader only: the text is not a list of calls. */
class NotCalls extends Error {}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** The whole text, or null. */
  calls(): readonly ToolCall[] | null {
    try {
      const calls = this.#list("[", "]", () => this.#call());
      if (this.#at !== this.#text.length || calls.length === 0 || calls.length > MAX_CALLS) return null;
      return calls;
    } catch (error) {
      if (error instanceof NotCalls) return null;
      throw error;
    }
  }

  #call(): ToolCall {
    const name = this.#take(IDENTIFIER);
    const pairs = this.#list("(", ")", (): [string, ToolValue] => {
      const key = this.#take(IDENTIFIER);
      this.#expect("=");
      return [key, this.#value(0)];
    });
    return { name, arguments: toRecord(pairs) };
  }

  #value(depth: number): ToolValue {
    if (depth > MAX_DEPTH) throw new NotCalls();
    const next = this.#peek();
    if (next === "'" || next === '"') return this.#string(next);
    if (next === "[") return this.#list("[", "]", () => this.#value(depth + 1));
    if (next === "{") return this.#dictionary(depth);
    if (/[\d+.-]/.test(next)) return Number(this.#take(NUMBER));
    const word = WORDS.get(this.#take(IDENTIFIER));
    if (word === undefined) throw new NotCalls();
    return word;
  }

  #dictionary(depth: number): ToolValue {
    const pairs = this.#list("{", "}", (): [string, ToolValue] => {
      const quote = this.#peek();
      if (quote !== "'" && quote !== '"') throw new NotCalls();
      const key = this.#string(quote);
      this.#expect(":");
      return [key, this.#value(depth + 1)];
    });
    return toRecord(pairs);
  }

  #string(quote: string): string {
    let text = "";
    for (this.#at += 1; this.#at < this.#text.length; this.#at += 1) {
      const character = this.#text[this.#at] as string;
      if (character === quote) {
        this.#at += 1;
        return text;
      }
      if (character === "\n") break;
      text += character === "\\" ? this.#escape() : character;
    }
    throw new NotCalls();
  }

  #escape(): string {
    this.#at += 1;
    const letter = this.#text[this.#at] ?? "";
    const length = letter === "u" ? 4 : letter === "x" ? 2 : letter === "U" ? 8 : 0;
    if (length === 0) {
      const escaped = ESCAPES.get(letter);
      if (escaped === undefined) throw new NotCalls();
      return escaped;
    }
    const digits = this.#text.slice(this.#at + 1, this.#at + 1 + length);
    const code = /^[0-9A-Fa-f]+$/.test(digits) && digits.length === length ? Number.parseInt(digits, 16) : -1;
    if (code < 0 || code > 0x10_ff_ff) throw new NotCalls();
    this.#at += length;
    return String.fromCodePoint(code);
  }

  /** Items parted by commas; Python allows one more comma at the end. */
  #list<T>(open: string, close: string, item: () => T): T[] {
    this.#expect(open);
    const items: T[] = [];
    while (this.#peek() !== close) {
      this.#space();
      items.push(item());
      if (this.#peek() !== ",") break;
      this.#expect(",");
    }
    this.#expect(close);
    return items;
  }

  #space(): void {
    SPACE.lastIndex = this.#at;
    this.#at += SPACE.exec(this.#text)?.[0].length ?? 0;
  }

  #peek(): string {
    this.#space();
    return this.#text[this.#at] ?? "";
  }

  #expect(character: string): void {
    if (this.#peek() !== character) throw new NotCalls();
    this.#at += 1;
  }

  #take(pattern: RegExp): string {
    this.#space();
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found === undefined) throw new NotCalls();
    this.#at += found.length;
    return found;
  }
}

/** A repeated key is a mistake, not a choice; `__proto__` becomes an ordinary key. */
function toRecord(pairs: readonly (readonly [string, ToolValue])[]): Record<string, ToolValue> {
  if (new Set(pairs.map(([key]) => key)).size !== pairs.length) throw new NotCalls();
  return Object.fromEntries(pairs);
}
