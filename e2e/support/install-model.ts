/** @file Puts a model into a browser profile through the harness page, so that a journey need not wait for it. */

import { chromium } from "@playwright/test";

import { CHROMIUM_FLAGS, ensureChromium } from "../../scripts/chromium.mjs";
import type { Harness } from "../harness/api.ts";

/**
 * Installs `modelId` for `origin` into the profile, loads it once, so that what only the first load measures is kept, and
 * closes the browser again.
 */
export async function installModel(profile: string, origin: string, modelId: string): Promise<void> {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: await ensureChromium(),
    args: CHROMIUM_FLAGS,
  });
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    await page.goto(`${origin}/harness.html`);
    await page.evaluate(async (id) => {
      const { hearth } = globalThis as unknown as { hearth: Harness };
      await hearth.install(id);
      await hearth.load(id);
    }, modelId);
  } finally {
    await context.close();
  }
}
