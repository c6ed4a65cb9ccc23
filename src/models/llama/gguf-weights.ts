/**
 * @file A Llama checkpoint in GGUF: its configuration, and the bytes of each weight the CPU graph asks for. The quirks of
 * the format live here (spec llama32 7.5): llama.cpp's tensor names and q/k rows in interleaved rotary order.
 */
import { AppError } from "#shared/errors";
import type { ByteSource } from "#models/weights/byte-source";
import { dequantise } from "#models/weights/dequantise";
import type { Gguf, GgufTensor } from "#models/weights/gguf";
import { GGUF_TYPES } from "#models/weights/gguf";
import { quantiseInt8 } from "#models/weights/int8";
import type { Int8Matrix, RowReader } from "#models/weights/int8";
import { checkLlamaConfig } from "./config.ts";
import type { LlamaConfig } from "./config.ts";
import { rotaryTables } from "./rotary.ts";
import { valueChannelFactors } from "./smoothing.ts";
import type { Smoothing } from "./smoothing.ts";

/** @throws AppError `weights-unsupported` when the architecture is not Llama or a size is out of range. */
export function readLlamaConfig(gguf: Gguf): LlamaConfig {
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
  return checkLlamaConfig({
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
    // llama.cpp stores Llama 3's scaling as a tensor of divisors; read when such a checkpoint is offered.
    ropeScaling: null,
    tieWordEmbeddings: !gguf.tensors.has("output.weight"),
  });
}

/** Makes the tensors of `buildLlamaCpuGraph` by name, one at a time, in any order. */
export class LlamaGgufWeights {
  readonly #source: ByteSource;
  readonly #gguf: Gguf;
  readonly #config: LlamaConfig;
  readonly #maxPositions: number;
  readonly #smoothing: Smoothing | null;
  /** Weight and scale come from one pass; the second of the two is kept until it is asked for. */
  readonly #waiting = new Map<string, Int8Matrix>();

  /** @param smoothing null = weights as they are, for the run that finds the factors. */
  constructor(
    source: ByteSource,
    gguf: Gguf,
    config: LlamaConfig,
    maxPositions: number,
    smoothing: Smoothing | null,
  ) {
    if (gguf.tensors.has("rope_freqs.weight")) {
      throw new AppError("weights-unsupported", "rope_freqs in GGUF", { field: "rope_freqs" });
    }
    this.#source = source;
    this.#gguf = gguf;
    this.#config = config;
    this.#maxPositions = maxPositions;
    this.#smoothing = smoothing;
  }

  /** Little-endian bytes of the weight `name` of the graph. */
  bytes(name: string): Uint8Array<ArrayBuffer> {
    if (name === "rotary.cos" || name === "rotary.sin") {
      const tables = rotaryTables(this.#config, this.#maxPositions);
      return asBytes(name === "rotary.cos" ? tables.cos : tables.sin);
    }
    if (name.endsWith("norm.weight")) return asBytes(this.#norm(name));
    const module = name.replace(/\.(weight|scale)$/, "");
    const known = this.#waiting.get(module);
    const matrix = known ?? quantiseInt8(this.#parts(module));
    if (known) this.#waiting.delete(module);
    else this.#waiting.set(module, matrix);
    return asBytes(name.endsWith(".scale") ? matrix.scale : matrix.weight);
  }

  /** A norm's weight divided by the smoothing of the matrix that reads it. */
  #norm(name: string): Float32Array {
    const values = new Float32Array(this.#config.hiddenSize);
    const tensor = this.#tensor(ggufName(name), [this.#config.hiddenSize]);
    dequantise(tensor.type, this.#source.read(tensor.offset, tensor.sizeBytes), values);
    const reader = name
      .replace(".input_layernorm.weight", ".self_attn.qkv_proj")
      .replace(".post_attention_layernorm.weight", ".mlp.gate_up_proj");
    const factors = this.#smoothing?.get(reader);
    return factors ? values.map((value, channel) => value / (factors[channel] as number)) : values;
  }

  /** The checkpoint matrices stacked in one matrix of the graph, smoothed. */
  #parts(module: string): RowReader[] {
    const { hiddenSize, headDim, numAttentionHeads, numKeyValueHeads, intermediateSize, vocabSize } =
      this.#config;
    if (module === "embed_tokens") return [this.#rows("token_embd.weight", vocabSize, hiddenSize)];
    if (module === "lm_head") return [this.#rows("output.weight", vocabSize, hiddenSize)];
    const [, layer, part] = /^layers\.(\d+)\.(?:self_attn|mlp)\.(\w+)$/.exec(module) ?? [];
    const block = `blk.${layer}`;
    const columns = this.#smoothing?.get(module);
    switch (part ?? "") {
      case "qkv_proj": {
        const [queryRows, kvRows] = [numAttentionHeads * headDim, numKeyValueHeads * headDim];
        const order = splitHalfRow(headDim);
        const output = this.#smoothing?.get(`layers.${layer}.self_attn.o_proj`);
        const rows = output && valueChannelFactors(output, this.#config);
        return [
          smoothed(this.#rows(`${block}.attn_q.weight`, queryRows, hiddenSize, order), { columns }),
          smoothed(this.#rows(`${block}.attn_k.weight`, kvRows, hiddenSize, order), { columns }),
          smoothed(this.#rows(`${block}.attn_v.weight`, kvRows, hiddenSize), { columns, rows }),
        ];
      }
      case "o_proj":
        return [
          smoothed(this.#rows(`${block}.attn_output.weight`, hiddenSize, numAttentionHeads * headDim), {
            columns,
          }),
        ];
      case "gate_up_proj": {
        const rows = this.#smoothing?.get(`layers.${layer}.mlp.down_proj`);
        return [
          smoothed(this.#rows(`${block}.ffn_gate.weight`, intermediateSize, hiddenSize), { columns }),
          smoothed(this.#rows(`${block}.ffn_up.weight`, intermediateSize, hiddenSize), { columns, rows }),
        ];
      }
      case "down_proj":
        return [smoothed(this.#rows(`${block}.ffn_down.weight`, hiddenSize, intermediateSize), { columns })];
      default:
        throw new Error(`no such weight: ${module}`);
    }
  }

  #rows(
    name: string,
    rows: number,
    columns: number,
    rowOf: (row: number) => number = (row) => row,
  ): RowReader {
    const tensor = this.#tensor(name, [rows, columns]);
    const { blockElements, blockBytes } = GGUF_TYPES[tensor.type];
    const rowBytes = (columns / blockElements) * blockBytes;
    // One read per tensor: at most 45 MB (the embedding of the largest model read this way), freed with the reader.
    const bytes = this.#source.read(tensor.offset, tensor.sizeBytes);
    return {
      rows,
      columns,
      readRow: (row, into) => {
        const start = rowOf(row) * rowBytes;
        dequantise(tensor.type, bytes.subarray(start, start + rowBytes), into);
      },
    };
  }

  #tensor(name: string, shape: readonly number[]): GgufTensor {
    const tensor = this.#gguf.tensors.get(name);
    if (!tensor) throw new AppError("weights-corrupt", `tensor ${name} is missing`, { tensor: name });
    if (tensor.shape.join() !== shape.join()) {
      throw new AppError("weights-corrupt", `tensor ${name} has shape ${tensor.shape.join()}`, {
        tensor: name,
      });
    }
    return tensor;
  }
}

/** W[n, k] * columns[k] / rows[n]: takes over the division of its inputs, passes one on to its reader. */
function smoothed(
  reader: RowReader,
  { columns, rows }: { columns: Float32Array | undefined; rows?: Float32Array | undefined },
): RowReader {
  if (!columns) return reader;
  return {
    rows: reader.rows,
    columns: reader.columns,
    readRow: (row, into) => {
      reader.readRow(row, into);
      const divisor = rows ? (rows[row] as number) : 1;
      for (let k = 0; k < into.length; k++)
        into[k] = ((into[k] as number) * (columns[k] as number)) / divisor;
    },
  };
}

/** HF row r of a head = interleaved row 2r; row r + d/2 = interleaved row 2r + 1 (spec llama32 2.3). */
function splitHalfRow(headDim: number): (row: number) => number {
  return (row) => {
    const inHead = row % headDim;
    const pair = inHead % (headDim / 2);
    return row - inHead + 2 * pair + (inHead < headDim / 2 ? 0 : 1);
  };
}

function ggufName(name: string): string {
  return name
    .replace(/^norm\./, "output_norm.")
    .replace(/^layers\.(\d+)\.input_layernorm\./, "blk.$1.attn_norm.")
    .replace(/^layers\.(\d+)\.post_attention_layernorm\./, "blk.$1.ffn_norm.");
}

function asBytes(array: Float32Array | Int8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(array.buffer as ArrayBuffer, array.byteOffset, array.byteLength);
}
