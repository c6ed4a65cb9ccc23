/** @file `npm run test:long`: fault tests that take minutes, each with a table of outcomes at its end. */

import { defineConfig } from "@playwright/test";

import journeys from "./playwright.config.ts";

export default defineConfig({ ...journeys, testDir: "e2e/long", testMatch: "*.long.ts", timeout: 3_600_000 });
