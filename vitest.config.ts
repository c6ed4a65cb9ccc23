/** @file Unit tests: everything that needs no browser, in Node. */

import { defineConfig } from "vitest/config";

/** Folders of functions alone: no databases, no globals, and no state of modules beyond tables that are made once. */
const PURE = "src/{agent,calendar,messages,models}/**/*.test.{ts,tsx}";
/** Of those folders, what replaces a module or a global: the next file would get the replacement. */
const REPLACING = ["src/agent/sentences/per-message.test.ts"];

export default defineConfig({
  test: {
    environment: "node",
    // A UMD bundle that calls itself an ES module: Node refuses it, Vite's module runner gives it what it asks for.
    server: { deps: { inline: ["@mlc-ai/web-xgrammar"] } },
    // Dates are resolved in named zones; whatever zone the machine is in must make no difference.
    env: { TZ: "Pacific/Apia" },
    // Left to itself it leaves one processor idle, which is half of two.
    maxWorkers: "100%",
    // Machines are shared: a limit is there to end what hangs, not to measure.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        // The tables of languages are read once a process in place of once a file.
        test: { name: "pure", isolate: false, include: [PURE], exclude: REPLACING },
      },
      {
        extends: true,
        test: {
          name: "apart",
          include: [
            "src/{app,shared,storage,workers}/**/*.test.{ts,tsx}",
            "scripts/**/*.test.ts",
            "e2e/support/**/*.test.ts",
            ...REPLACING,
          ],
        },
      },
    ],
  },
});
