/** @file The repacks that `bench/weights.mjs` times: each makes a matrix of the graphs from one stored tensor. */
import { memorySource } from "#models/testing/tiny-llama";
import type { Checkpoint } from "#models/weights/checkpoint";
import { nbitsRows } from "#models/weights/checkpoint";
import { ggufNBits } from "#models/weights/gguf-nbits";
import { quantiseInt8 } from "#models/weights/int8";
import { packNBits, quantisedNBits } from "#models/weights/nbits";
import { storedRows } from "#models/weights/rows";
import type { StoredTensor } from "#models/weights/rows";
import { SafetensorsCheckpoint } from "#models/weights/safetensors-checkpoint";
import { BLOCKS } from "#models/weights/tensor-type";
import type { TensorType } from "#models/weights/tensor-type";

export interface Repack {
  readonly name: string;
  readonly sourceBytes: number;
  readonly run: () => void;
}

/** A feed-forward matrix of Llama 3.2 1B. */
const [ROWS, COLUMNS] = [8192, 2048];

/** Bytes that are weights of a usual size in any of the types: no infinities, no subnormal scales. */
function tensorOf(name: string, type: TensorType, shape: readonly number[], bytes: Uint8Array): StoredTensor {
  return { name, type, shape, source: memorySource(bytes), offset: 0, sizeBytes: bytes.length };
}

function randomTensor(type: TensorType, columns = COLUMNS, name = "t"): StoredTensor {
  const { elements, bytes } = BLOCKS[type];
  const sizeBytes = ((ROWS * columns) / elements) * bytes;
  let state = 1;
  const words = Uint32Array.from({ length: Math.ceil(sizeBytes / 4) }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state;
  });
  const stored = new Uint8Array(words.buffer, 0, sizeBytes);
  fixScales(type, stored);
  return tensorOf(name, type, [ROWS, columns], stored);
}

/** Half-precision fields around 0.01, 16-bit elements around 0.1. */
function fixScales(type: TensorType, bytes: Uint8Array): void {
  const scalesAt: Partial<Record<TensorType, readonly number[]>> = {
    F16: [0],
    Q4_0: [0],
    Q4_1: [0, 2],
    Q8_0: [0],
    Q4_K: [0, 2],
    Q6_K: [208],
  };
  for (let block = 0; block < bytes.length; block += BLOCKS[type].bytes) {
    for (const at of scalesAt[type] ?? []) bytes[block + at + 1] = 0x20 | (bytes[block + at + 1]! & 0x87);
    if (type === "BF16") bytes[block + 1] = 0x3d | (bytes[block + 1]! & 0x80);
  }
}

/** An MLX module whose zero points are 8. */
function mlxModule(): Checkpoint {
  const groups = COLUMNS / 64;
  const scales = new Uint16Array(ROWS * groups).fill(0x2000);
  const biases = new Uint16Array(ROWS * groups).fill(0xac00); // -8 times the scale
  const weight = randomTensor("U32", COLUMNS / 8, "m.weight");
  const halves = (name: string, values: Uint16Array): StoredTensor =>
    tensorOf(name, "F16", [ROWS, groups], new Uint8Array(values.buffer));
  return new SafetensorsCheckpoint(
    new Map(
      [weight, halves("m.scales", scales), halves("m.biases", biases)].map((tensor) => [tensor.name, tensor]),
    ),
  );
}

const MLX_BYTES = (ROWS * COLUMNS) / 2 + (ROWS * COLUMNS) / 16;
const SHAPE = [ROWS, COLUMNS] as const;

export function repacks(): Repack[] {
  const mlx = mlxModule();
  const q40 = randomTensor("Q4_0");
  const result: Repack[] = [
    {
      name: "MLX 4-bit -> MatMulNBits",
      sourceBytes: MLX_BYTES,
      run: () => packNBits(nbitsRows(mlx, "m.weight", SHAPE, 64)),
    },
    { name: "Q4_0 -> MatMulNBits", sourceBytes: q40.sizeBytes, run: () => packNBits(ggufNBits(q40)!) },
    {
      name: "MLX 4-bit -> int8",
      sourceBytes: MLX_BYTES,
      run: () => quantiseInt8([mlx.rows("m.weight", SHAPE)]),
    },
  ];
  for (const type of ["F16", "BF16", "Q8_0", "Q6_K", "Q4_K", "Q4_1", "Q4_0"] as const) {
    const tensor = randomTensor(type);
    const { sizeBytes: sourceBytes } = tensor;
    if (type !== "Q4_0") {
      const run = (): unknown => packNBits(quantisedNBits(storedRows(tensor), 64));
      result.push({ name: `${type} -> MatMulNBits`, sourceBytes, run });
    }
    result.push({ name: `${type} -> int8`, sourceBytes, run: () => quantiseInt8([storedRows(tensor)]) });
  }
  return result;
}
