/** @file Does the loaded decoder compute rightly here? Some graphics processors give wrong numbers without an error. */
import type { Tokenizer } from "#models/tokenizer/tokenizer";
import type { Decoder } from "../decoder.ts";

/** Rounding differs with the length of a pass; logits of a wrong kernel are not even half alike. */
const SAME_ANSWER_COSINE = 0.8;
const TEXT = "One, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, thirteen,";
/** Passes of one token at the end. */
const STEPS = 4;

/** A prompt in one pass and the same with its end token by token, which other kernels compute: like logits, all numbers. */
export async function givesSameTwice(decoder: Decoder, tokenizer: Tokenizer): Promise<boolean> {
  const tokens = tokenizer.encode(TEXT);
  const size = tokenizer.vocabularySize;
  const whole = lastRow(await decoder.forward(tokens), size);
  decoder.cache.truncate(tokens.length - STEPS);
  let stepped = whole;
  for (const token of tokens.slice(-STEPS)) stepped = lastRow(await decoder.forward([token]), size);
  decoder.cache.truncate(0);
  // Written so that NaN fails: every comparison with it is false.
  return cosine(whole, stepped) >= SAME_ANSWER_COSINE;
}

function lastRow([logits]: readonly Float32Array[], size: number): Float32Array {
  return (logits ?? new Float32Array(0)).slice(-size);
}

function cosine(a: Float32Array, b: Float32Array): number {
  let [dot, aa, bb] = [0, 0, 0];
  for (let index = 0; index < a.length; index++) {
    const [x, y] = [a[index] as number, b[index] as number];
    dot += x * y;
    aa += x * x;
    bb += y * y;
  }
  return dot / Math.sqrt(aa * bb);
}
