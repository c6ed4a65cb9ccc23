/** @file `npm run test:long`: tests that take minutes: faults, with a table of outcomes at the end, and the longest prompt. */

import { defineConfig } from "@playwright/test";

import journeys from "./playwright.config.ts";

export default defineConfig({ ...journeys, testDir: "e2e/long", testMatch: "*.long.ts", timeout: 3_600_000 });
