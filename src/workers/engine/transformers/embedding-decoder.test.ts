/** @file The decoder against a model that says what it was given. Logits are the sum of all positions it knows. */
import { Tensor } from "@huggingface/transformers";
import { expect, test } from "vitest";
import { EmbeddingDecoder } from "./embedding-decoder.ts";
import type { DecoderPass, PastKeyValues } from "./vision-model.ts";

const VOCABULARY = 10;

const KEYS = "past_key_values.0.key";

function known(past: PastKeyValues | null): readonly number[] {
  const keys = past?.[KEYS];
  return keys ? [...(keys.data as Float32Array)] : [];
}

async function embed(ids: readonly number[]): Promise<Float32Array> {
  return Float32Array.from(ids);
}

function pictureRow(id: number): Float32Array {
  return Float32Array.of(id * 100);
}

/** Keys are the embeddings themselves, of one number and one head. */
function standIn() {
  const passes: { readonly length: number; readonly pastLength: number }[] = [];
  const decode = async ({ embeddings, length, past, pastLength }: DecoderPass) => {
    passes.push({ length, pastLength });
    const keys = Float32Array.from([...known(past), ...embeddings]);
    const logits = Float32Array.of(keys.reduce((sum, key) => sum + key, 0));
    return { logits, past: { [KEYS]: new Tensor("float32", keys, [1, 1, keys.length, 1]) } };
  };
  const model = { embed, decode };
  const decoder = new EmbeddingDecoder({ model, vocabSize: VOCABULARY, hiddenSize: 1, pictureRow });
  return { decoder, passes, model };
}

test("words are looked up, rows of pictures stand between them", async () => {
  const { decoder } = standIn();
  const [logits] = await decoder.forward([1, 11, 2, 12]);
  expect(logits).toEqual(Float32Array.of(1 + 1100 + 2 + 1200));
  expect(decoder.cache.tokens).toEqual([1, 11, 2, 12]);
});

test("a pass goes on from the one before, and from what a truncation left", async () => {
  const { decoder, passes } = standIn();
  await decoder.forward([1, 2, 3]);
  await decoder.forward([4]);
  decoder.cache.truncate(2);
  decoder.cache.truncate(3);
  expect(await decoder.forward([5])).toEqual([Float32Array.of(1 + 2 + 5)]);
  decoder.cache.truncate(0);
  expect(await decoder.forward([7])).toEqual([Float32Array.of(7)]);
  expect(passes.map(({ pastLength }) => pastLength)).toEqual([0, 3, 2, 0]);
});

test("a pass that fails leaves no token behind", async () => {
  const { decoder, model } = standIn();
  await decoder.forward([1]);
  const { decode } = model;
  model.decode = () => Promise.reject(new Error("out of memory"));
  await expect(decoder.forward([2])).rejects.toThrow("out of memory");
  expect(decoder.cache.tokens).toEqual([1]);
  model.decode = decode;
  expect(await decoder.forward([3])).toEqual([Float32Array.of(1 + 3)]);
});
