/**
 * @file A Llama checkpoint in GGUF. The quirks of the format live here (spec llama32 7.5): llama.cpp's tensor names, q
 * and k rows in interleaved rotary order, Llama 3's frequency scaling as a tensor of divisors.
 */
import { AppError } from "#shared/errors";
import type { ByteSource } from "#models/weights/byte-source";
import { ensureShape, missingTensor } from "#models/weights/checkpoint";
import type { Checkpoint } from "#models/weights/checkpoint";
import type { Gguf } from "#models/weights/gguf";
import { ggufNBits } from "#models/weights/gguf-nbits";
import { reorderedNBits } from "#models/weights/nbits";
import type { NBitsRows } from "#models/weights/nbits";
import { readVector, reordered, storedRows } from "#models/weights/rows";
import type { RowReader, StoredTensor } from "#models/weights/rows";
import { checkLlamaConfig } from "./config.ts";
import type { LlamaConfig, RopeDivisors } from "./config.ts";

/** @throws AppError `weights-unsupported` when the architecture is not Llama or a size is out of range. */
export function readLlamaConfig(gguf: Gguf, source: ByteSource): LlamaConfig {
  const architecture = gguf.metadata.get("general.architecture");
  if (architecture !== "llama") {
    throw new AppError("weights-unsupported", "not a Llama checkpoint", { field: "architecture" });
  }
  const scaling = gguf.metadata.get("llama.rope.scaling.type") ?? "none";
  if (scaling !== "none") {
    throw new AppError("weights-unsupported", "rope scaling in GGUF", { field: "rope.scaling.type" });
  }
  const read = (key: string, fallback = Number.NaN): number => {
    const value = gguf.metadata.get(`llama.${key}`);
    return typeof value === "number" ? value : fallback;
  };
  const hiddenSize = read("embedding_length");
  const numAttentionHeads = read("attention.head_count");
  const config = checkLlamaConfig({
    modelType: "llama",
    hiddenSize,
    numHiddenLayers: read("block_count"),
    numAttentionHeads,
    numKeyValueHeads: read("attention.head_count_kv", numAttentionHeads),
    headDim: read("attention.key_length", read("rope.dimension_count", hiddenSize / numAttentionHeads)),
    intermediateSize: read("feed_forward_length"),
    vocabSize: gguf.tensors.get("token_embd.weight")?.shape[0] ?? Number.NaN,
    maxPositionEmbeddings: read("context_length"),
    rmsNormEps: read("attention.layer_norm_rms_epsilon"),
    ropeTheta: read("rope.freq_base", 10_000),
    ropeScaling: null,
    tieWordEmbeddings: !gguf.tensors.has("output.weight"),
  });
  return checkLlamaConfig({ ...config, ropeScaling: readRopeDivisors(gguf, source, config.headDim) });
}

const ROPE_DIVISORS = "rope_freqs.weight";

function readRopeDivisors(gguf: Gguf, source: ByteSource, headDim: number): RopeDivisors | null {
  const tensor = gguf.tensors.get(ROPE_DIVISORS);
  if (!tensor) return null;
  ensureShape(ROPE_DIVISORS, tensor.shape, [headDim / 2]);
  return { divisors: [...readVector({ ...tensor, source })] };
}

export class LlamaGgufCheckpoint implements Checkpoint {
  readonly #gguf: Gguf;
  readonly #source: ByteSource;
  readonly #headDim: number;
  readonly #roundsAll: boolean;

  constructor(gguf: Gguf, source: ByteSource, config: LlamaConfig) {
    this.#gguf = gguf;
    this.#source = source;
    this.#headDim = config.headDim;
    this.#roundsAll = isRoundedAsWhole(gguf);
  }

  has(name: string): boolean {
    return this.#gguf.tensors.has(ggufName(name));
  }

  rows(name: string, shape: readonly number[]): RowReader {
    const reader = storedRows(this.#tensor(name, shape));
    return isRotary(name) ? reordered(reader, splitHalfRow(this.#headDim)) : reader;
  }

  nbits(name: string, shape: readonly number[]): NBitsRows | null {
    const tensor = this.#tensor(name, shape);
    const reader = this.#roundsAll ? null : ggufNBits(tensor);
    return reader && isRotary(name) ? reorderedNBits(reader, splitHalfRow(this.#headDim)) : reader;
  }

  vector(name: string, shape: readonly number[]): Float32Array<ArrayBuffer> {
    return readVector(this.#tensor(name, shape));
  }

  #tensor(name: string, shape: readonly number[]): StoredTensor {
    const tensor = this.#gguf.tensors.get(ggufName(name));
    if (!tensor) throw missingTensor(ggufName(name));
    ensureShape(tensor.name, tensor.shape, shape);
    return { ...tensor, source: this.#source };
  }
}

/**
 * Whether nearly all of a file would be left in float if each matrix were run as it is: its types of 4 bits (those of
 * Q4_K_M) have minimums, which whole zero points cannot say. All of it is then rounded to 4 bits, what has 6 too.
 */
function isRoundedAsWhole({ tensors }: Gguf): boolean {
  const types = new Set([...tensors.values()].map(({ type }) => type));
  const hasMinimums = types.has("Q4_1") || types.has("Q4_K");
  return hasMinimums && !types.has("Q4_0") && !types.has("Q8_0");
}

function isRotary(name: string): boolean {
  return name.endsWith(".self_attn.q_proj.weight") || name.endsWith(".self_attn.k_proj.weight");
}

/** HF row r of a head = interleaved row 2r; row r + d/2 = interleaved row 2r + 1 (spec llama32 2.3). */
function splitHalfRow(headDim: number): (row: number) => number {
  return (row) => {
    const inHead = row % headDim;
    const pair = inHead % (headDim / 2);
    return row - inHead + 2 * pair + (inHead < headDim / 2 ? 0 : 1);
  };
}

const GGUF_NAMES: ReadonlyMap<string, string> = new Map([
  ["model.embed_tokens", "token_embd"],
  ["model.norm", "output_norm"],
  ["lm_head", "output"],
  ["input_layernorm", "attn_norm"],
  ["self_attn.q_proj", "attn_q"],
  ["self_attn.k_proj", "attn_k"],
  ["self_attn.v_proj", "attn_v"],
  ["self_attn.o_proj", "attn_output"],
  ["post_attention_layernorm", "ffn_norm"],
  ["mlp.gate_proj", "ffn_gate"],
  ["mlp.up_proj", "ffn_up"],
  ["mlp.down_proj", "ffn_down"],
]);

function ggufName(name: string): string {
  const path = name.replace(/\.weight$/, "");
  const [, layer, part] = /^model\.layers\.(\d+)\.(.+)$/.exec(path) ?? [];
  const known = GGUF_NAMES.get(part ?? path) ?? path;
  return layer === undefined ? `${known}.weight` : `blk.${layer}.${known}.weight`;
}
