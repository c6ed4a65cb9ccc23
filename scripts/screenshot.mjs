// @ts-check
/**
 * @file `npm run screenshot`: the picture in README, `docs/screenshot.png`: the built app after it summarised the bundled
 * thread with the real model.
 */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { chromium } from "playwright-core";

import { startServer } from "../e2e/support/server.mjs";
import { ensureBuilt } from "./build.mjs";
import { CHROMIUM_FLAGS, ensureChromium } from "./chromium.mjs";
import { readOptions, runMain, say } from "./console.mjs";
import { ensureModel } from "./model.mjs";
import { DIST, MODELS, ROOT } from "./paths.mjs";

const PICTURE = join(ROOT, "docs/screenshot.png");

await runMain(async () => {
  if (
    readOptions(process.argv.slice(2), "Use `npm run screenshot`: it writes docs/screenshot.png.", {}) ===
    null
  )
    return;
  await ensureModel();
  await ensureBuilt("product");
  const profile = await mkdtemp(join(tmpdir(), "hearth-screenshot-"));
  const server = await startServer({ folders: [DIST], mounts: { "/models/": MODELS } });
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: await ensureChromium(),
    args: CHROMIUM_FLAGS,
    viewport: { width: 1280, height: 800 },
    deviceScaleFactor: 1,
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
  });
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    await page.goto(server.origin);
    await summariseSample(page);
    await page.screenshot({ path: PICTURE });
    say(PICTURE);
  } finally {
    await context.close();
    await server.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 10 });
  }
});

/** @param {import("playwright-core").Page} page the first-run page */
async function summariseSample(page) {
  const slow = { timeout: 180_000 };
  await page.getByRole("button", { name: /^Download the model/ }).click();
  await page.getByRole("link", { name: /^Model: .*Ready/ }).waitFor(slow);
  await page.getByRole("link", { name: "Messages", exact: true }).click();
  await page.getByRole("button", { name: "Try the sample thread" }).click();
  await page.getByRole("button", { name: /^Import \d+ messages/ }).click();
  await page.getByRole("button", { name: "Summarise" }).click();
  const summary = page.getByRole("region", { name: "Summary" });
  await summary.getByRole("button", { name: "Copy summary" }).waitFor(slow);
  await summary.getByRole("button", { name: "Source 1" }).first().click();
  const toast = page.getByRole("region", { name: "Notifications" }).getByRole("button", { name: "Dismiss" });
  for (let count = await toast.count(); count > 0; count--) await toast.first().click();
}
