import { describe, expect, it } from "vitest";

import {
  LLAMA_32_11B_VISION,
  LLAMA_32_11B_VISION_INSTRUCT,
  LLAMA_32_1B,
  LLAMA_32_3B,
  LLAMA_32_90B_VISION,
  LLAMA_GUARD_3_1B,
} from "#models/released-configs";
import { parseHfConfig } from "#models/weights/hf-config";

import { hfConfig } from "./hf-config-writer.ts";

describe("a configuration that was written", () => {
  it.each([
    ["1B", LLAMA_32_1B],
    ["3B", LLAMA_32_3B],
    ["Guard 1B", LLAMA_GUARD_3_1B],
    ["11B", LLAMA_32_11B_VISION],
    ["11B Instruct", LLAMA_32_11B_VISION_INSTRUCT],
    ["90B", LLAMA_32_90B_VISION],
  ])("of %s is read as it was", (_name, config) => {
    const file = new TextEncoder().encode(JSON.stringify(hfConfig(config)));
    expect(parseHfConfig(file)).toEqual(config);
  });
});
