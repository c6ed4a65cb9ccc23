/** @file A model of the catalog behind the agent's port: the real engine in a headless Chromium, as in `npm run ask`. */

import { join } from "node:path";

import type { GenerateResult, LanguageModel } from "#shared/language-model";

import { CATALOG } from "../../src/models/catalog.ts";
import { ensureBuilt } from "../build.mjs";
import { SetupError } from "../console.mjs";
import { ensureModel } from "../model.mjs";
import { CACHE } from "../paths.mjs";

export interface OpenModel {
  readonly model: LanguageModel;
  readonly close: () => Promise<void>;
}

/** @param id of the catalog, or its beginning. */
export async function openModel(id: string): Promise<OpenModel> {
  const entry = CATALOG.find((other) => other.id.startsWith(id));
  if (entry === undefined) {
    const ids = CATALOG.map((other) => other.id).join(", ");
    throw new SetupError(`There is no model ${id}.`, `Use scripted, or one of: ${ids}.`);
  }
  await ensureModel();
  await ensureBuilt("harness");
  const { openHarness } = await import("../../e2e/support/harness.mjs");
  const { page, close } = await openHarness({ profile: join(CACHE, "ask-profile") });
  await page.evaluate((modelId) => window.hearth.install(modelId), entry.id);
  const info = await page.evaluate((modelId) => window.hearth.load(modelId), entry.id);
  const model: LanguageModel = {
    contextTokens: info.contextTokens,
    tier: info.tier,
    callsTools: info.callsTools,
    generate: (request, { signal }) => {
      signal?.throwIfAborted();
      // As text: the agent's requests hold no pictures, and the page's types of one are not those of Node.
      const answer = page.evaluate(
        (asked) => window.hearth.generate(JSON.parse(asked) as Parameters<typeof window.hearth.generate>[0]),
        JSON.stringify(request),
      );
      return stopping(answer, signal, () => page.evaluate(() => window.hearth.stop()));
    },
    countTokens: (texts) => page.evaluate((list) => window.hearth.countTokens(list), texts),
  };
  return { model, close };
}

/** A Stop reaches the engine, which then rejects in its own words. */
async function stopping(
  answer: Promise<GenerateResult>,
  signal: AbortSignal | undefined,
  stop: () => Promise<void>,
): Promise<GenerateResult> {
  const onAbort = (): void => void stop();
  signal?.addEventListener("abort", onAbort, { once: true });
  try {
    const result = await answer;
    signal?.throwIfAborted();
    return result;
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener("abort", onAbort);
  }
}
