/** @file Answers that follow a grammar: XGrammar itself, a byte-level tokenizer, and a Llama of random weights. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { GREEDY } from "#shared/language-model";
import type { AnswerGrammar, GenerateRequest } from "#shared/language-model";
import { readGgufTokenizer } from "#models/tokenizer/gguf-tokenizer";
import { tinyConfig } from "#models/testing/tiny-llama";
import { tinyTokenizerMetadata } from "#models/testing/tiny-tokenizer";
import { forcedTokens } from "./forced-tokens.ts";
import { GenerationMemory } from "./generation-memory.ts";
import { generate } from "./generation.ts";
import { Grammars } from "./grammar.ts";
import { ReferenceDecoder } from "./testing/reference-decoder.ts";
import { maskedIn } from "./token-mask.ts";

// Whole answers of a model in plain loops, however busy the machine is.
vi.setConfig({ testTimeout: 60_000 });

const CONFIG = tinyConfig({ numHiddenLayers: 1, hiddenSize: 32, headDim: 8, intermediateSize: 32 });
const tokenizer = readGgufTokenizer({
  metadata: new Map(Object.entries(tinyTokenizerMetadata(CONFIG.vocabSize))),
  tensors: new Map(),
});
const STOP = 2;
const textOf = (tokens: readonly number[]): string =>
  new TextDecoder().decode(Uint8Array.from(tokens.flatMap((token) => [...tokenizer.tokenBytes(token)])));

const json = (schema: Readonly<Record<string, unknown>>): AnswerGrammar => ({ type: "json-schema", schema });
const ebnf = (text: string): AnswerGrammar => ({ type: "ebnf", ebnf: text });

// XGrammar tells the console what it refuses.
beforeEach(() => {
  vi.spyOn(console, "error").mockReturnValue();
  vi.spyOn(console, "log").mockReturnValue();
});
afterEach(() => vi.restoreAllMocks());

describe("grammar", () => {
  const grammars = new Grammars(tokenizer);

  it("allows exactly what can go on, and stop tokens only where it is complete", async () => {
    const state = await grammars.start(ebnf('root ::= "the" " a"? | "in"'));
    const next = async (): Promise<string[]> =>
      [...maskedIn(await state.mask())].map((token) => (token === STOP ? "STOP" : textOf([token])));
    expect(new Set(await next())).toEqual(new Set(["t", "th", "the", "i", "in"]));
    expect(state.accept(tokenizer.encode("x")[0]!)).toBe(false);
    expect(state.accept(tokenizer.encode("the")[0]!)).toBe(true);
    expect(new Set(await next())).toEqual(new Set([" ", " a", "STOP"]));
    expect(state.accept(tokenizer.encode(" a")[0]!)).toBe(true);
    expect(await next()).toEqual(["STOP"]);
    state.release();
  });

  it("says how much of a draft is allowed and stays where it is", async () => {
    const state = await grammars.start(ebnf('root ::= "one" " two"*'));
    const draft = tokenizer.encode("one two three");
    const before = [...maskedIn(await state.mask())];
    const allowed = state.acceptable(draft);
    expect(textOf(draft.slice(0, allowed))).toBe("one two ");
    expect(state.acceptable(draft)).toBe(allowed);
    expect([...maskedIn(await state.mask())]).toEqual(before);
    expect(state.acceptable([])).toBe(0);
    state.release();
  });

  it("leaves characters that are not decided to the mask", async () => {
    const state = await grammars.start(ebnf('root ::= "a" ("é" | "è") "z"'));
    expect(state.forcedText()).toBe("a");
    expect(await forcedTokens(state, tokenizer, [], 10)).toEqual(
      // The first byte of both characters is the same, so it is forced as a token.
      [...tokenizer.encode("a"), tokenizer.encode("é")[0]],
    );
    state.release();
  });

  it.each<[string, AnswerGrammar]>([
    ["a type that does not exist", json({ type: "nope" })],
    ["a type that is a number", json({ type: 3 })],
    ["a reference to nowhere", json({ $ref: "#/$defs/nowhere" })],
    ["a pattern that does not end", json({ type: "string", pattern: "(a" })],
    ["a pattern that looks ahead", json({ type: "string", pattern: "(?=a)b" })],
    ["a length that is text", json({ type: "string", minLength: "x" })],
    ["more than at most", json({ type: "array", minItems: 3, maxItems: 1 })],
    ["what nothing matches", json({ $ref: "#" })],
    ["a rule that never ends", ebnf('root ::= root "a"')],
    ["a rule without content", ebnf("root ::= ")],
    ["no root", ebnf('start ::= "a"')],
    ["no text at all", ebnf("")],
    ["a schema that is too long", json({ const: "x".repeat(70_000) })],
    ["a pattern that repeats too much", json({ type: "string", pattern: "((a{1000}){1000}){1000}" })],
    ["brackets too deep", ebnf(`root ::= ${"(".repeat(100)}"a"${")".repeat(100)}`)],
    ["a schema that contains itself", json(circular())],
    ["a schema too deep", json(nested(40))],
    ["definitions too deep", json(chained(80))],
  ])("refuses %s", async (_, grammar) => {
    await expect(grammars.start(grammar)).rejects.toMatchObject({ code: "grammar-invalid" });
    const fine = await grammars.start(ebnf('root ::= "a"'));
    expect(fine.forcedText()).toBe("a");
    fine.release();
  });

  it("keeps several grammars apart, whatever was compiled in between", async () => {
    for (let round = 0; round < 2; round++) {
      for (let index = 0; index < 10; index++) {
        const state = await grammars.start(ebnf(`root ::= "number ${index}"`));
        expect(state.forcedText()).toBe(`number ${index}`);
        state.release();
      }
    }
  });

  it("takes schemas as deep as its limit", async () => {
    const state = await grammars.start(json(nested(22)));
    expect(state.forcedText().startsWith('{"a": {"a": {"a": ')).toBe(true);
    state.release();
  });
});

function circular(): Record<string, unknown> {
  const schema: Record<string, unknown> = { type: "object" };
  schema["properties"] = { again: schema };
  return schema;
}

function nested(levels: number): Record<string, unknown> {
  const inner = levels === 0 ? { type: "string" } : nested(levels - 1);
  return { type: "object", properties: { a: inner }, required: ["a"], additionalProperties: false };
}

const reference = (index: number): object => ({ type: "array", items: { $ref: `#/$defs/d${index}` } });

function chained(length: number): Record<string, unknown> {
  const names = Array.from({ length }, (_, index) => [`d${index}`, reference(index + 1)]);
  return { ...reference(0), $defs: { ...Object.fromEntries(names), [`d${length}`]: { type: "string" } } };
}

const PERSON = {
  type: "object",
  properties: {
    name: { type: "string", maxLength: 8 },
    kind: { enum: ["theatre", "thing", "inner"] },
    points: { type: "array", items: { type: "integer", minimum: 0, maximum: 99 }, maxItems: 3 },
    here: { type: "boolean" },
  },
  required: ["name", "kind", "points", "here"],
  additionalProperties: false,
};

async function ask(
  grammar: AnswerGrammar,
  request: Partial<GenerateRequest>,
  speculation = false,
  jumpForward = true,
) {
  const decoder = new ReferenceDecoder(CONFIG);
  const options = { snapshotBudgetBytes: 0, speculation, jumpForward };
  const memory = new GenerationMemory({ decoder, tokenizer, ...options });
  const run = { decoder, tokenizer, contextTokens: 1000, memory, onPart: () => {} };
  const prompt = tokenizer.encode(
    'Write {"name": "the one", "kind": "theatre", "points": [1, 2], "here": true}',
  );
  const result = await generate({ ...run, signal: new AbortController().signal }, prompt, {
    messages: [],
    sampling: GREEDY,
    maxTokens: 200,
    stop: [],
    ...request,
    grammar,
  });
  return { result, decoder };
}

interface Person {
  readonly name: string;
  readonly kind: string;
  readonly points: readonly number[];
  readonly here: boolean;
}

describe("answers within a grammar", () => {
  it.each([0, 0.7, 1.5])("are what the schema says at temperature %f", async (temperature) => {
    for (let seed = 0; seed < 8; seed++) {
      const sampling = { ...GREEDY, temperature, seed, repetitionPenalty: 1.2 };
      const { result } = await ask(json(PERSON), { sampling });
      expect(result.finishReason).toBe("stop");
      const person = JSON.parse(result.text) as Person;
      expect(Object.keys(person)).toEqual(["name", "kind", "points", "here"]);
      expect(Array.from(person.name).length).toBeLessThanOrEqual(8);
      expect(PERSON.properties.kind.enum).toContain(person.kind);
      expect(person.points.every((point) => Number.isInteger(point) && point >= 0 && point <= 99)).toBe(true);
      expect(person.points.length).toBeLessThanOrEqual(3);
      expect(typeof person.here).toBe("boolean");
    }
  });

  it("are the same with speculation, in fewer passes", async () => {
    let now = 0;
    vi.spyOn(performance, "now").mockImplementation(() => ++now);
    let [plainPasses, fastPasses] = [0, 0];
    for (let seed = 0; seed < 6; seed++) {
      const sampling = { ...GREEDY, temperature: seed === 0 ? 0 : 1, seed, repetitionPenalty: 1.1 };
      const plain = await ask(json(PERSON), { sampling });
      const fast = await ask(json(PERSON), { sampling }, true);
      expect(fast.result.text).toBe(plain.result.text);
      expect(fast.result.completionTokens).toBe(plain.result.completionTokens);
      plainPasses += plain.decoder.calls.length;
      fastPasses += fast.decoder.calls.length;
    }
    expect(fastPasses).toBeLessThanOrEqual(plainPasses);
  });

  it("pass over forced text without a pass for each token", async () => {
    const { result, decoder } = await ask(json(PERSON), {});
    expect(decoder.calls.length).toBeLessThan(result.completionTokens / 2);
  });

  it("can be made without jumps, to the same text token by token", async () => {
    const jumped = await ask(json(PERSON), {});
    const walked = await ask(json(PERSON), {}, false, false);
    expect(walked.result.text).toBe(jumped.result.text);
    expect(walked.decoder.calls.length).toBeGreaterThan(jumped.decoder.calls.length);
    expect(walked.result.forcedTokens).toBe(0);
    expect(jumped.result.forcedTokens).toBeGreaterThan(jumped.result.completionTokens / 2);
  });

  it("do not ask the model at all where nothing is left to choose", async () => {
    const { result, decoder } = await ask(ebnf('root ::= "the other thing"'), {});
    expect(result).toMatchObject({ text: "the other thing", finishReason: "stop" });
    expect(decoder.calls).toHaveLength(1);
  });

  it("end where the number of tokens ends, in the middle of forced text too", async () => {
    for (const maxTokens of [1, 3, 9]) {
      const { result } = await ask(json(PERSON), { maxTokens });
      expect(result).toMatchObject({ finishReason: "length", completionTokens: maxTokens });
    }
  });

  it("end at a stop string", async () => {
    const { result } = await ask(json(PERSON), { stop: ['", "kind'] });
    expect(result.finishReason).toBe("stop");
    expect(result.text).toMatch(/^\{"name": "[^]{0,8}$/u);
  });

  it("tell probabilities for every token, forced or not", async () => {
    const { result } = await ask(json(PERSON), { topLogprobs: 2 });
    expect(result.logprobs).toHaveLength(result.completionTokens);
    JSON.parse(result.text);
  });

  it("fail before anything is computed when the grammar is refused", async () => {
    await expect(ask(json({ type: "nope" }), {})).rejects.toMatchObject({ code: "grammar-invalid" });
  });
});

describe("forced tokens", () => {
  const grammars = new Grammars(tokenizer);
  const forced = async (grammar: string, before: string, limit = 50): Promise<(string | number)[]> => {
    const state = await grammars.start(ebnf(grammar));
    const context = tokenizer.encode(before);
    for (const token of context) expect(state.accept(token)).toBe(true);
    const tokens = await forcedTokens(state, tokenizer, context, limit);
    state.release();
    return tokens.map((token) => (token === STOP ? STOP : textOf([token])));
  };

  it("are split as the tokenizer splits the text", async () => {
    expect(await forced('root ::= "on the inner"', "")).toEqual([
      ...tokenizer.encode("on the inner").map((token) => textOf([token])),
      STOP,
    ]);
    expect(await forced('root ::= "x" " the" [0-9]', "x")).toEqual([" the"]);
  });

  it("end before a token that could reach beyond what is forced", async () => {
    // " the" is one token: where an "e" may follow, it could take the place of " " and "th".
    expect(await forced('root ::= "x th" ("a" | "i")', "x")).toEqual([" ", "th"]);
    expect(await forced('root ::= "x th" ("e" | "i")', "x")).toEqual([]);
    expect(await forced('root ::= "i" [a-z]', "")).toEqual([]);
  });

  it("keep tokens that the model chose, however it split them", async () => {
    expect(await forced('root ::= "the" "y!" ', "t")).toEqual(["h", "e", "y", "!", STOP]);
  });

  it("are no more than asked for", async () => {
    expect(await forced('root ::= "abcdef"', "", 2)).toEqual(["a", "b"]);
    expect(await forced('root ::= "abcdef"', "", 0)).toEqual([]);
  });

  it("never hold the special token that a text names", async () => {
    const tokens = await forced('root ::= "a<|im_end|>b"', "");
    expect(tokens.at(-1)).toBe(STOP);
    expect(tokens.slice(0, -1).join("")).toBe("a<|im_end|>b");
  });
});
