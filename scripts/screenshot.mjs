// @ts-check
/** @file `npm run screenshot`: the picture in README, `docs/screenshot.png`, taken of the built app. */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { chromium } from "playwright-core";

import { startServer } from "../e2e/support/server.mjs";
import { ensureBuilt } from "./build.mjs";
import { CHROMIUM_FLAGS, ensureChromium } from "./chromium.mjs";
import { runMain, say } from "./console.mjs";
import { DIST, ROOT } from "./paths.mjs";

const PICTURE = join(ROOT, "docs/screenshot.png");

await runMain(async () => {
  await ensureBuilt("product");
  const profile = await mkdtemp(join(tmpdir(), "hearth-screenshot-"));
  const server = await startServer({ folders: [DIST] });
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
    await page.goto(server.origin, { waitUntil: "networkidle" });
    await page.screenshot({ path: PICTURE });
    say(PICTURE);
  } finally {
    await context.close();
    await server.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 10 });
  }
});
