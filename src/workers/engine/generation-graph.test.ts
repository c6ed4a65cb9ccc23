/** @file The generation core on the real graph in the real runtime: what is cached or speculated changes no answer. */
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { GREEDY } from "#shared/language-model";
import type { Sampling } from "#shared/language-model";
import { openLlamaGguf } from "#models/llama/checkpoint";
import { memorySource, randomWeights, tinyConfig, tinyGguf } from "#models/testing/tiny-llama";
import { tinyTokenizerMetadata } from "#models/testing/tiny-tokenizer";
import { readGgufTokenizer } from "#models/tokenizer/gguf-tokenizer";
import { parseGguf } from "#models/weights/gguf";
import { GenerationMemory } from "./generation-memory.ts";
import { generate } from "./generation.ts";
import { GraphDecoder } from "./graph-decoder.ts";
import { OrtRuntime } from "./ort-runtime.ts";

// Whole answers, however busy the machine is.
vi.setConfig({ testTimeout: 60_000 });

const CONFIG = tinyConfig();
const CONTEXT = 1024;
const tokenizer = readGgufTokenizer({
  metadata: new Map(Object.entries(tinyTokenizerMetadata(CONFIG.vocabSize))),
  tensors: new Map(),
});
let runtime: OrtRuntime;

beforeAll(async () => {
  const { resolve } = createRequire(import.meta.url);
  runtime = await OrtRuntime.start({
    moduleUrl: pathToFileURL(resolve("onnxruntime-web/ort-wasm-simd-threaded.mjs")).href,
    wasmUrl: resolve("onnxruntime-web/ort-wasm-simd-threaded.wasm"),
    threads: 1,
  });
});
afterEach(() => vi.restoreAllMocks());

/** In floats: the int8 kernel rounds a row in steps that depend on the rows beside it. */
function createDecoder(): Promise<GraphDecoder> {
  const source = memorySource(tinyGguf(CONFIG, randomWeights(CONFIG)));
  const checkpoint = openLlamaGguf(source, parseGguf(source));
  const options = { contextTokens: CONTEXT, mode: "float" as const, smoothing: null, onProgress: () => {} };
  return GraphDecoder.create(runtime, { ...checkpoint, imageTokenIndex: null }, options);
}

const text = "the inner thing on the other one, then another in the line. ";
const quoting = tokenizer.encode(text + text + text.slice(0, 20));

async function answers(speculation: boolean) {
  const decoder = await createDecoder();
  const memory = new GenerationMemory({ decoder, tokenizer, snapshotBudgetBytes: 1e7, speculation });
  const run = { decoder, tokenizer, contextTokens: CONTEXT, memory, onPart: () => {} };
  const ask = (prompt: readonly number[], sampling: Partial<Sampling>) =>
    generate({ ...run, signal: new AbortController().signal }, prompt, {
      messages: [],
      sampling: { ...GREEDY, ...sampling },
      maxTokens: 40,
      stop: [],
    });
  const results = [await ask(quoting, {})];
  for (const seed of [1, 2, 3]) results.push(await ask(quoting, { temperature: 2.5, seed }));
  // Another conversation, and back.
  results.push(await ask(tokenizer.encode(`something else: ${text}`), {}));
  results.push(await ask([...quoting, ...tokenizer.encode("and then ")], {}));
  memory.release();
  decoder.release();
  return results;
}

describe("the generation core on a graph", () => {
  it("gives the same answers with and without drafts", async () => {
    let now = 0;
    vi.spyOn(performance, "now").mockImplementation(() => ++now);
    const [plain, speculated] = [await answers(false), await answers(true)];
    expect(speculated.map((result) => result.text)).toEqual(plain.map((result) => result.text));
    expect(speculated.some((result) => (result.confirmedTokens ?? 0) > 5)).toBe(true);
    expect(speculated.some((result) => (result.draftedTokens ?? 0) > (result.confirmedTokens ?? 0))).toBe(
      true,
    );
    expect(speculated.at(-1)?.cachedTokens).toBeGreaterThanOrEqual(quoting.length - 1);
  });
});
