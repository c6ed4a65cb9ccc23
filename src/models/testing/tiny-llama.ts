/** @file A Llama of a few thousand random weights and its GGUF file, for tests. */
import type { LlamaConfig } from "#models/llama/config";
import type { CheckpointWeights } from "#models/llama/reference";
import type { ByteSource } from "#models/weights/byte-source";
import type { GgufType } from "#models/weights/gguf";
import { encodeBlocks } from "./gguf-blocks.ts";
import { writeGguf } from "./gguf-writer.ts";
import type { GgufMetadata, GgufTensorData } from "./gguf-writer.ts";
import { seededRandom } from "./random.ts";

export function tinyConfig(changes: Partial<LlamaConfig> = {}): LlamaConfig {
  return {
    modelType: "llama",
    hiddenSize: 64,
    numHiddenLayers: 2,
    numAttentionHeads: 4,
    numKeyValueHeads: 2,
    headDim: 16,
    intermediateSize: 96,
    vocabSize: 300,
    maxPositionEmbeddings: 2048,
    rmsNormEps: 1e-5,
    ropeTheta: 10_000,
    ropeScaling: null,
    tieWordEmbeddings: true,
    ...changes,
  };
}

/** Shapes of all tensors of the checkpoint by Hugging Face name, matrices [out, in]. */
export function tensorShapes(config: LlamaConfig): Map<string, number[]> {
  const { hiddenSize, headDim, intermediateSize, vocabSize } = config;
  const [queryWidth, kvWidth] = [config.numAttentionHeads * headDim, config.numKeyValueHeads * headDim];
  const shapes = new Map<string, number[]>([["model.embed_tokens.weight", [vocabSize, hiddenSize]]]);
  for (let layer = 0; layer < config.numHiddenLayers; layer++) {
    const name = `model.layers.${layer}`;
    shapes.set(`${name}.input_layernorm.weight`, [hiddenSize]);
    shapes.set(`${name}.self_attn.q_proj.weight`, [queryWidth, hiddenSize]);
    shapes.set(`${name}.self_attn.k_proj.weight`, [kvWidth, hiddenSize]);
    shapes.set(`${name}.self_attn.v_proj.weight`, [kvWidth, hiddenSize]);
    shapes.set(`${name}.self_attn.o_proj.weight`, [hiddenSize, queryWidth]);
    shapes.set(`${name}.post_attention_layernorm.weight`, [hiddenSize]);
    shapes.set(`${name}.mlp.gate_proj.weight`, [intermediateSize, hiddenSize]);
    shapes.set(`${name}.mlp.up_proj.weight`, [intermediateSize, hiddenSize]);
    shapes.set(`${name}.mlp.down_proj.weight`, [hiddenSize, intermediateSize]);
  }
  shapes.set("model.norm.weight", [hiddenSize]);
  if (!config.tieWordEmbeddings) shapes.set("lm_head.weight", [vocabSize, hiddenSize]);
  return shapes;
}

/** Matrices that keep the size of what they multiply, embeddings of size 1, norms around 1. */
export function randomWeights(config: LlamaConfig, seed = 1): Map<string, Float32Array> {
  const random = seededRandom(seed);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const weights = new Map<string, Float32Array>();
  for (const [name, shape] of tensorShapes(config)) {
    const length = shape.reduce((product, size) => product * size, 1);
    const matrix = shape.length === 2 && !name.includes("embed_tokens");
    const deviation = matrix ? 1 / Math.sqrt(shape[1] as number) : 1;
    weights.set(
      name,
      Float32Array.from({ length }, () => (shape.length === 1 ? 1 + 0.2 * normal() : deviation * normal())),
    );
  }
  return weights;
}

const GGUF_PARTS: Readonly<Record<string, string>> = {
  input_layernorm: "attn_norm",
  "self_attn.q_proj": "attn_q",
  "self_attn.k_proj": "attn_k",
  "self_attn.v_proj": "attn_v",
  "self_attn.o_proj": "attn_output",
  post_attention_layernorm: "ffn_norm",
  "mlp.gate_proj": "ffn_gate",
  "mlp.up_proj": "ffn_up",
  "mlp.down_proj": "ffn_down",
};

function ggufName(name: string): string {
  const [, layer, part] = /^model\.layers\.(\d+)\.(.+)\.weight$/.exec(name) ?? [];
  if (layer !== undefined) return `blk.${layer}.${GGUF_PARTS[part ?? ""]}.weight`;
  if (name === "model.embed_tokens.weight") return "token_embd.weight";
  return name === "model.norm.weight" ? "output_norm.weight" : "output.weight";
}

/** Split-half rows to llama.cpp's interleaved ones: rows 2r and 2r + 1 of a head are rows r and r + headDim / 2. */
function interleaveRows(matrix: Float32Array, columns: number, headDim: number): Float32Array {
  const result = new Float32Array(matrix.length);
  for (let row = 0; row < matrix.length / columns; row++) {
    const inHead = row % headDim;
    const from = row - inHead + Math.floor(inHead / 2) + (inHead % 2) * (headDim / 2);
    result.set(matrix.subarray(from * columns, (from + 1) * columns), row * columns);
  }
  return result;
}

/** The metadata of a tiny checkpoint, without a tokenizer. */
export function tinyMetadata(config: LlamaConfig): GgufMetadata {
  return {
    "general.architecture": "llama",
    "llama.block_count": config.numHiddenLayers,
    "llama.context_length": config.maxPositionEmbeddings,
    "llama.embedding_length": config.hiddenSize,
    "llama.feed_forward_length": config.intermediateSize,
    "llama.attention.head_count": config.numAttentionHeads,
    "llama.attention.head_count_kv": config.numKeyValueHeads,
    "llama.attention.key_length": config.headDim,
    "llama.attention.layer_norm_rms_epsilon": config.rmsNormEps,
    "llama.rope.freq_base": config.ropeTheta,
  };
}

/** One type for all matrices, or each matrix's own by its Hugging Face name. */
type MatrixTypes = GgufType | ((name: string) => GgufType);

/** Matrices in `types`, norms in F32, as llama.cpp's converter writes them. */
export function tinyTensors(
  config: LlamaConfig,
  weights: CheckpointWeights,
  types: MatrixTypes = "F32",
): GgufTensorData[] {
  return [...tensorShapes(config)].map(([name, shape]) => {
    const values = weights.get(name);
    if (!values) throw new Error(`no weight ${name}`);
    const rotary = /\.(q|k)_proj\./.test(name);
    const stored = rotary ? interleaveRows(values, config.hiddenSize, config.headDim) : values;
    const storedType = shape.length === 1 ? "F32" : typeof types === "string" ? types : types(name);
    return { name: ggufName(name), type: storedType, shape, bytes: encodeBlocks(storedType, stored) };
  });
}

export function tinyGguf(
  config: LlamaConfig,
  weights: CheckpointWeights,
  types: MatrixTypes = "F32",
): Uint8Array<ArrayBuffer> {
  return writeGguf(tinyMetadata(config), tinyTensors(config, weights, types));
}

/** A file in memory; reads outside it throw, as `ByteSource` asks. */
export function memorySource(bytes: Uint8Array): ByteSource & { readonly reads: number[] } {
  const reads: number[] = [];
  const read = (offset: number, length: number): Uint8Array<ArrayBuffer> => {
    if (offset < 0 || offset + length > bytes.length) throw new RangeError("read outside the file");
    reads.push(length);
    return bytes.slice(offset, offset + length);
  };
  return { sizeBytes: bytes.length, reads, read, range: rangeBy(read) };
}

/** Ranges of a file that is read at once and by nobody else. */
export function rangeBy(read: ByteSource["read"]): ByteSource["range"] {
  return (offset, length) => ({
    byteLength: length,
    copyTo: (target) => target.set(read(offset, length)),
    prefetch: () => {},
  });
}
