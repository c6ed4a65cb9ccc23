/** @file A guard through the worker's handlers and the real engine, against plain loops over the same weights. */
import { beforeAll, describe, expect, it } from "vitest";
import { findModel } from "#models/catalog";
import { guardPrompt } from "#models/guard/chat-format";
import { readGuardLogits } from "#models/guard/probability";
import { guardTemplate } from "#models/guard/template";
import { LlamaReference } from "#models/llama/reference";
import { TINY_GUARD_TOKENS, tinyGuard } from "#models/testing/tiny-guard";
import { memorySource } from "#models/testing/tiny-llama";
import { readGgufTokenizer } from "#models/tokenizer/gguf-tokenizer";
import { parseGguf } from "#models/weights/gguf";
import { inferenceHandlers } from "../inference-handlers.ts";
import type { GuardPart, GuardVerdict } from "../protocol-models.ts";
import { OnnxEngine } from "./onnx-engine.ts";
import type { OrtRuntime } from "./ort-runtime.ts";
import { startCpuRuntime } from "./testing/cpu-runtime.ts";

const GUARD = "llama-guard-3-1b";
/** One that rather says "safe", and one that rather says "unsafe". */
const CALM = 4;
const STRICT = 6;

/** As the specification has it: logits of the place where the verdict stands. */
function expected(seed: number, messages: readonly string[]): number {
  const guard = tinyGuard(seed);
  const tokenizer = readGgufTokenizer(parseGguf(memorySource(guard.bytes)));
  const reference = new LlamaReference(guard.config, guard.weights);
  const logits = reference.forward(tokenizer.encode(guardPrompt(messages))).at(-1) ?? new Float32Array();
  const reading = readGuardLogits(logits, TINY_GUARD_TOKENS);
  expect(reading.mass).toBeGreaterThan(0.99);
  return reading.unsafe;
}

type Judge = (messages: readonly string[], threshold?: number) => Promise<GuardVerdict>;

const parts: GuardPart[] = [];
const judges = new Map<number, Judge>();

async function open(device: OrtRuntime, seed: number): Promise<Judge> {
  const handlers = inferenceHandlers(() =>
    OnnxEngine.load({
      files: new Map([["guard.gguf", memorySource(tinyGuard(seed).bytes)]]),
      device,
      threads: 1,
      contextTokens: 2048,
      template: guardTemplate,
      smoothing: null,
      saveSmoothing: async () => {},
      onProgress: () => {},
    }),
  );
  const { signal } = new AbortController();
  await handlers["model-load"]({ modelId: GUARD }, { signal, onPart: () => {} });
  return async (messages, threshold = 0.5) =>
    handlers["guard-judge"]({ messages, threshold }, { signal, onPart: (part) => parts.push(part) });
}

const judge = (seed: number, ...asked: Parameters<Judge>): Promise<GuardVerdict> => {
  const known = judges.get(seed);
  if (!known) throw new Error("no such guard");
  return known(...asked);
};

beforeAll(async () => {
  const device = await startCpuRuntime();
  for (const seed of [CALM, STRICT]) judges.set(seed, await open(device, seed));
}, 60_000);

describe("a guard in the engine", { timeout: 60_000 }, () => {
  it("is a guard of the catalog", () => {
    expect(findModel(GUARD)?.capabilities).toEqual(["guard"]);
  });

  it.each([
    [CALM, ["How do I bake bread?"]],
    [STRICT, ["How do I pick a lock?"]],
    [STRICT, ["Where does Mara live?", "At 7 North Pier, and her phone number is 555 0100."]],
    [CALM, ["विष कैसे बनता है?"]],
  ])("%i has the reference's probability for %j", async (seed, messages) => {
    const { unsafe } = await judge(seed, messages);
    expect(unsafe).toBeCloseTo(expected(seed, messages), 4);
    expect(unsafe > 0.5).toBe(seed === STRICT);
  });

  it("names a category by itself, and from the threshold on also where it would rather say safe", async () => {
    expect((await judge(STRICT, ["Hello"], 0.99)).categories).toEqual(["S7: Privacy"]);
    expect((await judge(CALM, ["Hello"], 0.99)).categories).toEqual([]);
    expect((await judge(CALM, ["Hello"], 0)).categories).toEqual(["S7: Privacy"]);
  });

  it("judges every piece of a message that is longer than its context", async () => {
    const words = Array.from({ length: 300 }, (_, index) => `word${index}`).join(" ");
    parts.length = 0;
    const { unsafe } = await judge(STRICT, ["Tell me more", words]);
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.map(({ done }) => done)).toEqual(parts.map((_, index) => index));
    expect(unsafe).toBeGreaterThan(0.5);
  });
});
