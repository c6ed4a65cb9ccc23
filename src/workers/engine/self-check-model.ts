/** @file Does a loaded model give right numbers? Its own weights, in its own graph, on the device it was loaded for. */
import type { Tokenizer } from "#models/tokenizer/tokenizer";
import { AppError } from "#shared/errors";
import type { Decoder } from "./decoder.ts";

/**
 * One row alone is rounded in finer steps than among others: 0.997 on SmolLM2, 0.955 with less fortunate smoothing. Logits
 * of a wrong kernel are not even half alike.
 */
const SAME_ANSWER_COSINE = 0.8;
/** Passes of one token at the end of the text. */
const STEPS = 8;
const CHECK_TEXT = "One, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, thirteen,";

export interface NumbersCheck {
  /** Of the device; what is wrong there is not wrong everywhere. */
  readonly kind: "cpu" | "webgpu";
  /** Fewer where a pass of one token takes long. */
  readonly steps?: number;
  readonly onCheck: (fraction: number) => void;
}

/** Before the first question. @throws AppError `gpu-wrong`, `engine-failed`, and what a pass of the decoder throws. */
export async function ensureRightNumbers(
  decoder: Decoder,
  tokenizer: Tokenizer,
  { kind, steps = STEPS, onCheck }: NumbersCheck,
): Promise<void> {
  onCheck(0);
  if (!(await givesRightNumbers(decoder, tokenizer, steps)))
    throw wrongNumbers(kind, "the model gives wrong numbers on this device");
  onCheck(1);
}

export function wrongNumbers(kind: "cpu" | "webgpu", message: string): AppError {
  return new AppError(kind === "webgpu" ? "gpu-wrong" : "engine-failed", message, { step: "check" });
}

/**
 * A prompt in one piece and token by token must give like logits, and all of them numbers. The two take different kernels;
 * one that is wrong on this device fails.
 */
async function givesRightNumbers(decoder: Decoder, tokenizer: Tokenizer, steps: number): Promise<boolean> {
  const tokens = tokenizer.encode(CHECK_TEXT);
  const whole = (await decoder.forward(tokens))[0];
  decoder.cache.truncate(tokens.length - steps);
  let stepped = whole;
  for (const token of tokens.slice(-steps)) stepped = (await decoder.forward([token]))[0];
  decoder.cache.truncate(0);
  // Written so that NaN fails: every comparison with it is false.
  return whole !== undefined && stepped !== undefined && cosine(whole, stepped) >= SAME_ANSWER_COSINE;
}

/** Of the last row of each: a decoder may give every row of a pass. */
function cosine(a: Float32Array, b: Float32Array): number {
  let [dot, aa, bb] = [0, 0, 0];
  const width = Math.min(a.length, b.length);
  const [tailA, tailB] = [a.subarray(a.length - width), b.subarray(b.length - width)];
  for (let index = 0; index < width; index++) {
    const [x, y] = [tailA[index] as number, tailB[index] as number];
    dot += x * y;
    aa += x * x;
    bb += y * y;
  }
  return dot / Math.sqrt(aa * bb);
}
