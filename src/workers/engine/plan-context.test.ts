import { describe, expect, it } from "vitest";
import { LLAMA_32_11B_VISION_INSTRUCT, LLAMA_32_1B, LLAMA_32_90B_VISION } from "#models/released-configs";
import type { Device } from "./device.ts";
import { guessGpuBytes, planContext } from "./plan-context.ts";

const GIB = 2 ** 30;
/** Bytes of a picture of four tiles in float16 (spec llama32 8). */
const PICTURE = 209_846_272;

type Limits = Pick<Device, "kind" | "maxTensorBytes" | "activations">;
const GPU: Limits = { kind: "webgpu", maxTensorBytes: 2 * GIB, activations: "float16" };
const CPU: Limits = { kind: "cpu", maxTensorBytes: 4 * GIB, activations: "float32" };

describe("the plan of a load", () => {
  it("gives a text model the context it wishes for and no room for pictures", () => {
    expect(planContext(LLAMA_32_1B, "nbits", GPU, 8192)).toEqual({ contextTokens: 8192, pictureBytes: 0 });
    expect(
      planContext({ ...LLAMA_32_1B, maxPositionEmbeddings: 2048 }, "nbits", GPU, 8192).contextTokens,
    ).toBe(2048);
  });

  it("keeps a vision model at a careful context where the GPU seems small, with room for some pictures", () => {
    const plan = planContext(LLAMA_32_11B_VISION_INSTRUCT, "nbits", GPU, 8192);
    expect(plan).toEqual({ contextTokens: 4096, pictureBytes: 4 * PICTURE });
    const large = { ...GPU, maxTensorBytes: 8 * GIB };
    expect(planContext(LLAMA_32_11B_VISION_INSTRUCT, "nbits", large, 8192)).toEqual({
      contextTokens: 8192,
      pictureBytes: 8 * PICTURE,
    });
  });

  it("refuses what the processor has no addresses for, with both numbers", () => {
    for (const config of [LLAMA_32_11B_VISION_INSTRUCT, LLAMA_32_90B_VISION]) {
      expect(() => planContext(config, "int8", CPU, 4096)).toThrow(
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
