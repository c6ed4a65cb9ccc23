// @ts-check
/** @file Opens the harness page in a headless Chromium with a profile that keeps installed models. */

import { existsSync } from "node:fs";
import { join } from "node:path";

import { chromium } from "playwright-core";

import { CHROMIUM_FLAGS, ensureChromium } from "../../scripts/chromium.mjs";
import { SetupError } from "../../scripts/console.mjs";
import { DIST_TOOLS, MODELS } from "../../scripts/paths.mjs";
import { startServer } from "./server.mjs";

/** IndexedDB belongs to an origin, so a kept profile needs the same port every time. */
const PROFILE_PORT = 47_137;

/**
 * @typedef {object} OpenHarness
 * @property {import("playwright-core").Page} page has `window.hearth`, see e2e/harness/api.ts
 * @property {() => Promise<void>} close
 */

/**
 * Serves `dist-tools/` and opens one of its pages.
 *
 * @param {object} options
 * @param {string} options.profile folder of the browser profile; models installed in it stay
 * @param {number} [options.port] 0 for any, where nothing of the profile is kept
 * @param {string} [options.pagePath]
 * @param {Record<string, string>} [options.headers] instead of the product's
 * @param {readonly string[]} [options.flags] for Chromium, beside the usual ones
 * @param {(part: any) => void} [options.onPart] receives every part the worker reports
 * @returns {Promise<OpenHarness>}
 */
export async function openHarness({
  profile,
  pagePath = "/harness.html",
  headers,
  flags = [],
  onPart,
  port = PROFILE_PORT,
}) {
  if (!existsSync(join(DIST_TOOLS, pagePath))) {
    throw new SetupError(`dist-tools${pagePath} is not built.`, "Run `npm run build:tools` first.");
  }
  const server = await startServer({
    folders: [DIST_TOOLS],
    mounts: { "/models/": MODELS },
    port,
    ...(headers && { headers }),
  }).catch((error) => {
    if (error.code !== "EADDRINUSE") throw error;
    throw new SetupError(
      "The harness is already in use.",
      "Wait until the other `npm run ask` or bench is done.",
    );
  });
  try {
    const context = await chromium.launchPersistentContext(profile, {
      executablePath: await ensureChromium(),
      args: [...CHROMIUM_FLAGS, ...flags],
    });
    const page = context.pages()[0] ?? (await context.newPage());
    page.on("pageerror", (error) => process.stderr.write(`${error.message}\n`));
    page.on("console", (message) => {
      if (message.type() === "error") process.stderr.write(`${message.text()}\n`);
    });
    if (onPart) await page.exposeFunction("hearthPart", onPart);
    await page.goto(`${server.origin}${pagePath}`);
    return {
      page,
      close: async () => {
        await context.close();
        await server.close();
      },
    };
  } catch (error) {
    await server.close();
    throw error;
  }
}
