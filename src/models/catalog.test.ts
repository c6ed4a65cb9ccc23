import { existsSync, readFileSync, statSync } from "node:fs";
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";

import { describe, expect, it } from "vitest";
import { ensureFileSet } from "#models/weights/file-set";
import { CATALOG, findModel, isBeyondBrowsers } from "./catalog.ts";
import { MODEL_MEMORY } from "./catalog-memory.ts";
import { decoderOf } from "./memory-plan-bytes.ts";
import { planMemory } from "./memory-plan.ts";
import {
  LLAMA_32_11B_VISION_INSTRUCT,
  LLAMA_32_1B,
  LLAMA_32_3B,
  LLAMA_32_90B_VISION,
  LLAMA_GUARD_3_1B,
} from "./released-configs.ts";

const PUBLIC = fileURLToPath(new URL("../../public/", import.meta.url));

/** What the planner can say about. */
const PLANNED = [
  ["llama-3.2-1b", LLAMA_32_1B],
  ["llama-3.2-3b", LLAMA_32_3B],
  ["llama-guard-3-1b", LLAMA_GUARD_3_1B],
  ["llama-3.2-11b-vision", LLAMA_32_11B_VISION_INSTRUCT],
  ["llama-guard-3-11b-vision", LLAMA_32_11B_VISION_INSTRUCT],
  ["llama-3.2-90b-vision", LLAMA_32_90B_VISION],
] as const;

describe("catalog", () => {
  it("has ids of its own that are safe as keys and in addresses", () => {
    expect(new Set(CATALOG.map(({ id }) => id)).size).toBe(CATALOG.length);
    for (const { id } of CATALOG) expect(id).toMatch(/^[a-z0-9][a-z0-9.-]*$/);
  });

  it("has consistent lists of files, and downloads are their sum", () => {
    for (const { id, source, downloadBytes } of CATALOG) {
      const files = source.kind === "folder" ? null : source.files;
      if (!files) continue;
      const set = ensureFileSet({ modelId: id, revision: null, files });
      expect(set.files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)).toBe(downloadBytes);
    }
  });

  it("lists the bundled pieces as they lie in public/", () => {
    for (const { source } of CATALOG) {
      if (source.kind !== "bundled" || !existsSync(`${PUBLIC}${source.folder}`)) continue;
      for (const piece of source.files.flatMap(({ pieces }) => pieces)) {
        const path = `${PUBLIC}${source.folder}/${piece.name}`;
        expect(statSync(path).size).toBe(piece.sizeBytes);
        expect(createHash("sha256").update(readFileSync(path)).digest("hex")).toBe(piece.sha256);
      }
    }
  });

  it("asks for Llama's licence to be accepted and shows its words", () => {
    for (const { licence } of CATALOG.filter(({ family }) => family.startsWith("Llama"))) {
      expect(licence).toMatchObject({
        mustAccept: true,
        notices: expect.arrayContaining(["Built with Llama"]),
      });
      expect(licence.acceptableUseUrl).toMatch(/^https:/);
    }
    for (const { licence, capabilities, family } of CATALOG) {
      const llamaVision = capabilities.includes("vision") && family.startsWith("Llama");
      expect(licence.notices.some((notice) => notice.includes("European Union"))).toBe(llamaVision);
    }
  });

  it("refuses only the 90B model, by its memory", () => {
    expect(CATALOG.filter(isBeyondBrowsers).map(({ id }) => id)).toEqual(["llama-3.2-90b-vision"]);
    expect(findModel("constructor")).toBeUndefined();
  });
});

describe("memory of the catalog", () => {
  it.each(PLANNED)("of %s is what the planner has", (id, config) => {
    const entry = findModel(id)!;
    const { bytes, decision, contextTokens } = planMemory({
      config,
      weights: { kind: "nbits", blockSize: 64 },
      activations: "float16",
      contextTokens: entry.contextTokens,
      minContextTokens: entry.contextTokens,
      pictures: 1,
      chunkTokens: 128,
      device: {
        kind: "webgpu",
        maxBufferSize: 2 ** 40,
        maxStorageBufferBindingSize: 2 ** 40,
        flashAttention: true,
        memoryBytes: 2 ** 50,
        guessedBytes: 0,
      },
    });
    expect([decision.kind, contextTokens]).toEqual(["fits", entry.contextTokens]);
    expect(contextTokens).toBeLessThanOrEqual(decoderOf(config).maxPositionEmbeddings);
    expect(entry.memory).toEqual({
      weightBytes: bytes.weights,
      kvBytes: bytes.kvCache,
      totalBytes: bytes.total,
    });
    expect(entry.memoryBytes).toBe(bytes.total);
  });

  it.each(PLANNED)("the largest buffer of %s is what the planner can't do without", (id, config) => {
    const { contextTokens, device } = findModel(id)!;
    const decisionWith = (largest: number): string =>
      planMemory({
        config,
        weights: { kind: "nbits", blockSize: 64 },
        activations: "float16",
        contextTokens,
        minContextTokens: contextTokens,
        pictures: 1,
        chunkTokens: 128,
        device: {
          kind: "webgpu",
          maxBufferSize: largest,
          maxStorageBufferBindingSize: 2 ** 40,
          flashAttention: false,
          memoryBytes: 2 ** 50,
          guessedBytes: 0,
        },
      }).decision.kind;
    expect([device.maxBufferBytes, device.maxBufferBytes - 1].map(decisionWith)).toEqual(["fits", "refuse"]);
  });

  it("of WebLLM's models has half the context and other weights", () => {
    const [f16, f32] = ["f16", "f32"].map((floats) => findModel(`llama-3.2-1b-webllm-${floats}`)!.memory!);
    expect(f16!.weightBytes).toBe(1_235_814_400 * 0.5625);
    expect(f16!.kvBytes).toBe(MODEL_MEMORY["1b, 8192"].kvBytes / 2);
    expect(f32!.kvBytes).toBe(2 * f16!.kvBytes);
  });
});
