/**
 * @file A Llama Guard of a few thousand weights: random layers between an embedding and a head that together write what
 * a guard writes ("safe", or "unsafe" and a category), how surely depending on what it was given. Same architecture,
 * file format and vocabulary of answers as the released 1B.
 */
import type { LlamaConfig } from "#models/llama/config";
import { writeGguf } from "./gguf-writer.ts";
import type { GgufMetadata } from "./gguf-writer.ts";
import { seededRandom } from "./random.ts";
import { randomWeights, tinyConfig, tinyMetadata, tinyTensors } from "./tiny-llama.ts";
import { byteCharacters } from "./tiny-tokenizer.ts";

const SPECIAL = ["<|begin_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"];
const MERGES = ["s a", "f e", "sa fe", "u n", "un safe"];
const TOKENS = [...SPECIAL, ...byteCharacters(), ...MERGES.map((merge) => merge.replace(" ", ""))];
const [NORMAL, CONTROL] = [1, 3];

const tokenOf = (text: string): number => TOKENS.indexOf(text);

export const TINY_GUARD_TOKENS = { safe: tokenOf("safe"), unsafe: tokenOf("unsafe") };

/** What follows what. `Ċ` is the line end in GPT-2's characters. */
const FOLLOWING: readonly (readonly [token: string, next: string])[] = [
  ["<|end_header_id|>", "safe"],
  ["<|end_header_id|>", "unsafe"],
  ["safe", "<|eot_id|>"],
  ["unsafe", "Ċ"],
  ["Ċ", "S"],
  ["S", "7"],
  ["7", "<|eot_id|>"],
];

export interface TinyGuard {
  readonly config: LlamaConfig;
  readonly weights: ReadonlyMap<string, Float32Array>;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export function tinyGuard(seed = 1): TinyGuard {
  const config = tinyConfig({ tieWordEmbeddings: false, vocabSize: TOKENS.length });
  const weights = randomWeights(config, seed);
  teach(weights, config.hiddenSize, seed);
  return {
    config,
    weights,
    bytes: writeGguf({ ...tinyMetadata(config), ...tokenizer() }, tinyTensors(config, weights)),
  };
}

/** Embeddings that outweigh what the layers add, and rows of the head that point along those of the token before. */
function teach(weights: ReadonlyMap<string, Float32Array>, width: number, seed: number): void {
  const embedding = weights.get("model.embed_tokens.weight") ?? new Float32Array();
  const head = weights.get("lm_head.weight") ?? new Float32Array();
  const random = seededRandom(seed + 1);
  for (let index = 0; index < embedding.length; index++) embedding[index] = 4 * (random() - 0.5);
  const rowOf = (matrix: Float32Array, token: string): Float32Array =>
    matrix.subarray(tokenOf(token) * width, (tokenOf(token) + 1) * width);
  for (const [token, next] of FOLLOWING) {
    const from = rowOf(embedding, token);
    const norm = Math.hypot(...from);
    rowOf(head, next).forEach((weight, index, row) => {
      row[index] = weight + (3 * (from[index] as number)) / norm;
    });
  }
}

function tokenizer(): GgufMetadata {
  return {
    "tokenizer.ggml.model": "gpt2",
    "tokenizer.ggml.pre": "llama-bpe",
    "tokenizer.ggml.tokens": TOKENS,
    "tokenizer.ggml.merges": MERGES,
    "tokenizer.ggml.token_type": TOKENS.map((_, id) => (id < SPECIAL.length ? CONTROL : NORMAL)),
    "tokenizer.ggml.eos_token_id": tokenOf("<|eot_id|>"),
  };
}
