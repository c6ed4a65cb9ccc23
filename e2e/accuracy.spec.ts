/**
 * @file The engine in Chromium against the float32 reference of SmolLM2-135M: token ids and prompts identical, int8 close
 * enough. The limits are those the project set before it was measured.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { MODELS, ROOT } from "../scripts/paths.mjs";
import type { Golden } from "./harness/accuracy-types.ts";
import { openHarness } from "./support/harness.mjs";

const FOLDER = "smollm2-135m";

test("int8 on the CPU stays close to float32, whole prompts and step by step", async () => {
  // 383 passes of one token each: half a minute on a quiet machine.
  test.setTimeout(300_000);
  const golden: Golden = JSON.parse(
    readFileSync(join(ROOT, "src/models/fixtures/smollm2-135m-golden.json"), "utf8"),
  );
  const manifest = JSON.parse(readFileSync(join(MODELS, FOLDER, "manifest.json"), "utf8")) as {
    pieces: { name: string }[];
  };
  const pieceUrls = manifest.pieces.map((piece) => `/models/${FOLDER}/${piece.name}`);
  const { page, close } = await openHarness({
    profile: test.info().outputPath("profile"),
    pagePath: "/accuracy.html",
    port: 0,
  });
  try {
    for (const chunkTokens of [golden.inputIds.length, 64, 1]) {
      const accuracy = await page.evaluate((request) => window.measureAccuracy(request), {
        golden,
        pieceUrls,
        chunkTokens,
      });
      console.log(
        `accuracy, ${chunkTokens} tokens a pass: mean KL ${accuracy.meanKl.toFixed(4)}, top-1 agreement ` +
          `${accuracy.top1Agreement.toFixed(3)}, perplexity x ${accuracy.perplexityRatio.toFixed(3)}`,
      );
      expect(accuracy.sameTextIds).toBe(true);
      expect(accuracy.samePrompts).toBe(true);
      expect(accuracy.samePromptIds).toBe(true);
      expect(accuracy.meanKl).toBeLessThanOrEqual(0.03);
      expect(accuracy.top1Agreement).toBeGreaterThanOrEqual(0.88);
      expect(accuracy.perplexityRatio).toBeLessThanOrEqual(1.04);
    }
  } finally {
    await close();
  }
});
