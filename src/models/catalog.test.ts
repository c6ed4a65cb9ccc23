import { existsSync, readFileSync, statSync } from "node:fs";
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";

import { describe, expect, it } from "vitest";
import { ensureFileSet } from "#models/weights/file-set";
import { CATALOG, findModel, isBeyondBrowsers } from "./catalog.ts";
import { LLAMA_SHAPES, planMemory } from "./catalog-memory.ts";

const PUBLIC = fileURLToPath(new URL("../../public/", import.meta.url));
const MIB = 2 ** 20;
const GIB = 2 ** 30;

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
    expect(findModel("llama-3.2-90b-vision")?.memory).toEqual({
      weightBytes: 49_840_847_926,
      kvBytesPerToken: 327_680,
      kvBytes: 2.5 * GIB,
      imageBytes: 524_615_680,
      workspaceBytes: 300e6,
      totalBytes: 49_840_847_926 + 2.5 * GIB + 524_615_680 + 300e6,
    });
    expect(findModel("constructor")).toBeUndefined();
  });
});

describe("memory plan", () => {
  it.each([
    ["1b", 32_768, 256 * MIB, 4 * GIB, 0],
    ["3b", 114_688, 896 * MIB, 14 * GIB, 0],
    ["11b", 131_072, GIB, 16 * GIB, 209_846_272],
    ["90b", 327_680, 2.5 * GIB, 40 * GIB, 524_615_680],
  ] as const)("%s as in spec llama32 8", (name, perToken, at8k, at128k, image) => {
    const plan = planMemory(LLAMA_SHAPES[name], 8192);
    expect([plan.kvBytesPerToken, plan.kvBytes, plan.imageBytes]).toEqual([perToken, at8k, image]);
    expect(planMemory(LLAMA_SHAPES[name], 131_072).kvBytes).toBe(at128k);
  });
});
