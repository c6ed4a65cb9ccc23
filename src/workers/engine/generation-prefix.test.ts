/** @file Conversations that come back give the answers of a model that never heard another, without computing them again. */
import { describe, expect, it } from "vitest";
import { GREEDY } from "#shared/language-model";
import { tinyConfig } from "#models/testing/tiny-llama";
import { tinyTokenizerMetadata } from "#models/testing/tiny-tokenizer";
import { readGgufTokenizer } from "#models/tokenizer/gguf-tokenizer";
import { GenerationMemory } from "./generation-memory.ts";
import { generate } from "./generation.ts";
import { POSITION_BYTES, ReferenceDecoder } from "./testing/reference-decoder.ts";

const CONFIG = tinyConfig({ numHiddenLayers: 1, hiddenSize: 32, headDim: 8, intermediateSize: 32 });
const tokenizer = readGgufTokenizer({
  metadata: new Map(Object.entries(tinyTokenizerMetadata(CONFIG.vocabSize))),
  tensors: new Map(),
});

function setup(budgetTokens: number) {
  const decoder = new ReferenceDecoder(CONFIG);
  const snapshotBudgetBytes = budgetTokens * POSITION_BYTES;
  const memory = new GenerationMemory({ decoder, tokenizer, snapshotBudgetBytes, speculation: false });
  const run = { decoder, tokenizer, contextTokens: 1000, memory, onPart: () => {} };
  const ask = (prompt: string) =>
    generate({ ...run, signal: new AbortController().signal }, tokenizer.encode(prompt), {
      messages: [],
      sampling: GREEDY,
      maxTokens: 5,
      stop: [],
    });
  return { decoder, memory, ask };
}

const first = "The first conversation is about the weather in the north. ";
const second = "Another one asks when the train leaves on Thursday morning. ";

describe("conversations in turn", () => {
  it("are not computed again, and answered as if they were", async () => {
    const { ask, decoder } = setup(10_000);
    await ask(first);
    await ask(second);
    const again = await ask(`${first}And then? `);
    const fresh = await setup(0).ask(`${first}And then? `);
    expect(again.text).toBe(fresh.text);
    expect(fresh.cachedTokens).toBe(0);
    expect(again.cachedTokens).toBeGreaterThanOrEqual(tokenizer.encode(first).length - 1);
    expect(again.promptTokens - (again.cachedTokens ?? 0)).toBeLessThan(20);
    const back = await ask(`${second}And on Friday? `);
    expect(back.text).toBe((await setup(0).ask(`${second}And on Friday? `)).text);
    expect(back.cachedTokens).toBeGreaterThanOrEqual(tokenizer.encode(second).length - 1);
    expect(decoder.snapshots).toBe(1);
  });

  it("are computed again without a budget", async () => {
    const { ask, decoder } = setup(0);
    await ask(first);
    await ask(second);
    expect((await ask(first)).cachedTokens).toBe(0);
    expect(decoder.snapshots).toBe(0);
  });

  it("give their memory back", async () => {
    const { ask, decoder, memory } = setup(10_000);
    await ask(first);
    await ask(second);
    expect(decoder.snapshots).toBe(1);
    memory.release();
    expect(decoder.snapshots).toBe(0);
  });
});
