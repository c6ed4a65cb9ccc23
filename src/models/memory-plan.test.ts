import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LlamaConfig } from "./llama/config.ts";
import { WASM_HEAP_BYTES, rowsPerBuffer } from "./memory-plan-bytes.ts";
import type { DeviceLimits, MemoryRequest } from "./memory-plan-bytes.ts";
import { modelTensors } from "./memory-plan-tensors.ts";
import { planMemory, planWithPictures } from "./memory-plan.ts";
import type { SplitTensor } from "./memory-plan.ts";
import type { MllamaConfig } from "./mllama/config.ts";
import {
  LLAMA_32_11B_VISION_INSTRUCT,
  LLAMA_32_1B,
  LLAMA_32_3B,
  LLAMA_32_90B_VISION,
} from "./released-configs.ts";

const MIB = 1 << 20;
const GIB = 1 << 30;

const DESKTOP: DeviceLimits = {
  kind: "webgpu",
  maxBufferSize: GIB,
  maxStorageBufferBindingSize: GIB,
  flashAttention: true,
  memoryBytes: 12 * GIB,
  guessedBytes: 0,
};
/** What WebGPU promises everywhere. */
const DEFAULTS: DeviceLimits = {
  ...DESKTOP,
  maxBufferSize: 256 * MIB,
  maxStorageBufferBindingSize: 128 * MIB,
};
const CPU: DeviceLimits = { kind: "cpu", heapBytes: WASM_HEAP_BYTES };
const REQUEST: MemoryRequest = {
  config: LLAMA_32_1B,
  weights: { kind: "nbits", blockSize: 64 },
  activations: "float16",
  contextTokens: 8192,
  minContextTokens: 1024,
  pictures: 0,
  chunkTokens: 128,
  device: DESKTOP,
};

function weightsOf(changes: Partial<MemoryRequest>): number {
  return planMemory({ ...REQUEST, ...changes }).bytes.weights;
}

const halfTable: NonNullable<MemoryRequest["formOf"]> = ({ name }) =>
  name.includes("embed") ? { kind: "float" } : REQUEST.weights;

function splitsOf(config: LlamaConfig | MllamaConfig, device: DeviceLimits): readonly SplitTensor[] {
  return planMemory({ ...REQUEST, config, device }).splits;
}

describe("plan", () => {
  it("adds up what the 1B needs on a GPU", () => {
    const { decision, bytes, contextTokens, splits } = planMemory(REQUEST);
    expect([decision.kind, contextTokens, splits.length]).toEqual(["fits", 8192, 0]);
    // 4 bits, an f16 scale and half a byte of zero point for 64 values; norms in f16.
    const norms = 33 * 2048;
    expect(bytes.weights).toBe((1_235_814_400 - norms) * (0.5 + 2.5 / 64) + 2 * norms);
    expect(bytes.kvCache).toBe(256 * MIB);
    expect(bytes.pictures).toBe(0);
    const parts = [bytes.weights, bytes.kvCache, bytes.pictures, bytes.activations, bytes.staging];
    expect(bytes.total).toBe(parts.reduce((sum, part) => sum + part, 0));
  });

  it("keeps weights as they are asked for", () => {
    const matrices = 1_235_814_400 - 33 * 2048;
    expect(weightsOf({ weights: { kind: "float" } })).toBe(2 * 1_235_814_400);
    expect(weightsOf({ weights: { kind: "float" }, activations: "float32" })).toBe(4 * 1_235_814_400);
    expect(weightsOf({ weights: { kind: "nbits", blockSize: 32 } })).toBe(
      matrices * (0.5 + 2.5 / 32) + 33 * 2048 * 2,
    );
    const rows = 128_256 + 16 * (2048 + 512 + 512 + 2048 + 2 * 8192 + 2048);
    expect(weightsOf({ weights: { kind: "int8" }, activations: "float32", device: CPU })).toBe(
      matrices + 4 * rows + 33 * 2048 * 4,
    );
  });

  it("counts pictures, without the tables of which the device gets one row", () => {
    const vision = { ...REQUEST, config: LLAMA_32_11B_VISION_INSTRUCT };
    const [none, one, two] = [0, 1, 2].map((pictures) => planMemory({ ...vision, pictures }).bytes.pictures);
    expect(none).toBe(0);
    expect(two! - one!).toBe(209_846_272);
    expect(one).toBeGreaterThan(209_846_272 + 15_052_800 + 52_461_568);
    const { bytes } = planMemory(vision);
    expect(bytes.weights).toBeLessThan(10_670_220_835 * 0.5625);
    expect(planMemory({ ...vision, pictures: 1 }).decision.kind).toBe("fits");
  });

  it("counts residuals, and matrices in forms of their own", () => {
    const matrices = 1_235_814_400 - 33 * 2048;
    const weights = { kind: "nbits", blockSize: 64, residuals: true } as const;
    expect(weightsOf({ weights })).toBe(matrices * (0.5 + 4.5 / 64) + 33 * 2048 * 2);
    const head = 128_256 * 2048;
    expect(weightsOf({ formOf: halfTable }) - weightsOf({})).toBe(head * (2 - 0.5 - 2.5 / 64));
  });

  it("counts the projector at work on a picture, whose rows are float32 before they are stacked", () => {
    const request = { ...REQUEST, config: LLAMA_32_11B_VISION_INSTRUCT, pictures: 1 };
    const { bytes } = planMemory(request);
    expect(bytes.pictures).toBeGreaterThan(209_846_272 + 6404 * 7680 * (4 + 2 + 2));
  });

  it("knows no more positions than the model", () => {
    const config = { ...LLAMA_32_1B, maxPositionEmbeddings: 2048 };
    expect(planMemory({ ...REQUEST, config }).contextTokens).toBe(2048);
    expect(planMemory({ ...REQUEST, config, minContextTokens: 4096 }).decision).toEqual({ kind: "fits" });
  });

  it("lowers the context to what fits", () => {
    const request = { ...REQUEST, config: LLAMA_32_3B, contextTokens: 131_072 };
    const plan = planMemory(request);
    expect(plan.decision.kind).toBe("lower-context");
    expect(plan.contextTokens % 256).toBe(0);
    expect(plan.bytes.total).toBeLessThanOrEqual(12 * GIB);
    expect(planMemory({ ...request, contextTokens: plan.contextTokens }).decision.kind).toBe("fits");
    const more = planMemory({ ...request, contextTokens: plan.contextTokens + 256 });
    expect(more.decision).toEqual({ kind: "lower-context", contextTokens: plan.contextTokens });
  });

  it("lowers the context to what one buffer can hold", () => {
    // Keys of a layer of the 3B: 2,048 bytes a position.
    const plan = planMemory({
      ...REQUEST,
      config: LLAMA_32_3B,
      contextTokens: 131_072,
      device: { ...DEFAULTS, memoryBytes: null, guessedBytes: 64 * GIB },
    });
    expect(plan.decision).toEqual({ kind: "lower-context", contextTokens: 65_536 });
  });

  it("counts attention's scores where they are written down", () => {
    const slow = { ...DESKTOP, flashAttention: false };
    const difference =
      planMemory({ ...REQUEST, device: slow }).bytes.activations - planMemory(REQUEST).bytes.activations;
    expect(difference).toBe(32 * 128 * 8192 * 2);
  });

  it("refuses the 90B with both numbers", () => {
    const plan = planMemory({ ...REQUEST, config: LLAMA_32_90B_VISION, pictures: 1 });
    expect(plan.decision).toEqual({
      kind: "refuse",
      reason: "memory",
      neededBytes: plan.bytes.total,
      availableBytes: 12 * GIB,
    });
    expect(plan.bytes.total).toBeGreaterThan(47e9);
    expect(plan.contextTokens).toBe(1024);
  });

  it.each([
    [LLAMA_32_1B, "fits"],
    [LLAMA_32_3B, "refuse"],
    [LLAMA_32_11B_VISION_INSTRUCT, "refuse"],
  ])("knows that addresses on the CPU end at 4 GiB", (config, kind) => {
    const plan = planMemory({
      ...REQUEST,
      config,
      weights: { kind: "int8" },
      activations: "float32",
      device: CPU,
    });
    expect(plan.decision.kind).toBe(kind);
  });

  it("refuses what no buffer can hold however it is cut", () => {
    const device = { ...DESKTOP, maxBufferSize: 48 * MIB };
    const plan = planMemory({ ...REQUEST, config: LLAMA_32_11B_VISION_INSTRUCT, pictures: 1, device });
    expect(plan.decision).toEqual({
      kind: "refuse",
      reason: "buffer-size",
      // The projector's input.
      neededBytes: 6404 * 7680 * 2,
      availableBytes: 48 * MIB,
    });
  });
});

const guess = (guessedBytes: number): DeviceLimits => ({ ...DESKTOP, memoryBytes: null, guessedBytes });

describe("memory that is only guessed", () => {
  it("lowers the context to what the guess holds", () => {
    const request = { ...REQUEST, config: LLAMA_32_3B, contextTokens: 65_536 };
    const plan = planMemory({ ...request, device: guess(4 * GIB) });
    expect(plan.decision).toEqual({ kind: "lower-context", contextTokens: plan.contextTokens });
    expect(plan.bytes.total).toBeLessThanOrEqual(4 * GIB);
    const known = planMemory({ ...request, device: { ...DESKTOP, memoryBytes: 4 * GIB } });
    expect(plan.contextTokens).toBe(known.contextTokens);
  });

  it("refuses weights of more than three times as much, but no model that a small GPU may hold", () => {
    const request = { ...REQUEST, config: LLAMA_32_90B_VISION, pictures: 1 };
    const { decision } = planMemory({ ...request, device: guess(8 * GIB) });
    expect(decision).toMatchObject({ kind: "refuse", reason: "memory", availableBytes: 8 * GIB });
    expect(planMemory({ ...request, device: guess(16 * GIB) }).decision.kind).toBe("lower-context");
    const float = { ...request, config: LLAMA_32_3B, weights: { kind: "float" } } as const;
    expect(planMemory({ ...float, device: guess(2 * GIB) }).decision.kind).toBe("lower-context");
  });

  it("refuses no 11B, and leaves room for a conversation", () => {
    const request = { ...REQUEST, config: LLAMA_32_11B_VISION_INSTRUCT, pictures: 1 };
    const plan = planMemory({ ...request, device: guess(2 * GIB) });
    expect(plan.decision).toEqual({ kind: "lower-context", contextTokens: 4096 });
  });
});

describe("pictures", () => {
  const vision = { ...REQUEST, config: LLAMA_32_11B_VISION_INSTRUCT };
  const onDevice = (memoryBytes: number | null, guessedBytes = 0) =>
    planWithPictures({ ...vision, device: { ...DESKTOP, memoryBytes, guessedBytes } });

  it("are as many as take no context from the text", () => {
    expect(onDevice(32 * GIB).pictures).toBe(8);
    const { plan, pictures } = onDevice(8.5 * GIB);
    expect(pictures).toBeGreaterThan(1);
    expect(pictures).toBeLessThan(8);
    expect(plan.contextTokens).toBe(8192);
    expect(plan.bytes.total).toBeLessThanOrEqual(8.5 * GIB);
    expect(plan.bytes.total + 209_846_272).toBeGreaterThan(8.5 * GIB);
  });

  it("are one where the context had to be lowered for it, and none where the model is refused", () => {
    const { plan, pictures } = onDevice(7 * GIB);
    expect([plan.decision.kind, pictures]).toEqual(["lower-context", 1]);
    expect(onDevice(4 * GIB).plan.decision.kind).toBe("refuse");
  });

  it("are a few where nobody knows", () => {
    expect(onDevice(null, 2 * GIB).pictures).toBe(4);
    expect(onDevice(null, 64 * GIB).pictures).toBe(8);
  });
});

describe("splitting", () => {
  it("cuts along rows what is larger than a buffer, and nothing else", () => {
    expect(splitsOf(LLAMA_32_1B, DEFAULTS)).toEqual([]);
    expect(splitsOf(LLAMA_32_3B, DEFAULTS)).toEqual([
      { name: "model.embed_tokens.weight", pieces: 2, rowsPerPiece: 64_128 },
    ]);
    expect(splitsOf(LLAMA_32_11B_VISION_INSTRUCT, DEFAULTS)).toEqual([
      { name: "language_model.model.embed_tokens.weight", pieces: 2, rowsPerPiece: 64_132 },
      { name: "language_model.lm_head.weight", pieces: 2, rowsPerPiece: 64_128 },
    ]);
    expect(splitsOf(LLAMA_32_90B_VISION, DEFAULTS).map(({ pieces }) => pieces)).toEqual([4, 4]);
    expect(splitsOf(LLAMA_32_90B_VISION, DESKTOP)).toEqual([]);
  });

  it("says how many rows a stack of matrices may have", () => {
    const rows = rowsPerBuffer({ ...REQUEST, device: DEFAULTS }, 8192);
    expect(rows).toBe(32_768);
    // Gate and up of the 90B in one: too much by far.
    expect(2 * 28_672).toBeGreaterThan(rows);
    expect(rowsPerBuffer({ ...REQUEST, device: CPU }, 8192)).toBe(Infinity);
  });

  it("leaves no piece larger than a buffer and loses no row", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 20, max: 4096 }),
        fc.constantFrom("float16", "float32"),
        (mib, activations) => {
          const request = { ...REQUEST, activations, weights: { kind: "float" } } as const;
          const device = { ...DESKTOP, maxBufferSize: mib * MIB, memoryBytes: null };
          const tensors = new Map(modelTensors(LLAMA_32_3B).map((tensor) => [tensor.name, tensor]));
          const element = activations === "float16" ? 2 : 4;
          const { splits } = planMemory({ ...request, config: LLAMA_32_3B, device });
          for (const { name, pieces, rowsPerPiece } of splits) {
            const { rows, columns } = tensors.get(name)!;
            expect(rowsPerPiece * columns * element).toBeLessThanOrEqual(Math.min(mib * MIB, GIB));
            expect(rowsPerPiece * pieces).toBeGreaterThanOrEqual(rows);
            expect(rowsPerPiece * (pieces - 1)).toBeLessThan(rows);
          }
        },
      ),
      { numRuns: 40, seed: 1 },
    );
  });
});
