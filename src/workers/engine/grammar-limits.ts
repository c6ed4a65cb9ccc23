/**
 * @file What a grammar may be before XGrammar sees it. The library converts by recursion on a wasm stack of 64 KB without
 * a guard: schemas nested 64 objects deep overwrite its memory, and it cannot be started again within a worker.
 */
import { AppError } from "#shared/errors";
import type { AnswerGrammar } from "#shared/language-model";

/** Nested parts of a schema, references followed: half of where the library was seen to fail. */
const MAX_SCHEMA_DEPTH = 48;
const MAX_CHARACTERS = 64 * 1024;
const MAX_PARENTHESES = 64;
/** A pattern is written out: `(a{100}){100}` is 10,000 letters. */
const MAX_PATTERN_REPEATS = 10_000;

/**
 * @returns the grammar as the text that the library reads.
 * @throws AppError `grammar-invalid`.
 */
export function grammarText(grammar: AnswerGrammar): string {
  const text = grammar.type === "ebnf" ? grammar.ebnf : serialise(grammar.schema);
  if (text.length > MAX_CHARACTERS) throw tooBig("size");
  if (grammar.type === "ebnf") ensureShallow(text);
  else new SchemaWalk(grammar.schema).ensureWithinLimits();
  return text;
}

function tooBig(limit: string): AppError {
  return new AppError("grammar-invalid", `the grammar exceeds a limit: ${limit}`, { limit });
}

function serialise(schema: Readonly<Record<string, unknown>>): string {
  try {
    return JSON.stringify(schema);
  } catch (error) {
    throw new AppError("grammar-invalid", "the schema is not JSON", { limit: "json" }, error);
  }
}

/** Counts brackets in literals too, which only makes it stricter. */
function ensureShallow(text: string): void {
  let depth = 0;
  for (const character of text) {
    if (character === "(") depth++;
    if (character === ")") depth--;
    if (depth > MAX_PARENTHESES) throw tooBig("depth");
  }
}

function ensureFewRepeats(pattern: string): void {
  let repeats = 1;
  for (const [, least, most] of pattern.matchAll(/\{(\d+)(?:,(\d*))?\}/g)) {
    repeats *= Math.max(1, Number(most === undefined || most === "" ? least : most));
  }
  if (repeats > MAX_PATTERN_REPEATS) throw tooBig("pattern");
}

/** Depth as the library's recursion sees it: each definition is converted once, where it is first referred to. */
class SchemaWalk {
  readonly #root: Readonly<Record<string, unknown>>;
  readonly #seen = new Set<string>();

  constructor(root: Readonly<Record<string, unknown>>) {
    this.#root = root;
  }

  ensureWithinLimits(): void {
    this.#visit(this.#root, 1);
  }

  #visit(value: unknown, depth: number): void {
    if (typeof value !== "object" || value === null) return;
    if (depth > MAX_SCHEMA_DEPTH) throw tooBig("depth");
    for (const [key, part] of Object.entries(value)) {
      if (key === "$ref" && typeof part === "string") this.#follow(part, depth);
      else if (key === "pattern" && typeof part === "string") {
        ensureShallow(part);
        ensureFewRepeats(part);
      } else if (key !== "$defs" && key !== "definitions") this.#visit(part, depth + 1);
    }
  }

  /** What is not found the library refuses. */
  #follow(reference: string, depth: number): void {
    if (this.#seen.has(reference) || !reference.startsWith("#")) return;
    this.#seen.add(reference);
    const path = reference.split("/").slice(1);
    let target: unknown = this.#root;
    for (const key of path) {
      const known = typeof target === "object" && target !== null && Object.hasOwn(target, key);
      target = known ? (target as Record<string, unknown>)[key] : undefined;
    }
    this.#visit(target, depth + 1);
  }
}
