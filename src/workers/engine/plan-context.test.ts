import { describe, expect, it } from "vitest";
import { LLAMA_32_11B_VISION_INSTRUCT, LLAMA_32_1B, LLAMA_32_90B_VISION } from "#models/released-configs";
import type { Device } from "./device.ts";
import type { NBitsRows } from "#models/weights/nbits";
import { guessGpuBytes, planContext } from "./plan-context.ts";
import type { PlannedModel } from "./plan-context.ts";

const GIB = 2 ** 30;
/** Bytes of a picture of four tiles in float16 (spec llama32 8). */
const PICTURE = 209_846_272;

type Limits = Pick<Device, "kind" | "maxTensorBytes" | "activations">;
const GPU: Limits = { kind: "webgpu", maxTensorBytes: 2 * GIB, activations: "float16" };
const CPU: Limits = { kind: "cpu", maxTensorBytes: 4 * GIB, activations: "float32" };

const MAX_SNAPSHOTS = 2 ** 29;

const FOUR_BITS: NBitsRows = {
  rows: 0,
  columns: 0,
  blockSize: 64,
  bits: 4,
  needsResiduals: () => false,
  storedQuants: () => null,
  readRow: () => {
    throw new Error("planning reads no row");
  },
};

/** A file whose matrices are stored in 4 bits where `names` says so, the others in `rest`. */
function fileOf(config: PlannedModel["config"], names = /./, rest: NBitsRows | null = null): PlannedModel {
  return { config, weights: { nbits: (name) => (names.test(name) ? FOUR_BITS : rest) } };
}
const ONE_B = fileOf(LLAMA_32_1B);
const ELEVEN_B = fileOf(LLAMA_32_11B_VISION_INSTRUCT);

describe("the plan of a load", () => {
  it("gives a text model the context it wishes for and no room for pictures", () => {
    const plan = planContext(ONE_B, "nbits", GPU, 8192);
    expect(plan).toEqual({ contextTokens: 8192, pictureBytes: 0, snapshotBytes: MAX_SNAPSHOTS });
    const short = fileOf({ ...LLAMA_32_1B, maxPositionEmbeddings: 2048 });
    expect(planContext(short, "nbits", GPU, 8192).contextTokens).toBe(2048);
  });

  it("keeps a vision model at a careful context where the GPU seems small, with room for some pictures", () => {
    const plan = planContext(ELEVEN_B, "nbits", GPU, 8192);
    expect(plan).toEqual({ contextTokens: 4096, pictureBytes: 4 * PICTURE, snapshotBytes: 0 });
    const large = { ...GPU, maxTensorBytes: 8 * GIB };
    expect(planContext(ELEVEN_B, "nbits", large, 8192)).toEqual({
      contextTokens: 8192,
      pictureBytes: 8 * PICTURE,
      snapshotBytes: MAX_SNAPSHOTS,
    });
  });

  it("gives other conversations what is left", () => {
    const guessed = { ...GPU, maxTensorBytes: 0.5 * GIB };
    const { contextTokens, snapshotBytes } = planContext(ONE_B, "nbits", guessed, 8192);
    expect(contextTokens).toBe(8192);
    // 2 GiB, without the model, 8,192 tokens and what it computes in.
    expect(snapshotBytes).toBe(MAX_SNAPSHOTS);
    const more = planContext(ONE_B, "nbits", guessed, 24_576);
    expect(more.contextTokens).toBe(24_576);
    expect(more.snapshotBytes).toBeGreaterThan(0);
    expect(more.snapshotBytes).toBeLessThan(MAX_SNAPSHOTS);
  });

  it("counts a tower that is stored in float16 as what it is", () => {
    const contexts = [/./, /^language_model\./].map(
      (names) =>
        planContext(
          fileOf(LLAMA_32_11B_VISION_INSTRUCT, names),
          "nbits",
          { ...GPU, maxTensorBytes: 3.5 * GIB },
          65_536,
        ).contextTokens,
    );
    // 818 million weights of 16 bits in place of 4.56; a token takes 131,072 bytes.
    const difference = (818e6 * (16 - 4.5625)) / 8 / 131_072;
    expect(Math.abs(contexts[0]! - contexts[1]! - difference)).toBeLessThan(256);
  });

  it("counts a head that a 4-bit file keeps in float16 as what it is, unless all is rounded", () => {
    const config = { ...LLAMA_32_1B, tieWordEmbeddings: false };
    const device = { ...GPU, maxTensorBytes: 0.5 * GIB };
    const [all, mixed, rounded] = (
      [
        [/./, "stored"],
        [/^(?!lm_head)/, "stored"],
        [/^(?!lm_head)/, "nbits"],
      ] as const
    ).map(([names, mode]) => planContext(fileOf(config, names), mode, device, 65_536).contextTokens);
    // 263 million weights of 16 bits in place of 4.56, and in place of 4 while they come in; a token takes 32,768 bytes.
    const difference = (128_256 * 2048 * (16 - 4.5625 + 16 - 4)) / 8 / 32_768;
    expect(Math.abs(all! - mixed! - difference)).toBeLessThan(512);
    expect(Math.abs(all! - rounded!)).toBeLessThan(512);
  });

  it("counts a head that a 4-bit file keeps in 6 bits as the 8 that it is run in", () => {
    const device = { ...GPU, maxTensorBytes: 0.5 * GIB };
    const sixBits = { ...FOUR_BITS, bits: 8, blockSize: 16 } as const;
    const contexts = [null, sixBits].map(
      (head) =>
        planContext(fileOf(LLAMA_32_1B, /^(?!model\.embed_tokens)/, head), "stored", device, 65_536)
          .contextTokens,
    );
    // 263 million weights: 16 bits, or 8 and a share of scale, zero point and residual in a block of 16; so many again while
    // they come in, the largest piece alone. A token takes 32,768 bytes.
    const difference = (128_256 * 2048 * (16 - (8 + 1 + 0.5 + 1) + 16 - 8)) / 8 / 32_768;
    expect(Math.abs(contexts[1]! - contexts[0]! - difference)).toBeLessThan(512);
  });

  it("refuses the 90B on GPUs that cannot hold a third of its weights, with both numbers, and tries it on others", () => {
    const model = fileOf(LLAMA_32_90B_VISION);
    for (const [tensorGib, guess] of [
      [0.25, 2],
      [2, 6],
      [4, 12],
    ] as const) {
      const device = { ...GPU, maxTensorBytes: tensorGib * GIB };
      const details = { reason: "memory", availableBytes: guess * GIB, neededBytes: expect.any(Number) };
      expect(() => planContext(model, "nbits", device, 4096)).toThrow(
        expect.objectContaining({ code: "out-of-memory", details }),
      );
    }
    const large = { ...GPU, maxTensorBytes: 16 * GIB };
    expect(planContext(model, "nbits", large, 4096).contextTokens).toBe(4096);
  });

  it("refuses a GPU that cannot bind a picture's input of the projector", () => {
    const device = { ...GPU, maxTensorBytes: 128 * 2 ** 20 };
    expect(planContext(ELEVEN_B, "nbits", device, 4096).contextTokens).toBe(4096);
    expect(() => planContext(ELEVEN_B, "nbits", { ...device, activations: "float32" }, 4096)).toThrow(
      expect.objectContaining({
        code: "out-of-memory",
        details: { reason: "buffer-size", neededBytes: 6404 * 7680 * 4, availableBytes: 128 * 2 ** 20 },
      }),
    );
  });

  it("refuses what the processor has no addresses for, with both numbers", () => {
    for (const config of [LLAMA_32_11B_VISION_INSTRUCT, LLAMA_32_90B_VISION]) {
      expect(() => planContext(fileOf(config), "int8", CPU, 4096)).toThrow(
        expect.objectContaining({
          code: "out-of-memory",
          details: expect.objectContaining({ availableBytes: 4 * GIB, reason: "memory" }),
        }),
      );
    }
  });
});

describe("the guess at a GPU's memory", () => {
  it.each([
    ["nothing is told", 0.25 * GIB, undefined, 2 * GIB],
    ["buffers are large", 2 * GIB, undefined, 6 * GIB],
    ["the computer has more", 1 * GIB, 8, 4 * GIB],
  ])("when %s", (_, largest, memoryGib, expected) => {
    expect(guessGpuBytes(largest, memoryGib)).toBe(expected);
  });
});
