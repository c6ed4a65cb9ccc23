/**
 * @file Shapes-VL in the product's own worker, on the processor and without a network: what it answers about the pictures
 * it was tried on is what float32 arithmetic on its weights answers.
 */

import { existsSync } from "node:fs";
import { join } from "node:path";

import type { Page } from "@playwright/test";

import { DIST_TOOLS } from "../scripts/paths.mjs";
import { expect, test } from "./support/browser.ts";
import { shapesCases, shapesPath } from "./support/shapes.ts";

test.use({ startWith: "nothing" });
test.setTimeout(600_000);

/** Asks about the picture chosen on the page, as greedily as the reference was. */
function answerTo(page: Page, question: string): Promise<string> {
  return page.evaluate(async (content) => {
    const { text } = await window.hearth.generateWithPictures({
      messages: [{ role: "user", content }],
      sampling: { temperature: 0, topP: 1, minP: 0, repetitionPenalty: 1, seed: 0 },
      maxTokens: 64,
      stop: [],
    });
    return text.trim();
  }, question);
}

test("60 pictures get the reference's answer, right or wrong", async ({ page, server, setOffline }) => {
  test.skip(!existsSync(join(DIST_TOOLS, "harness.html")), "needs `npm run build:tools`");
  await page.goto(`${server.origin}/harness.html`);
  await page.evaluate(async () => {
    await window.hearth.install("shapes-vl");
    await window.hearth.load("shapes-vl", undefined, "cpu");
  });
  await setOffline(true);
  const different: string[] = [];
  const cases = shapesCases();
  for (const { file, question, referenceAnswer } of cases) {
    await page.setInputFiles("input", shapesPath(file));
    const text = await answerTo(page, question);
    if (text !== referenceAnswer) different.push(`${file}: ${text} (${referenceAnswer})`);
  }
  test.info().annotations.push({ type: "same answers", description: `${60 - different.length} of 60` });
  expect(cases).toHaveLength(60);
  expect(different.length, different.join("\n")).toBeLessThanOrEqual(3);
});
