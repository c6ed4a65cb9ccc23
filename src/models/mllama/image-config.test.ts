/** @file Preprocessor configurations: the released one, and everything that asks for another transform. */
import { describe, expect, it } from "vitest";
import { errorCode } from "#shared/errors";
import { tileArrangements } from "./image-canvas.ts";
import { parsePreprocessorConfig } from "./image-config.ts";
import type { ImageTransformConfig } from "./image-config.ts";

const VISION = { imageSize: 560, maxNumTiles: 4, supportedAspectRatios: tileArrangements(4) };
const FILE = {
  do_convert_rgb: true,
  do_normalize: true,
  do_pad: true,
  do_rescale: true,
  do_resize: true,
  image_mean: [0.48145466, 0.4578275, 0.40821073],
  image_processor_type: "MllamaImageProcessor",
  image_std: [0.26862954, 0.26130258, 0.27577711],
  max_image_tiles: 4,
  resample: 2,
  rescale_factor: 0.00392156862745098,
  size: { height: 560, width: 560 },
};

function parse(changes: object = {}, vision = VISION): ImageTransformConfig {
  return parsePreprocessorConfig(new TextEncoder().encode(JSON.stringify({ ...FILE, ...changes })), vision);
}

function failure(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return errorCode(error);
  }
  return "none";
}

describe("preprocessor_config.json", () => {
  it("gives tile, tiles, mean and deviation", () => {
    const { image_mean: mean, image_std: std } = FILE;
    expect(parse()).toEqual({ tileSize: 560, maxNumTiles: 4, mean, std });
  });

  it.each([
    { do_pad: false },
    { do_resize: 1 },
    { resample: 3 },
    { rescale_factor: 1 },
    { size: { height: 560, width: 448 } },
    { size: 560 },
    { size: { height: 560.5, width: 560.5 } },
    { max_image_tiles: 0 },
    { max_image_tiles: "4" },
    { image_mean: undefined },
    { image_mean: [0.5, 0.5] },
    { image_mean: [0.5, 0.5, 0.5, 0.5] },
    { image_std: [0, 0.2, 0.2] },
    { image_std: [null, 0.2, 0.2] },
  ])("is refused with %j", (changes) => {
    expect(failure(() => parse(changes))).toBe("weights-unsupported");
  });

  it("is refused for a tower of other tiles", () => {
    expect(failure(() => parse({}, { ...VISION, imageSize: 448 }))).toBe("weights-unsupported");
    const swapped = { ...VISION, supportedAspectRatios: tileArrangements(4).toReversed() };
    expect(failure(() => parse({}, swapped))).toBe("weights-unsupported");
    expect(failure(() => parse({ max_image_tiles: 2 }))).toBe("weights-unsupported");
  });

  it("is refused when it is no JSON object or absurdly large", () => {
    for (const text of ["", "[]", "{", `{"a":"${"x".repeat(70_000)}"}`]) {
      const bytes = new TextEncoder().encode(text);
      expect(failure(() => parsePreprocessorConfig(bytes, VISION))).toBe("weights-corrupt");
    }
  });
});
