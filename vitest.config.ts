/** @file Unit tests: everything that needs no browser, in Node. */

import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    environment: "node",
    // A UMD bundle that calls itself an ES module: Node refuses it, Vite's module runner gives it what it asks for.
    server: { deps: { inline: ["@mlc-ai/web-xgrammar"] } },
    include: ["src/**/*.test.{ts,tsx}", "scripts/**/*.test.ts", "e2e/support/**/*.test.ts"],
    // Dates are resolved in named zones; whatever zone the machine is in must make no difference.
    env: { TZ: "Pacific/Apia" },
    // Left to itself it leaves one processor idle, which is half of two.
    maxWorkers: "100%",
    // Machines are shared: a limit is there to end what hangs, not to measure.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
