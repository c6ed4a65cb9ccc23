/** @file Journeys: the built app in a real Chromium. `npm test` builds first; alone, run `npm run build` before. */

import { defineConfig } from "@playwright/test";

import { ZONE } from "./e2e/support/chats.ts";

export default defineConfig({
  testDir: "e2e",
  testMatch: "*.spec.ts",
  outputDir: "test-results",
  // One at a time: each journey may run a model on all cores.
  workers: 1,
  // Limits are there to end what hangs, not to measure: machines are shared.
  timeout: 240_000,
  // Cores shared with strangers stall a journey now and then. One that needs its second try is named at the end of `npm test`.
  retries: 1,
  expect: { timeout: 30_000 },
  forbidOnly: process.env["CI"] !== undefined,
  reporter: [["list"], ["./e2e/support/fault-table.ts"]],
  use: {
    locale: "en-GB",
    timezoneId: ZONE,
    viewport: { width: 1280, height: 800 },
  },
});
