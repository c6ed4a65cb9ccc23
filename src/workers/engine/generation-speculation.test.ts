/** @file Speculated answers are the answers that single tokens give, in fewer passes. */
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { GREEDY } from "#shared/language-model";
import type { GenerateRequest, Sampling } from "#shared/language-model";
import { readGgufTokenizer } from "#models/tokenizer/gguf-tokenizer";
import { tinyConfig } from "#models/testing/tiny-llama";
import { tinyTokenizerMetadata } from "#models/testing/tiny-tokenizer";
import type { ForwardOptions } from "./decoder.ts";
import { GenerationMemory } from "./generation-memory.ts";
import { generate } from "./generation.ts";
import { ReferenceDecoder } from "./testing/reference-decoder.ts";

// Whole answers of a model in plain loops, however busy the machine is.
vi.setConfig({ testTimeout: 60_000 });

const CONFIG = tinyConfig({ numHiddenLayers: 1, hiddenSize: 32, headDim: 8, intermediateSize: 32 });
const tokenizer = readGgufTokenizer({
  metadata: new Map(Object.entries(tinyTokenizerMetadata(CONFIG.vocabSize))),
  tensors: new Map(),
});

interface Setup {
  readonly prompt: readonly number[];
  readonly request?: Partial<GenerateRequest>;
  readonly speculation: boolean;
  readonly contextTokens?: number;
  readonly decoder?: ReferenceDecoder;
}

async function answer({ prompt, request, speculation, contextTokens = 2000, decoder }: Setup) {
  const used = decoder ?? new ReferenceDecoder(CONFIG);
  const memory = new GenerationMemory({ decoder: used, tokenizer, snapshotBudgetBytes: 0, speculation });
  const run = { decoder: used, tokenizer, contextTokens, memory, onPart: () => {} };
  const result = await generate({ ...run, signal: new AbortController().signal }, prompt, {
    messages: [],
    sampling: GREEDY,
    maxTokens: 60,
    stop: [],
    ...request,
  });
  return { result, decoder: used };
}

/** What does not depend on the clock. */
const essence = ({ result }: Awaited<ReturnType<typeof answer>>) => {
  const { text, finishReason, completionTokens, logprobs } = result;
  return { text, finishReason, completionTokens, logprobs };
};

const bothWays = async (setup: Omit<Setup, "speculation">) => ({
  plain: await answer({ ...setup, speculation: false }),
  speculated: await answer({ ...setup, speculation: true }),
});

const source = "the inner thing on the other one, then another in the line. ";
const quoting = tokenizer.encode(source + source + source.slice(0, 20));

/**
 * Makes the reference likely to go on as the text went on after the same two tokens, as a model that quotes, with words of
 * its own now and then.
 */
function copying(decoder: ReferenceDecoder, strength: number, ownWords = Infinity): ReferenceDecoder {
  decoder.bias = (row, length) => {
    if (length % ownWords === 0) {
      row[3 + ((length * 37) % 256)] = strength;
      return;
    }
    const tokens = decoder.cache.tokens.slice(0, length);
    for (let at = length - 1; at > 1; at--) {
      if (tokens[at - 2] !== tokens[length - 2] || tokens[at - 1] !== tokens[length - 1]) continue;
      row[tokens[at] as number] = (row[tokens[at] as number] as number) + strength;
      return;
    }
  };
  return decoder;
}

/** Takes numbers of pictures for some word, as far as its logits go. */
class PictureBlindDecoder extends ReferenceDecoder {
  override forward(ids: readonly number[], options?: ForwardOptions): Promise<readonly Float32Array[]> {
    const asked = super.forward(
      ids.map((id) => (id < CONFIG.vocabSize ? id : 0)),
      options,
    );
    this.calls.push({ ...this.calls.pop()!, ids });
    return asked;
  }
}

const askQuoting = (speculation: boolean, stop: readonly string[]) =>
  answer({
    prompt: quoting,
    request: { stop },
    speculation,
    decoder: copying(new ReferenceDecoder(CONFIG), 30),
  });

// A clock by which every pass takes equally long, so that drafts pay whatever the machine does.
beforeEach(() => {
  let now = 0;
  vi.spyOn(performance, "now").mockImplementation(() => ++now);
});
afterEach(() => vi.restoreAllMocks());

describe("speculation", () => {
  it("drafts no pictures, though the prompt has them between what it repeats", async () => {
    const picture = CONFIG.vocabSize;
    const sentence = tokenizer.encode(source);
    const quoted = [...sentence, picture, ...sentence, picture + 1];
    const decoder = new PictureBlindDecoder(CONFIG);
    // The sentence again and again, without the pictures.
    decoder.bias = (row, length) => {
      row[sentence[(length - quoted.length) % sentence.length] as number] = 1000;
    };
    const prompt = [...quoted, ...sentence.slice(0, 8)];
    const { result } = await answer({ prompt, speculation: true, decoder });
    expect(result.confirmedTokens).toBeGreaterThan(10);
    const answered = decoder.calls.slice(1).flatMap(({ ids }) => ids);
    expect(answered.filter((id) => id >= picture)).toEqual([]);
  });

  it("gives the same greedy answer in fewer passes", async () => {
    const setup = { prompt: quoting };
    const plain = await answer({
      ...setup,
      speculation: false,
      decoder: copying(new ReferenceDecoder(CONFIG), 30),
    });
    const fast = await answer({
      ...setup,
      speculation: true,
      decoder: copying(new ReferenceDecoder(CONFIG), 30),
    });
    expect(essence(fast)).toEqual(essence(plain));
    expect(plain.decoder.calls).toHaveLength(60);
    expect(fast.decoder.calls.length).toBeLessThan(20);
    expect(fast.result.confirmedTokens).toBeGreaterThan(40);
    expect(fast.result.confirmedTokens).toBeLessThanOrEqual(fast.result.draftedTokens ?? 0);
  });

  it("gives the same tokens under any sampling, wherever drafts go wrong", async () => {
    const sampling: fc.Arbitrary<Sampling> = fc.record({
      temperature: fc.constantFrom(0, 0.3, 1, 2),
      topP: fc.constantFrom(0.5, 0.9, 1),
      minP: fc.constantFrom(0, 0.05),
      repetitionPenalty: fc.constantFrom(1, 1.3),
      seed: fc.nat(1000),
    });
    const strength = fc.constantFrom(0, 3, 6, 30);
    await fc.assert(
      fc.asyncProperty(sampling, strength, fc.nat(30), async (chosen, bias, cut) => {
        const setup = { prompt: quoting.slice(cut), request: { sampling: chosen, maxTokens: 24 } };
        const plain = await answer({
          ...setup,
          speculation: false,
          decoder: copying(new ReferenceDecoder(CONFIG), bias, 9),
        });
        const fast = await answer({
          ...setup,
          speculation: true,
          decoder: copying(new ReferenceDecoder(CONFIG), bias, 9),
        });
        expect(essence(fast)).toEqual(essence(plain));
      }),
      { numRuns: 20 },
    );
  });

  it("leaves in the cache what prompt and answer begin with", async () => {
    for (const maxTokens of [1, 2, 7, 30]) {
      const decoder = copying(new ReferenceDecoder(CONFIG), 6);
      const request = { maxTokens, sampling: { ...GREEDY, temperature: 1 } };
      const first = await answer({ prompt: quoting, request, speculation: true, decoder });
      const { tokens } = decoder.cache;
      expect(tokens.slice(0, quoting.length)).toEqual(quoting);
      const answered = new TextDecoder().decode(
        Uint8Array.from(tokens.slice(quoting.length).flatMap((token) => [...tokenizer.tokenBytes(token)])),
      );
      expect(first.result.text.startsWith(answered.replace(/�+$/, ""))).toBe(true);
    }
  });

  it("never writes past the context or the number of tokens asked for", async () => {
    for (const room of [1, 2, 5, 17]) {
      const contextTokens = quoting.length + room;
      const { plain, speculated } = await bothWays({ prompt: quoting, contextTokens });
      expect(essence(speculated)).toEqual(essence(plain));
      expect(speculated.result.completionTokens).toBeLessThanOrEqual(room);
      const lengths = speculated.decoder.calls.reduce((sum, { ids }) => sum + ids.length, 0);
      expect(speculated.decoder.cache.tokens.length).toBeLessThanOrEqual(contextTokens);
      expect(lengths).toBeGreaterThanOrEqual(quoting.length);
    }
    const { speculated, plain } = await bothWays({ prompt: quoting, request: { maxTokens: 3 } });
    expect(essence(speculated)).toEqual(essence(plain));
    expect(speculated.result.completionTokens).toBe(3);
  });

  it("ends at the same stop string", async () => {
    const { text } = (await askQuoting(false, [])).result;
    const stop = [text.slice(30, 40)];
    const [plain, fast] = [await askQuoting(false, stop), await askQuoting(true, stop)];
    expect(essence(fast)).toEqual(essence(plain));
    expect(fast.result).toMatchObject({
      finishReason: "stop",
      text: text.slice(0, text.indexOf(stop[0] as string)),
    });
  });

  it("goes on from its cache as from a prompt computed anew", async () => {
    const decoder = copying(new ReferenceDecoder(CONFIG), 30, 7);
    const request = { sampling: { ...GREEDY, temperature: 1, seed: 3 }, maxTokens: 60 };
    const first = await answer({ prompt: quoting, request, speculation: true, decoder });
    expect(first.result.draftedTokens).toBeGreaterThan(first.result.confirmedTokens ?? 0);
    const prompt = [...decoder.cache.tokens, ...tokenizer.encode(" and the other")];
    const again = await answer({ prompt, request, speculation: true, decoder });
    const fresh = copying(new ReferenceDecoder(CONFIG), 30, 7);
    const anew = await answer({ prompt, request, speculation: false, decoder: fresh });
    expect(again.result.cachedTokens).toBeGreaterThan(quoting.length);
    expect(essence(again)).toEqual(essence(anew));
  });

  it("asks for as many rows as it verifies, and for one where it drafts nothing", async () => {
    const decoder = copying(new ReferenceDecoder(CONFIG), 30);
    await answer({ prompt: quoting, speculation: true, decoder });
    const [prefill, ...passes] = decoder.calls;
    expect(prefill?.logitRows).toBe(1);
    expect(passes.every(({ ids, logitRows }) => ids.length === logitRows && logitRows <= 16)).toBe(true);
    expect(passes.some(({ logitRows }) => logitRows > 4)).toBe(true);
  });

  it("tells the probabilities of the model, the same both ways", async () => {
    const request = { topLogprobs: 3, maxTokens: 20, sampling: { ...GREEDY, repetitionPenalty: 1.5 } };
    const { plain, speculated } = await bothWays({ prompt: quoting, request });
    expect(essence(speculated)).toEqual(essence(plain));
    const { logprobs = [], completionTokens } = speculated.result;
    expect(logprobs).toHaveLength(completionTokens);
    expect(logprobs.every(({ top, logprob }) => top.length === 3 && logprob <= top[0]!.logprob)).toBe(true);
  });
});
