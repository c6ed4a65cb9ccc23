/**
 * @file The grammar of one tool call in Python form, `[name(key="value", other=[1, 2])]`, from the JSON schemas of the
 * tools: every text of it is read as a call by `parsePythonicCalls`, with arguments that fit their schema but for the
 * length of texts. XGrammar's EBNF; arguments in the order of their schema, strings in double quotes, as Meta's own code
 * writes them.
 *
 * [Note: Lengths outside the grammar] XGrammar works out the tokens allowed at each character of a bounded text: 100
 * characters take 6 s to compile with a vocabulary of 49,152, and bounding groups of them instead makes each token cost
 * 0.1 s. So only a least length is part of a grammar; a text that is too long is for the schema's check to refuse.
 */

import { AppError } from "#shared/errors";
import type { AnswerGrammar, ToolOffer } from "#shared/language-model";

/** A part of a JSON schema, not looked at yet. */
type SchemaPart = Readonly<Record<string, unknown>>;

const NAME = /^[A-Za-z_][A-Za-z0-9_.]{0,63}$/;
/** Half of what the parser follows. */
const MAX_DEPTH = 4;
/** Where a schema sets no limit, one that answers never need. */
const MAX_INTEGER = 999_999_999;
/** Of a least length. */
const MAX_COUNTED = 8;
/** Any character but the quote, the backslash and control characters; those two and a line end as escapes. */
const CHARACTER = String.raw`[^"\\\x00-\x1f] | "\\" ["\\n]`;

/** @throws AppError `grammar-invalid` for no tools, names that Python cannot have, or schemas with other parts. */
export function pythonicCallGrammar(tools: readonly ToolOffer[]): AnswerGrammar {
  if (tools.length === 0) throw refused("no tools");
  const rules = new Rules();
  rules.set("character", CHARACTER);
  const calls = tools.map(({ name, parameters }) => {
    ensureName(name);
    const before = (key: string): string => (ensureName(key), `${key}=`);
    const written = rules.members(objectOf(parameters), { before, depth: 0 });
    return `${literal(`[${name}`)} "\\u0028" ${written} "\\u0029]"`;
  });
  rules.set("root", calls.join(" | "));
  return { type: "ebnf", ebnf: rules.text };
}

/** A literal of the grammar; brackets are escaped, since readers of grammars count them. */
const literal = (text: string): string =>
  JSON.stringify(text).replaceAll("(", "\\u0028").replaceAll(")", "\\u0029");

/** A string as Python writes it, as a literal of the grammar. */
const quoted = (text: string): string => literal(JSON.stringify(text));

function refused(why: string): AppError {
  return new AppError("grammar-invalid", `no grammar for these tools: ${why}`, { limit: "schema" });
}

function ensureName(name: string): void {
  if (!NAME.test(name)) throw refused("a name");
}

interface ObjectPart {
  readonly properties: readonly (readonly [key: string, part: SchemaPart])[];
  readonly required: ReadonlySet<unknown>;
  readonly minProperties: number;
}

function objectOf(part: SchemaPart): ObjectPart {
  const { properties = {}, required = [], minProperties = 0 } = part;
  const shaped = typeof properties === "object" && properties !== null && Array.isArray(required);
  if (!shaped || typeof minProperties !== "number") throw refused("an object");
  return {
    properties: Object.entries(properties) as [string, SchemaPart][],
    required: new Set<unknown>(required),
    minProperties,
  };
}

interface Members {
  /** What stands in front of the value of a key. */
  readonly before: (key: string) => string;
  readonly depth: number;
}

class Rules {
  readonly #rules = new Map<string, string>();

  get text(): string {
    return [...this.#rules].map(([name, body]) => `${name} ::= ${body}`).join("\n");
  }

  set(name: string, body: string): string {
    this.#rules.set(name, body);
    return name;
  }

  #add(body: string): string {
    return this.set(`r${this.#rules.size}`, body);
  }

  /** The members of an object in the order of its schema, optional ones written or not. */
  members(part: ObjectPart, { before, depth }: Members): string {
    const values = part.properties.map(
      ([key, value]) => `${literal(before(key))} ${this.#value(value, depth + 1)}`,
    );
    // Only whether there is one before, and whether there are enough, matters of how many were written.
    const enough = Math.max(1, part.minProperties);
    const rules = new Map<string, string | null>();
    const from = (at: number, written: number): string | null => {
      const value = values[at];
      if (value === undefined) return written >= part.minProperties ? '""' : null;
      const key = `${at},${written}`;
      const known = rules.get(key);
      if (known !== undefined) return known;
      const rest = from(at + 1, Math.min(enough, written + 1));
      const comma = written > 0 ? '", " ' : "";
      const skipped = part.required.has(part.properties[at]?.[0]) ? null : from(at + 1, written);
      const ways = [rest === null ? null : `${comma}${value} ${rest}`, skipped].filter((way) => way !== null);
      const rule = ways.length === 0 ? null : this.#add(ways.join(" | "));
      rules.set(key, rule);
      return rule;
    };
    const start = from(0, 0);
    if (start === null) throw refused("an object without values");
    return start;
  }

  #value(part: SchemaPart, depth: number): string {
    if (depth > MAX_DEPTH) throw refused("too deep");
    if (Array.isArray(part["enum"])) return this.#add(alternatives(part["enum"]));
    switch (part["type"]) {
      case "string":
        return this.#add(`"\\"" ${characters(limit(part, "minLength", 0))} "\\""`);
      case "integer":
        return this.#add(integers(limit(part, "minimum", -MAX_INTEGER), limit(part, "maximum", MAX_INTEGER)));
      case "boolean":
        return '("True" | "False")';
      case "array":
        return this.#list(part, depth);
      case "object": {
        const members = this.members(objectOf(part), { before: (key) => `${JSON.stringify(key)}: `, depth });
        return this.#add(`"{" ${members} "}"`);
      }
      default:
        throw refused("a type");
    }
  }

  #list(part: SchemaPart, depth: number): string {
    const items = part["items"];
    if (typeof items !== "object" || items === null) throw refused("a list");
    const [least, most] = [limit(part, "minItems", 0), limit(part, "maxItems", 64)];
    if (most < least) throw refused("a list");
    if (most === 0) return '"[]"';
    const item = this.#value(items as SchemaPart, depth + 1);
    const more = this.#add(`", " ${item}`);
    const some = `"[" ${item} ${more}{${Math.max(0, least - 1)},${most - 1}} "]"`;
    return this.#add(least === 0 ? `"[]" | ${some}` : some);
  }
}

function limit(part: SchemaPart, name: string, otherwise: number): number {
  const value = part[name] ?? otherwise;
  if (typeof value !== "number" || !Number.isSafeInteger(value)) throw refused("a limit");
  return value;
}

function characters(least: number): string {
  return `${"character ".repeat(Math.min(least, MAX_COUNTED))}character*`;
}

function alternatives(values: readonly unknown[]): string {
  const written = values.map((value) => {
    if (typeof value === "string") return quoted(value);
    if (typeof value === "number" && Number.isSafeInteger(value)) return literal(String(value));
    if (typeof value === "boolean") return value ? '"True"' : '"False"';
    throw refused("a value");
  });
  if (written.length === 0) throw refused("an empty choice");
  return written.join(" | ");
}

/** Whole numbers from `low` to `high`, without leading zeros. */
function integers(low: number, high: number): string {
  if (high < low) throw refused("a range");
  const parts = [];
  if (low < 0) parts.push(`"-" (${digits(Math.max(1, -high), -low)})`);
  if (high >= 0) parts.push(digits(Math.max(0, low), high));
  return parts.join(" | ");
}

/** `low` and `high` of 0 or more: one piece for each number of digits. */
function digits(low: number, high: number): string {
  const pieces: string[] = [];
  for (let length = String(low).length; length <= String(high).length; length += 1) {
    const first = Math.max(low, length === 1 ? 0 : 10 ** (length - 1));
    const last = Math.min(high, 10 ** length - 1);
    pieces.push(sameLength(String(first), String(last)));
  }
  return pieces.join(" | ");
}

function sameLength(low: string, high: string): string {
  const [from, to] = [Number(low[0]), Number(high[0])];
  const rest = low.length - 1;
  if (rest === 0) return `[${from}-${to}]`;
  if (from === to) return `"${from}" (${sameLength(low.slice(1), high.slice(1))})`;
  const between = from + 1 < to ? [`[${from + 1}-${to - 1}] [0-9]{${rest},${rest}}`] : [];
  return [
    `"${from}" (${sameLength(low.slice(1), "9".repeat(rest))})`,
    ...between,
    `"${to}" (${sameLength("0".repeat(rest), high.slice(1))})`,
  ].join(" | ");
}
