// @ts-check
/** @file Renders the PNG icons of the web app manifest from `public/favicon.svg`. Run after changing that drawing. */

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { chromium } from "playwright-core";

import { CHROMIUM_FLAGS, ensureChromium } from "./chromium.mjs";
import { readOptions, runMain, say } from "./console.mjs";
import { ROOT } from "./paths.mjs";

/**
 * `fill`: paints the whole square, because the system cuts its own shape out of a maskable or Apple icon. The part
 * certain to stay visible is a circle of 80 % of the width (W3C Web App Manifest, icon masks).
 */
const ICONS = [
  { file: "icon-192.png", pixels: 192, fill: false },
  { file: "icon-512.png", pixels: 512, fill: false },
  { file: "maskable-512.png", pixels: 512, fill: true },
  { file: "apple-touch-180.png", pixels: 180, fill: true },
];
const SAFE_ZONE = 0.76;

await runMain(async () => {
  if (readOptions(process.argv.slice(2), "Use `npm run icons`: it writes public/*.png.", {}) === null) return;
  const drawing = await readFile(join(ROOT, "public/favicon.svg"), "utf8");
  const browser = await chromium.launch({ executablePath: await ensureChromium(), args: CHROMIUM_FLAGS });
  try {
    for (const { file, pixels, fill } of ICONS) {
      const page = await browser.newPage({ viewport: { width: pixels, height: pixels } });
      await page.setContent(pageWith(drawing, pixels, fill));
      const png = await page.screenshot({ omitBackground: true });
      await writeFile(join(ROOT, "public/icons", file), png);
      await page.close();
      say(`public/icons/${file}`);
    }
  } finally {
    await browser.close();
  }
});

/** @param {string} drawing @param {number} pixels @param {boolean} fill */
function pageWith(drawing, pixels, fill) {
  const background = /<rect[^>]*fill="(#\w+)"/.exec(drawing)?.[1] ?? "none";
  const size = fill ? pixels * SAFE_ZONE : pixels;
  return `<style>
    html, body { margin: 0; width: ${pixels}px; height: ${pixels}px; ${fill ? `background: ${background}` : ""} }
    body { display: grid; place-items: center; }
    svg { width: ${size}px; height: ${size}px; }
  </style>${drawing}`;
}
