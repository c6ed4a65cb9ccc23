import { describe, expect, it } from "vitest";
import { GREEDY } from "#shared/language-model";
import type { GeneratePart, GenerateRequest } from "#shared/language-model";
import type { Tokenizer } from "#models/tokenizer/tokenizer";
import type { Decoder } from "./decoder.ts";
import { GenerationMemory } from "./generation-memory.ts";
import { generate } from "./generation.ts";

const VOCABULARY = ["", "a", "b", "c", "é", " ", ".", "<end>", "xyz"];
const END = 7;
const tokenizer: Tokenizer = {
  encode: () => {
    throw new Error("generation gets tokens");
  },
  tokenBytes: (id) => new TextEncoder().encode(id === END ? "" : VOCABULARY[id]),
  idOf: () => null,
  vocabularySize: VOCABULARY.length,
  specialTokens: ["<end>"],
  stopTokens: new Set([END]),
};

/** Answers with `answer`, token by token, whatever the prompt was; then with "a" for ever. */
class ScriptedDecoder implements Decoder {
  readonly cache = {
    tokens: [] as number[],
    truncate: (length: number): void =>
      void (this.cache.tokens.length = Math.min(length, this.cache.tokens.length)),
  };
  /** The ids of every call. */
  readonly calls: number[][] = [];
  readonly #answer: readonly number[];
  readonly #promptLength: number;
  onForward: (call: number) => void = () => {};

  constructor(promptLength: number, answer: readonly number[]) {
    this.#promptLength = promptLength;
    this.#answer = answer;
  }

  async forward(ids: readonly number[]): Promise<readonly Float32Array[]> {
    this.calls.push([...ids]);
    this.cache.tokens.push(...ids);
    this.onForward(this.calls.length);
    const next = this.#answer[this.cache.tokens.length - this.#promptLength] ?? 1;
    // A row for each token, of which only the last counts.
    const logits = new Float32Array(ids.length * VOCABULARY.length);
    logits[(ids.length - 1) * VOCABULARY.length + next] = 1;
    return [logits];
  }
}

interface Setup {
  readonly prompt?: readonly number[];
  readonly answer?: readonly number[];
  readonly request?: Partial<GenerateRequest>;
  readonly contextTokens?: number;
  readonly decoder?: ScriptedDecoder;
  readonly controller?: AbortController;
}

function start({
  prompt = [1, 2, 3],
  answer = [],
  request = {},
  contextTokens = 1000,
  decoder = new ScriptedDecoder(prompt.length, answer),
  controller = new AbortController(),
}: Setup) {
  const parts: GeneratePart[] = [];
  const memory = new GenerationMemory({ decoder, tokenizer, snapshotBudgetBytes: 0, speculation: false });
  const result = generate(
    {
      decoder,
      tokenizer,
      contextTokens,
      memory,
      signal: controller.signal,
      onPart: (part) => parts.push(part),
    },
    prompt,
    { messages: [], sampling: GREEDY, maxTokens: 100, stop: [], ...request },
  );
  const text = (): string => parts.map((part) => (part.type === "text-delta" ? part.text : "")).join("");
  return { decoder, parts, result, text };
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => (i % 6) + 1);

describe("generation", () => {
  it("answers until a stop token, which is neither text nor counted", async () => {
    const { result, decoder, text } = start({ answer: [2, 4, 5, 3, END] });
    expect(await result).toMatchObject({
      text: "bé c",
      finishReason: "stop",
      promptTokens: 3,
      completionTokens: 4,
    });
    expect(text()).toBe("bé c");
    expect(decoder.calls).toEqual([[1, 2, 3], [2], [4], [5], [3]]);
  });

  it("gives nothing for an immediate stop token", async () => {
    const { result, parts } = start({ answer: [END] });
    expect(await result).toMatchObject({
      text: "",
      finishReason: "stop",
      completionTokens: 0,
      decodeRate: 0,
    });
    expect(parts).toEqual([{ type: "prefill-progress", doneTokens: 3, totalTokens: 3 }]);
  });

  it.each([0, 1, 3])("ends after %i tokens, without computing one more", async (maxTokens) => {
    const { result, decoder } = start({ request: { maxTokens } });
    const expected = { text: "a".repeat(maxTokens), finishReason: "length", completionTokens: maxTokens };
    expect(await result).toMatchObject(expected);
    expect(decoder.calls.length).toBe(1 + Math.max(0, maxTokens - 1));
  });

  it("ends before a stop string over several tokens and gives out what it held", async () => {
    const stopped = start({ answer: [1, 2, 3, 6, 6], request: { stop: ["c.."] } });
    expect(await stopped.result).toMatchObject({ text: "ab", finishReason: "stop", completionTokens: 5 });
    expect(stopped.text()).toBe("ab");
    const held = start({ answer: [1, 2, 3, 6, END], request: { stop: ["c.."] } });
    expect(await held.result).toMatchObject({ text: "abc.", finishReason: "stop" });
    expect(held.text()).toBe("abc.");
  });

  it("gives parts that together are the text", async () => {
    const answer = Array.from({ length: 90 }, (_, i) => ((i * 7) % 6) + 1);
    const { result, text, parts } = start({ answer, request: { maxTokens: 90, stop: ["never"] } });
    const whole = (await result).text;
    expect(text()).toBe(whole);
    expect(whole).toBe(answer.map((id) => VOCABULARY[id]).join(""));
    expect(parts.every((part) => part.type !== "text-delta" || part.text !== "")).toBe(true);
  });

  it("reports rates and times as numbers", async () => {
    const { timeToFirstTokenMs, prefillRate, decodeRate } = await start({ request: { maxTokens: 3 } }).result;
    expect(
      [timeToFirstTokenMs, prefillRate, decodeRate].every((value) => Number.isFinite(value) && value >= 0),
    ).toBe(true);
  });

  it("penalises what stands in the answer, not what stands in the prompt", async () => {
    const decoder = new ScriptedDecoder(1, []);
    decoder.forward = async () => [Float32Array.of(0, 5, 4, 3, 0, 0, 0, 0, 0)];
    const request = { sampling: { ...GREEDY, repetitionPenalty: 2 }, maxTokens: 3 };
    // a is in the prompt only: 5, so a; then 2.5, 4 and 3: b; then 2.5, 2 and 3: c.
    expect((await start({ decoder, prompt: [1], request }).result).text).toBe("abc");
  });

  it("fails as engine-failed when the decoder gives no logits, or there is no prompt", async () => {
    const decoder = new ScriptedDecoder(3, []);
    decoder.forward = async () => [];
    await expect(start({ decoder }).result).rejects.toMatchObject({ code: "engine-failed" });
    await expect(start({ prompt: [] }).result).rejects.toMatchObject({ code: "engine-failed" });
  });
});

describe("generation, context", () => {
  it("refuses a prompt that fills the context and says both numbers", async () => {
    for (const length of [10, 11]) {
      const { result, decoder } = start({ prompt: numbers(length), contextTokens: 10 });
      await expect(result).rejects.toMatchObject({
        code: "context-full",
        details: { promptTokens: length, contextTokens: 10 },
      });
      expect(decoder.calls).toEqual([]);
    }
  });

  it("ends an answer that fills the context", async () => {
    const { result, decoder, text } = start({ prompt: numbers(7), contextTokens: 10 });
    expect(await result).toMatchObject({ text: "aaa", finishReason: "context-full", completionTokens: 3 });
    expect(text()).toBe("aaa");
    expect(decoder.cache.tokens.length).toBeLessThanOrEqual(10);
  });

  it("has room for one token after the longest prompt", async () => {
    const { result } = start({ prompt: numbers(9), contextTokens: 10 });
    expect(await result).toMatchObject({ text: "a", finishReason: "context-full", completionTokens: 1 });
  });
});

describe("generation, prompt", () => {
  it("computes a long prompt in chunks and tells how far it is", async () => {
    const { result, decoder, parts } = start({ prompt: numbers(300), request: { maxTokens: 0 } });
    await result;
    expect(decoder.calls.map((ids) => ids.length)).toEqual([128, 128, 44]);
    expect(decoder.calls.flat()).toEqual(numbers(300));
    expect(parts).toEqual(
      [128, 256, 300].map((doneTokens) => ({ type: "prefill-progress", doneTokens, totalTokens: 300 })),
    );
  });

  it("computes again only what differs from the last request", async () => {
    const decoder = new ScriptedDecoder(0, []);
    const prompts: [number[], number[]][] = [
      [
        [1, 2, 3, 4],
        [1, 2, 3, 4],
      ],
      // The same prompt: its last token again, for the logits.
      [[1, 2, 3, 4], [4]],
      [
        [1, 2, 5, 4, 6],
        [5, 4, 6],
      ],
      [[1, 2], [2]],
      [
        [6, 2],
        [6, 2],
      ],
    ];
    for (const [prompt, computed] of prompts) {
      decoder.calls.length = 0;
      await start({ decoder, prompt, request: { maxTokens: 0 } }).result;
      expect(decoder.calls).toEqual([computed]);
      expect(decoder.cache.tokens).toEqual(prompt);
    }
  });

  it("continues a conversation from the tokens of its own answer", async () => {
    const decoder = new ScriptedDecoder(3, [2, 3, END]);
    await start({ decoder, prompt: [1, 2, 3] }).result;
    expect(decoder.cache.tokens).toEqual([1, 2, 3, 2, 3]);
    decoder.calls.length = 0;
    await start({ decoder, prompt: [1, 2, 3, 2, 3, END, 5], request: { maxTokens: 0 } }).result;
    expect(decoder.calls).toEqual([[END, 5]]);
  });
});

describe("generation, Stop", () => {
  it("starts nothing when it is stopped already", async () => {
    const controller = new AbortController();
    controller.abort();
    const { result, decoder } = start({ controller });
    await expect(result).rejects.toMatchObject({ name: "AbortError" });
    expect(decoder.calls).toEqual([]);
  });

  it("ends between the chunks of a prompt and can go on from there", async () => {
    const controller = new AbortController();
    const decoder = new ScriptedDecoder(300, []);
    decoder.onForward = (call) => call === 2 && controller.abort();
    const { result } = start({ decoder, controller, prompt: numbers(300) });
    await expect(result).rejects.toMatchObject({ name: "AbortError" });
    expect(decoder.calls.map((ids) => ids.length)).toEqual([128, 128]);
    await start({ decoder, prompt: numbers(300), request: { maxTokens: 0 } }).result;
    expect(decoder.calls.map((ids) => ids.length)).toEqual([128, 128, 44]);
  });

  it("ends within one token of the answer", async () => {
    const controller = new AbortController();
    const decoder = new ScriptedDecoder(3, []);
    decoder.onForward = (call) => call === 5 && controller.abort();
    await expect(start({ decoder, controller }).result).rejects.toMatchObject({ name: "AbortError" });
    expect(decoder.calls.length).toBe(5);
  });
});
