/** @file The longest prompt that the default model reads runs to its end, and one token more is refused with both numbers. */
import type { Page } from "@playwright/test";

import { expect, test } from "../support/browser.ts";
import { openHarnessPage } from "../support/faults.ts";
import type { Harness } from "../harness/api.ts";

const MODEL = "smollm2-135m";
const CONTEXT_TOKENS = 8192;
/** Memory is measured when it is asked for, not some time later. */
const MEMORY_FLAGS = ["--enable-blink-features=ForceEagerMeasureMemory"];

declare const hearth: Harness;

test.use({ allowedErrors: [/^console: /] });

/** A text of `tokens` tokens, or one or two off. */
async function textOf(page: Page, tokens: number): Promise<string> {
  const sentences = Array.from(
    { length: 1000 },
    (_, at) =>
      `Entry ${at}: the ferry of pier ${(at * 7) % 31} leaves at ${at % 24} hours with ${at + 3} crates. `,
  );
  const counts = await page.evaluate((texts) => hearth.countTokens(texts), sentences);
  let [length, total] = [0, 0];
  while (total + (counts[length] ?? Infinity) <= tokens) total += counts[length++] ?? 0;
  // Joined they are fewer: a space belongs to the word behind it.
  const text = sentences.slice(0, length).join("");
  const [counted = 0] = await page.evaluate((whole) => hearth.countTokens([whole]), text);
  return text + " and".repeat(tokens - counted);
}

test("SmolLM2 answers 8,000 tokens on the processor", async ({ launch, server }) => {
  const page = await openHarnessPage(await launch({ args: MEMORY_FLAGS }), server.origin);
  const info = await page.evaluate(async (id) => {
    await hearth.install(id);
    return hearth.load(id, undefined, "cpu");
  }, MODEL);
  expect(info.contextTokens).toBe(CONTEXT_TOKENS);
  const ask = async (tokens: number) => {
    const content = `${await textOf(page, tokens)}\nWhich entry came last?`;
    return page.evaluate(async (text) => {
      const sampling = { temperature: 0, topP: 1, minP: 0, repetitionPenalty: 1, seed: 0 };
      const request = {
        messages: [{ role: "user" as const, content: text }],
        sampling,
        maxTokens: 64,
        stop: [],
      };
      const result = await hearth
        .generate(request)
        .catch((error: { code?: string; details?: unknown }) => error);
      if (!("promptTokens" in result)) return { code: result.code, details: result.details };
      const { bytes } = await (
        performance as unknown as { measureUserAgentSpecificMemory(): Promise<{ bytes: number }> }
      ).measureUserAgentSpecificMemory();
      return { ...result, bytes };
    }, content);
  };
  const answer = await ask(7950);
  if (!("text" in answer)) throw new Error(`no answer: ${JSON.stringify(answer)}`);
  console.log(
    `${answer.promptTokens} tokens: first token after ${(answer.timeToFirstTokenMs / 1000).toFixed(1)} s, ` +
      `${answer.decodeRate.toFixed(1)} tokens/s after it, ${(answer.bytes / 1e6).toFixed(0)} MB: ${JSON.stringify(answer.text)}`,
  );
  expect(answer.promptTokens).toBeGreaterThan(7950);
  expect(answer.completionTokens).toBeGreaterThan(1);

  const refused = await ask(CONTEXT_TOKENS + 10);
  expect(refused).toMatchObject({ code: "context-full", details: { contextTokens: CONTEXT_TOKENS } });
});
