/** @file The decoder's graph in every form of weights, in the real runtime, against plain loops with the same values. */
import { beforeAll, describe, expect, it } from "vitest";
import { arithmeticFor } from "#models/arithmetic";
import type { WeightMode } from "#models/arithmetic";
import { LlamaReference } from "#models/llama/reference";
import type { LlamaConfig } from "#models/llama/config";
import { matrices } from "#models/llama/matrices";
import { tensorBytes } from "#models/onnx/onnx-model";
import type { WeightSlot } from "#models/onnx/graph-builder";
import type { MatrixForm, MatrixPart } from "#models/onnx/weight-source";
import { floatWeights } from "#models/testing/checkpoint-weights";
import { correlation, largestDifference, rowsOf } from "#models/testing/compare";
import { writeMlx } from "#models/testing/mlx-writer";
import type { MlxWriterOptions } from "#models/testing/mlx-writer";
import { nbitsValues } from "#models/testing/nbits-values";
import { seededRandom } from "#models/testing/random";
import { randomTokens } from "#models/testing/statistics";
import { memorySource, randomWeights, tensorShapes, tinyConfig } from "#models/testing/tiny-llama";
import { tensorCheckpoint } from "#models/testing/tiny-mllama";
import type { TensorMap } from "#models/testing/tiny-mllama";
import { nbitsRows } from "#models/weights/checkpoint";
import type { Checkpoint } from "#models/weights/checkpoint";
import { packNBits } from "#models/weights/nbits";
import { SafetensorsCheckpoint } from "#models/weights/safetensors-checkpoint";
import { parseSafetensors } from "#models/weights/safetensors";
import type { Device } from "./device.ts";
import { GraphDecoder } from "./graph-decoder.ts";
import type { GraphDecoderOptions } from "./graph-decoder.ts";
import { MADE_UP } from "./made-up-weights.ts";
import type { OrtRuntime } from "./ort-runtime.ts";
import { changedDevice } from "./testing/changed-device.ts";
import { startCpuRuntime } from "./testing/cpu-runtime.ts";

/** Float32 in another order of summation, of the row's largest logit. */
const TOLERANCE = 3e-5;
const CONTEXT = 64;

let runtime: OrtRuntime;

beforeAll(async () => {
  runtime = await startCpuRuntime();
});

/** [tied or own head, query heads per key head, even or odd blocks of 64 and 32 columns, rotary scaling]. */
const SHAPES: readonly [string, LlamaConfig][] = [
  ["tied head, groups of 2", tinyConfig({ hiddenSize: 128, intermediateSize: 192 })],
  [
    "own head, groups of 3, odd blocks of 96 columns",
    tinyConfig({ hiddenSize: 96, numAttentionHeads: 6, intermediateSize: 160, tieWordEmbeddings: false }),
  ],
  [
    "tied head, groups of 3, odd blocks of 576 columns",
    tinyConfig({
      hiddenSize: 576,
      numHiddenLayers: 1,
      numAttentionHeads: 9,
      numKeyValueHeads: 3,
      headDim: 64,
      intermediateSize: 320,
      vocabSize: 150,
    }),
  ],
  [
    "own head, groups of 4, scaled frequencies",
    tinyConfig({
      hiddenSize: 64,
      numAttentionHeads: 8,
      intermediateSize: 128,
      ropeTheta: 500_000,
      ropeScaling: {
        factor: 32,
        lowFreqFactor: 1,
        highFreqFactor: 4,
        originalMaxPositionEmbeddings: 64,
      },
      tieWordEmbeddings: false,
    }),
  ],
];

/** How the values of a checkpoint lie in the groups of its 4-bit file. */
interface Stored {
  readonly wholeZeroPoints: boolean;
  /** Every second group of 64 moved to one side of zero: its zero point is far outside 0 to 15. */
  readonly oneSigned: boolean;
}

function tensorsOf(config: LlamaConfig, { oneSigned }: Pick<Stored, "oneSigned">): TensorMap {
  const weights = randomWeights(config);
  const tensors: TensorMap = new Map();
  for (const [name, shape] of tensorShapes(config)) {
    const values = weights.get(name)!;
    const [, columns] = shape;
    if (oneSigned && columns !== undefined) {
      // Five deviations to either side: no value of the group has the other sign.
      const shift = 5 * (name.includes("embed_tokens") ? 1 : columns ** -0.5);
      const sign = (at: number): number => (Math.floor(at / columns) % 2 === 0 ? 1 : -1);
      const moved = (at: number): boolean => Math.floor((at % columns) / 64) % 2 === 0;
      values.forEach((value, at) => (values[at] = moved(at) ? sign(at) * (shift + value) : value));
    }
    tensors.set(name, { shape, values });
  }
  return tensors;
}

function mlxCheckpoint(config: LlamaConfig, stored: Stored): Checkpoint {
  const file = writeMlx(tensorsOf(config, stored), stored);
  return new SafetensorsCheckpoint(parseSafetensors(memorySource(file)));
}

function floatCheckpoint(config: LlamaConfig): Checkpoint {
  return tensorCheckpoint(tensorsOf(config, { oneSigned: false }));
}

function createDecoder(
  config: LlamaConfig,
  weights: Checkpoint,
  options: Partial<GraphDecoderOptions> & { readonly mode: WeightMode },
  device: Device = runtime,
): Promise<GraphDecoder> {
  const model = { config, weights, imageTokenIndex: null };
  return GraphDecoder.create(device, model, {
    contextTokens: CONTEXT,
    smoothing: null,
    onProgress: () => {},
    ...options,
  });
}

function formOf(weights: Checkpoint, part: MatrixPart, mode: WeightMode): MatrixForm {
  return arithmeticFor(weights, {
    mode,
    activations: "float32",
    maxWeightBytes: Infinity,
    exactZeroPoints: false,
  }).formOf([part]);
}

/** What the graph multiplies with: 4-bit values without what whole zero points lack, the rest as it is. */
function roundedReference(config: LlamaConfig, weights: Checkpoint, mode: WeightMode): LlamaReference {
  const values = floatWeights({ config, weights }, (part) => {
    const { name, shape } = part;
    const form = formOf(weights, part, mode);
    if (form.kind !== "nbits") return weights.rows(name, shape);
    const packed = packNBits(nbitsRows(weights, name, shape, form.blockSize, form.bits));
    return nbitsValues(packed, shape[0], shape[1], form.blockSize);
  });
  return new LlamaReference(config, values);
}

/** The checkpoint's own values. */
function exactReference(config: LlamaConfig, weights: Checkpoint): LlamaReference {
  return new LlamaReference(config, floatWeights({ config, weights }));
}

const tokens = (config: LlamaConfig, count: number, seed = 3): number[] =>
  randomTokens(count, config.vocabSize, seededRandom(seed));

function expectSameRows(actual: readonly Float32Array[], expected: readonly Float32Array[]): void {
  expect(actual.length).toBe(expected.length);
  actual.forEach((row, at) => {
    const largest = Math.max(...expected[at]!.map(Math.abs));
    expect(largestDifference(row, expected[at]!)).toBeLessThan(TOLERANCE * largest);
  });
}

/** Prefill of 37 tokens, a step of one, of two, of one: all rows. */
async function expectSame(
  decoder: GraphDecoder,
  reference: LlamaReference,
  config: LlamaConfig,
): Promise<void> {
  const ids = tokens(config, 41);
  for (const [start, end] of [
    [0, 37],
    [37, 38],
    [38, 40],
    [40, 41],
  ] as const) {
    const chunk = ids.slice(start, end);
    const [logits] = await decoder.forward(chunk, { logitRows: chunk.length });
    expectSameRows(rowsOf(logits!, config.vocabSize), reference.forward(chunk));
  }
  expect(decoder.cache.tokens).toEqual(ids);
  decoder.release();
}

describe.each(SHAPES)("a decoder with %s", { timeout: 60_000 }, (_, config) => {
  it("is exact in float", async () => {
    const weights = floatCheckpoint(config);
    const decoder = await createDecoder(config, weights, { mode: "float" });
    await expectSame(decoder, exactReference(config, weights), config);
  });

  it("computes with what float weights are rounded to in 4 bits", async () => {
    const weights = floatCheckpoint(config);
    const decoder = await createDecoder(config, weights, { mode: "nbits" });
    await expectSame(decoder, roundedReference(config, weights, "nbits"), config);
  });

  it("computes with the bytes of a 4-bit file as they are", async () => {
    const weights = mlxCheckpoint(config, { wholeZeroPoints: true, oneSigned: false });
    for (const mode of ["nbits", "stored"] as const) {
      const decoder = await createDecoder(config, weights, { mode });
      await expectSame(decoder, roundedReference(config, weights, mode), config);
    }
  });

  it("is exact with residuals where zero points are not whole", async () => {
    const weights = mlxCheckpoint(config, { wholeZeroPoints: false, oneSigned: false });
    const decoder = await createDecoder(config, weights, { mode: "stored", exactZeroPoints: true });
    await expectSame(decoder, exactReference(config, weights), config);
  });

  it("has residuals unasked, and is exact, where groups have one sign", async () => {
    const weights = mlxCheckpoint(config, { wholeZeroPoints: false, oneSigned: true });
    const form = formOf(weights, matrices.embedding(config).parts[0]!, "stored");
    // Widths that are no whole groups are not stored in 4 bits.
    expect(form).toMatchObject(config.hiddenSize % 64 === 0 ? { residuals: true } : { kind: "float" });
    const decoder = await createDecoder(config, weights, { mode: "stored" });
    await expectSame(decoder, exactReference(config, weights), config);
  });

  it.each([
    ["float", "float"],
    ["4 bits", "nbits"],
    ["int8", "int8"],
  ] as const)("gives the same with its matrices cut into pieces, in %s", async (_name, mode) => {
    const weights = mlxCheckpoint(config, { wholeZeroPoints: false, oneSigned: true });
    const small = changedDevice(runtime, {
      maxTensorBytes: (config.hiddenSize * config.intermediateSize) / 8,
    });
    const options = { mode, exactZeroPoints: true };
    const names: string[] = [];
    const spying = changedDevice(small, {
      createSession: (session) => {
        names.push(...session.graph.weights.map(({ name }) => name));
        return runtime.createSession(session);
      },
    });
    const [whole, cut] = [
      await createDecoder(config, weights, options),
      await createDecoder(config, weights, options, spying),
    ];
    for (const matrix of ["embed_tokens", "layers.0.self_attn.qkv_proj", "layers.0.mlp.down_proj"])
      expect(names.some((name) => name.startsWith(`${matrix}.1.`))).toBe(true);
    const ids = tokens(config, 20);
    const [expected] = await whole.forward(ids, { logitRows: 20 });
    const [actual] = await cut.forward(ids, { logitRows: 20 });
    expectSameRows(rowsOf(actual!, config.vocabSize), rowsOf(expected!, config.vocabSize));
    [whole, cut].forEach((decoder) => decoder.release());
  });

  it("gives logits for as many of the last rows as are asked for, and for the last unasked", async () => {
    const weights = floatCheckpoint(config);
    const decoder = await createDecoder(config, weights, { mode: "float" });
    const ids = tokens(config, 12);
    const expected = exactReference(config, weights).forward(ids);
    for (const logitRows of [1, 5, 12]) {
      decoder.cache.truncate(0);
      const [logits] = await decoder.forward(ids, logitRows === 1 ? {} : { logitRows });
      expectSameRows(rowsOf(logits!, config.vocabSize), expected.slice(-logitRows));
    }
    decoder.release();
  });

  it("runs with float16 activations", async () => {
    const weights = mlxCheckpoint(config, { wholeZeroPoints: false, oneSigned: false });
    // The GPU's graph: the CPU's has a sink of float32 in its attention.
    const half = changedDevice(runtime, { kind: "webgpu", activations: "float16" });
    const decoder = await createDecoder(config, weights, { mode: "stored", exactZeroPoints: true }, half);
    const ids = tokens(config, 20);
    const expected = exactReference(config, weights).forward(ids);
    const [logits] = await decoder.forward(ids, { logitRows: 20 });
    rowsOf(logits!, config.vocabSize).forEach((row, at) =>
      expect(correlation(row, expected[at]!)).toBeGreaterThan(0.9999),
    );
    decoder.release();
  });
});

function part(name: string, rows: number, columns: number): MatrixPart {
  return { name, shape: [rows, columns] };
}

describe("4-bit files that are not all of one kind", { timeout: 60_000 }, () => {
  const config = tinyConfig({ hiddenSize: 128, intermediateSize: 352, tieWordEmbeddings: false });
  const head = part("lm_head.weight", config.vocabSize, 128);
  const down = part("model.layers.0.mlp.down_proj.weight", 128, 352);
  const value = part(
    "model.layers.0.self_attn.v_proj.weight",
    config.numKeyValueHeads * config.headDim,
    config.hiddenSize,
  );

  /** MLX leaves a width that is no whole number of groups alone; recipes keep some matrices in more bits. */
  function mixed(options: Partial<MlxWriterOptions>): Checkpoint {
    const all = { wholeZeroPoints: true, ...options };
    return new SafetensorsCheckpoint(
      parseSafetensors(memorySource(writeMlx(tensorsOf(config, { oneSigned: false }), all))),
    );
  }

  it.each<[string, (name: string) => 4 | 8 | null]>([
    ["a width of no whole groups", () => 4],
    ["a head and an embedding in 8 bits", (name) => (/lm_head|embed/.test(name) ? 8 : 4)],
    ["a head and an embedding in float", (name) => (/lm_head|embed/.test(name) ? null : 4)],
    ["values in 8 bits between others in 4", (name) => (name.includes("v_proj") ? 8 : 4)],
    ["keys in float between others in 4 bits", (name) => (name.includes("k_proj") ? null : 4)],
    ["8 bits throughout", () => 8],
  ])("are exact as stored: %s", async (_, bitsOf) => {
    const weights = mixed({ bitsOf });
    expect(formOf(weights, down, "stored")).toEqual({ kind: "float" });
    const decoder = await createDecoder(config, weights, { mode: "stored", exactZeroPoints: false });
    await expectSame(decoder, exactReference(config, weights), config);
  });

  it("keep each matrix in its bits as stored, and are rounded to 4 only when that is asked for", () => {
    const weights = mixed({
      bitsOf: (name) => (name.includes("lm_head") ? 8 : name.includes("v_proj") ? null : 4),
    });
    expect(formOf(weights, head, "stored")).toMatchObject({ kind: "nbits", bits: 8 });
    expect(formOf(weights, value, "stored")).toEqual({ kind: "float" });
    for (const each of [head, value, down])
      expect(formOf(weights, each, "nbits")).toMatchObject({ kind: "nbits", bits: 4 });
  });

  it("are exact with scales of bfloat16, unasked", async () => {
    const weights = mixed({ scaleType: "BF16", bitsOf: (name) => (name.includes("lm_head") ? 8 : 4) });
    expect(formOf(weights, part("model.embed_tokens.weight", config.vocabSize, 128), "stored")).toMatchObject(
      {
        bits: 4,
        residuals: true,
      },
    );
    const decoder = await createDecoder(config, weights, { mode: "stored", exactZeroPoints: false });
    // Rows of 8 bits whose residuals are too small to matter lack them.
    const ids = tokens(config, 20);
    const [logits] = await decoder.forward(ids, { logitRows: 20 });
    const expected = exactReference(config, weights).forward(ids);
    rowsOf(logits!, config.vocabSize).forEach((row, at) =>
      expect(largestDifference(row, expected[at]!)).toBeLessThan(
        1e-3 * Math.max(...expected[at]!.map(Math.abs)),
      ),
    );
    decoder.release();
  });

  it("are cut so that no piece is larger than the device takes", async () => {
    const weights = mixed({ bitsOf: (name) => (name.includes("v_proj") ? 8 : 4) });
    const maxTensorBytes = 5 * 352 * 4 + 1;
    const large: string[] = [];
    const small = changedDevice(runtime, {
      maxTensorBytes,
      createSession: (session) => {
        const tooLarge = session.graph.weights.filter(
          ({ dtype, shape, source }) =>
            source.kind === "matrix" && tensorBytes(dtype, shape) > maxTensorBytes,
        );
        large.push(...tooLarge.map(({ name }) => name));
        return runtime.createSession(session);
      },
    });
    const decoder = await createDecoder(config, weights, { mode: "stored" }, small);
    expect(large).toEqual([]);
    await expectSame(decoder, exactReference(config, weights), config);
  });

  it.each([
    ["webgpu", 2],
    ["cpu", 1],
  ] as const)("of 143 MB, for a %s that takes 1 GiB, are %i pieces", async (kind, pieces) => {
    const wide = tinyConfig({ hiddenSize: 2048, vocabSize: 140_000, tieWordEmbeddings: false });
    const seen: WeightSlot[] = [];
    const device = changedDevice(runtime, {
      kind,
      maxTensorBytes: 2 ** 30,
      createSession: async ({ graph }) => {
        seen.push(...graph.weights);
        throw new Error("only looked at");
      },
    });
    const made = createDecoder(wide, MADE_UP, { mode: "nbits" }, device);
    await expect(made).rejects.toThrow("only looked at");
    const of = (matrix: string): WeightSlot[] =>
      seen.filter(({ name }) => name.startsWith(matrix) && name.endsWith(".quants"));
    for (const matrix of ["embed_tokens", "lm_head"]) expect(of(matrix), matrix).toHaveLength(pieces);
  });
});

describe("rotary angles far into a context", { timeout: 60_000 }, () => {
  it("are those of the positions", async () => {
    const config = SHAPES[3]![1];
    const weights = floatCheckpoint(config);
    const decoder = await createDecoder(config, weights, { mode: "float", firstPosition: 90_000 });
    const ids = tokens(config, 20);
    const reference = exactReference(config, weights);
    const expected = reference.forward(ids, 90_000);
    const [logits] = await decoder.forward(ids, { logitRows: 20 });
    expectSameRows(rowsOf(logits!, config.vocabSize), expected);
    decoder.release();
  });
});
