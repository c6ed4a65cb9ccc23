/**
 * The grammars of tool calls against the parsers that read them and the schemas they come from: random walks through what
 * XGrammar allows, and random arguments through the grammar.
 */
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { AnswerGrammar, ToolOffer } from "#shared/language-model";
import { spacedJson, type ChatFormat, type ToolCall, type ToolValue } from "#models/chat-format";
import { writePythonicCalls } from "#models/chat-format-pythonic";
import { llamaChatFormat } from "#models/llama/chat-format";
import { mllamaChatFormat } from "#models/mllama/chat-format";
import { tinyTokenizerMetadata } from "#models/testing/tiny-tokenizer";
import { readGgufTokenizer } from "#models/tokenizer/gguf-tokenizer";
import { Grammars, type GrammarState } from "./grammar.ts";
import { maskedIn } from "./token-mask.ts";

vi.setConfig({ testTimeout: 120_000 });

const tokenizer = readGgufTokenizer({
  metadata: new Map(Object.entries(tinyTokenizerMetadata(320))),
  tensors: new Map(),
});
const grammars = new Grammars(tokenizer);
const [STOP, QUOTE] = [2, tokenizer.encode('"')[0]];

beforeEach(() => {
  vi.spyOn(console, "error").mockReturnValue();
  vi.spyOn(console, "log").mockReturnValue();
});
afterEach(() => vi.restoreAllMocks());

interface Part {
  readonly type: "string" | "integer" | "boolean" | "array" | "object";
  readonly enum?: readonly unknown[];
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: Part;
  readonly properties?: Readonly<Record<string, Part>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: false;
  readonly minProperties?: number;
}

/** Whether a value fits, as JSON Schema has it, but for the length of texts: another reading than the product's. */
function fits(part: Part, value: unknown): boolean {
  if (part.enum) return part.enum.includes(value);
  switch (part.type) {
    case "string":
      return typeof value === "string";
    case "integer":
      return (
        Number.isInteger(value) &&
        (value as number) >= (part.minimum ?? -Infinity) &&
        (value as number) <= (part.maximum ?? Infinity)
      );
    case "boolean":
      return typeof value === "boolean";
    case "array":
      return (
        Array.isArray(value) &&
        value.length >= (part.minItems ?? 0) &&
        value.length <= (part.maxItems ?? Infinity) &&
        value.every((item) => part.items !== undefined && fits(part.items, item))
      );
    case "object": {
      const entries = Object.entries(value as Record<string, unknown>);
      return (
        (part.required ?? []).every((key) => Object.hasOwn(value as object, key)) &&
        entries.length >= (part.minProperties ?? 0) &&
        entries.every(([key, entry]) => part.properties?.[key] && fits(part.properties[key], entry))
      );
    }
    default:
      return part.type satisfies never;
  }
}

const offer = (name: string, parameters: Omit<Part, "type">): ToolOffer => {
  const { properties = {}, required = [], minProperties } = parameters;
  const shape = { type: "object", additionalProperties: false, properties, required } as const;
  return {
    name,
    description: "",
    parameters: { ...shape, ...(minProperties !== undefined && { minProperties }) },
  };
};

const TEXT: Part = { type: "string", minLength: 1 };
const TOOLS: readonly ToolOffer[] = [
  offer("plan", {
    properties: {
      note: TEXT,
      title: TEXT,
      day: { type: "string", enum: ["d1", "d2 (or so)", 'd"3', "d\\4"] },
      minutes: { type: "integer", minimum: 5, maximum: 1440 },
      people: { type: "array", items: { type: "string", enum: ["p1", "p2"] }, minItems: 0, maxItems: 3 },
      source: { type: "array", items: { type: "integer", enum: [1, 2, 30] }, minItems: 1, maxItems: 2 },
      loud: { type: "boolean" },
    },
    required: ["title", "day", "source"],
  }),
  offer("change", {
    properties: {
      draft: { type: "string", enum: ["e1"] },
      title: TEXT,
      shift: { type: "integer", minimum: -90, maximum: 7 },
      place: {
        type: "object",
        additionalProperties: false,
        properties: { room: TEXT, floor: { type: "integer", maximum: 40 } },
        required: [],
      },
    },
    required: ["draft"],
    minProperties: 2,
  }),
  offer("look", { properties: { word: { type: "string", maxLength: 6 } } }),
  offer("nothing", {}),
];

const FORMATS: readonly (readonly [string, ChatFormat, (call: ToolCall) => string])[] = [
  ["Python", llamaChatFormat, (call) => writePythonicCalls([call])],
  ["JSON", mllamaChatFormat, ({ name, arguments: parameters }) => spacedJson({ name, parameters })],
];

/** Characters of several bytes: their parts are no text. */
const WIDE = ["é", "ध", "ก", "😀", "\u2028", "\u202e", "\u2060"].map((text) => tokenizer.encode(text));

/** One text of the grammar: whatever may come next, quotes more often so that texts end. */
async function walk(grammar: AnswerGrammar, random: () => number): Promise<string> {
  const state = await grammars.start(grammar);
  const bytes: number[] = [];
  try {
    while (bytes.length < 4000) {
      const narrow = [...maskedIn(await state.mask())].filter(
        (token) => token === STOP || (tokenizer.tokenBytes(token)[0] ?? 0xff) < 0x80,
      );
      const allowed = [...narrow.map((token) => [token]), ...WIDE.filter((wide) => fitsWhole(state, wide))];
      const closes = QUOTE !== undefined && narrow.includes(QUOTE) && random() < 0.2;
      const tokens = closes ? [QUOTE] : (allowed[Math.floor(random() * allowed.length)] ?? [STOP]);
      if (tokens[0] === STOP) return new TextDecoder().decode(Uint8Array.from(bytes));
      for (const token of tokens) {
        expect(state.accept(token)).toBe(true);
        bytes.push(...tokenizer.tokenBytes(token));
      }
    }
    throw new Error("the walk did not end");
  } finally {
    state.release();
  }
}

const fitsWhole = (state: GrammarState, tokens: readonly number[]): boolean =>
  state.acceptable(tokens) === tokens.length;

function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 0x9e_37_79_b9) >>> 0;
    return state / 2 ** 32;
  };
}

function partOf(call: ToolCall): Part {
  const tool = TOOLS.find(({ name }) => name === call.name);
  if (!tool) throw new Error(`no tool ${call.name}`);
  return tool.parameters as Part;
}

describe.each(FORMATS)("a call in %s form", (_, format, write) => {
  const grammar = format.callGrammar(TOOLS);

  it("that the grammar allows is read as one call whose arguments fit", async () => {
    const seen = new Set<string>();
    for (let seed = 1; seed <= 150; seed += 1) {
      const text = await walk(grammar, randomOf(seed * 7919));
      const reply = format.parse(text);
      expect(reply, text).toMatchObject({ kind: "calls", calls: [{}] });
      const call = reply.kind === "calls" ? reply.calls[0] : undefined;
      expect(call && fits(partOf(call), call.arguments), text).toBe(true);
      seen.add(call?.name ?? "");
    }
    expect(seen).toEqual(new Set(TOOLS.map(({ name }) => name)));
  });

  it("whose arguments fit is allowed", async () => {
    const word = fc.stringMatching(/^[a-zäé 0-9'"\\()[\],=:{}|<>-]{1,6}$/u);
    const call = fc.oneof(
      fc.record({
        name: fc.constant("plan"),
        arguments: fc.record(
          {
            note: word,
            title: word,
            day: fc.constantFrom("d1", "d2 (or so)", 'd"3', "d\\4"),
            minutes: fc.integer({ min: 5, max: 1440 }),
            people: fc.array(fc.constantFrom("p1", "p2"), { maxLength: 3 }),
            source: fc.array(fc.constantFrom(1, 2, 30), { minLength: 1, maxLength: 2 }),
            loud: fc.boolean(),
          },
          { requiredKeys: ["title", "day", "source"] },
        ),
      }),
      fc.record({
        name: fc.constant("change"),
        arguments: fc.record({ draft: fc.constant("e1"), shift: fc.integer({ min: -90, max: 7 }) }),
      }),
      fc.record({ name: fc.constant("look"), arguments: fc.constant({}) }),
    );
    await fc.assert(
      fc.asyncProperty(call, async ({ name, arguments: args }) => {
        const text = write({ name, arguments: inOrder(partOf({ name, arguments: {} }), args) });
        const state = await grammars.start(grammar);
        const tokens = tokenizer.encode(text);
        const allowed = state.acceptable(tokens);
        state.release();
        expect(allowed, text).toBe(tokens.length);
      }),
      { numRuns: 120 },
    );
  });

  it.each<[string, ToolCall]>([
    ["a tool that is not offered", { name: "export", arguments: {} }],
    ["a value outside its choice", { name: "change", arguments: { draft: "e2", title: "x" } }],
    ["a number that is too large", { name: "change", arguments: { draft: "e1", shift: 8 } }],
    ["a number that is too small", { name: "change", arguments: { draft: "e1", shift: -91 } }],
    ["an argument that nobody knows", { name: "nothing", arguments: { x: 1 } }],
    ["what is required left out", { name: "plan", arguments: { title: "x" } }],
  ])("with %s is not allowed", async (_name, call) => {
    const state = await grammars.start(grammar);
    const tokens = [...tokenizer.encode(write(call)), STOP];
    const allowed = state.acceptable(tokens);
    state.release();
    expect(allowed).toBeLessThan(tokens.length);
  });

  it("needs tools", () => {
    expect(() => format.callGrammar([])).toThrow(/tools/);
  });
});

/** Grammars fix the order of arguments. */
function inOrder(part: Part, args: object): Record<string, ToolValue> {
  const keys = Object.keys(part.properties ?? {}).filter((key) => Object.hasOwn(args, key));
  return Object.fromEntries(keys.map((key) => [key, (args as Record<string, ToolValue>)[key] ?? null]));
}

it("the Python form wants texts of a least length", async () => {
  const state = await grammars.start(llamaChatFormat.callGrammar(TOOLS));
  expect(state.acceptable(tokenizer.encode('[change(draft="e1", title=""'))).toBe(
    tokenizer.encode('[change(draft="e1", title="').length,
  );
  state.release();
});

it.each<[string, ToolOffer]>([
  ["a name that is none", offer("two words", {})],
  ["an argument whose name is none", offer("f", { properties: { "a(b": TEXT }, required: ["a(b"] })],
  ["a type that calls do not have", offer("f", { properties: { x: { type: "null" as "string" } } })],
  ["a choice of nothing", offer("f", { properties: { x: { type: "string", enum: [] } } })],
  ["a range of nothing", offer("f", { properties: { x: { type: "integer", minimum: 3, maximum: 2 } } })],
  ["more required than there is", offer("f", { minProperties: 1 })],
])("the Python form refuses %s", (_, tool) => {
  expect(() => llamaChatFormat.callGrammar([tool])).toThrow(/no grammar/);
});
