/** @file The bytes of each weight that the int8 CPU graph asks for, made from a checkpoint of any format. */
import type { Checkpoint } from "#models/weights/checkpoint";
import { quantiseInt8 } from "#models/weights/int8";
import type { Int8Matrix } from "#models/weights/int8";
import type { RowReader } from "#models/weights/rows";
import { multiplyRow } from "#models/weights/simd";
import type { LlamaConfig } from "./config.ts";
import { matrixParts, splitModule } from "./matrices.ts";
import { rotaryTables } from "./rotary.ts";
import { valueChannelFactors } from "./smoothing.ts";
import type { Smoothing } from "./smoothing.ts";

/** Makes the tensors of `buildLlamaCpuGraph` by name, one at a time, in any order. */
export class LlamaWeights {
  readonly #checkpoint: Checkpoint;
  readonly #config: LlamaConfig;
  readonly #maxPositions: number;
  readonly #smoothing: Smoothing | null;
  /** Weight and scale come from one pass; the second of the two is kept until it is asked for. */
  readonly #waiting = new Map<string, Int8Matrix>();

  /** @param smoothing null = weights as they are, for the run that finds the factors. */
  constructor(
    checkpoint: Checkpoint,
    config: LlamaConfig,
    maxPositions: number,
    smoothing: Smoothing | null,
  ) {
    this.#checkpoint = checkpoint;
    this.#config = config;
    this.#maxPositions = maxPositions;
    this.#smoothing = smoothing;
  }

  /**
   * Little-endian bytes of the weight `name` of the graph.
   * @throws AppError `weights-corrupt` when the checkpoint lacks a tensor or has it in another shape.
   */
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
    const values = this.#checkpoint.vector(`model.${name}`, [this.#config.hiddenSize]);
    const reader = name
      .replace(".input_layernorm.weight", ".self_attn.qkv_proj")
      .replace(".post_attention_layernorm.weight", ".mlp.gate_up_proj");
    const factors = this.#smoothing?.get(reader);
    if (factors) values.forEach((value, channel) => (values[channel] = value / (factors[channel] as number)));
    return values;
  }

  /** The checkpoint matrices stacked in one matrix of the graph, smoothed. */
  #parts(module: string): RowReader[] {
    const columns = this.#smoothing?.get(module);
    return matrixParts(this.#config, module).map(({ name, shape }) => {
      const reader = this.#checkpoint.rows(name, shape);
      return columns ? smoothed(reader, columns, this.#rowDivisors(module, name)) : reader;
    });
  }

  /** Rows of v and up take the division that the smoothing of their reader asks for. */
  #rowDivisors(module: string, name: string): Float32Array | undefined {
    const [block] = splitModule(module);
    if (name.endsWith(".up_proj.weight")) return this.#smoothing?.get(`${block}.mlp.down_proj`);
    const output = name.endsWith(".v_proj.weight") && this.#smoothing?.get(`${block}.self_attn.o_proj`);
    return output ? valueChannelFactors(output, this.#config) : undefined;
  }
}

/** W[n, k] * columns[k] / rows[n]: takes over the division of its inputs, passes one on to its reader. */
function smoothed(reader: RowReader, columns: Float32Array, rows: Float32Array | undefined): RowReader {
  return {
    rows: reader.rows,
    columns: reader.columns,
    readRow: (row, into) => {
      reader.readRow(row, into);
      multiplyRow(into, columns, rows ? 1 / (rows[row] as number) : 1);
    },
  };
}

function asBytes(array: Float32Array | Int8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(array.buffer as ArrayBuffer, array.byteOffset, array.byteLength);
}
