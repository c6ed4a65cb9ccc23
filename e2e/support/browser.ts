/**
 * @file The `test` of every journey: the built app on its own server, a real Chromium profile, and no tolerance for
 * console errors, page errors or unhandled rejections.
 */

import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type BrowserContext, test as base, chromium, expect } from "@playwright/test";

import { CHROMIUM_FLAGS, ensureChromium } from "../../scripts/chromium.mjs";
import { DIST, DIST_TOOLS } from "../../scripts/paths.mjs";
import { DEFAULT_MODEL_ID } from "../../src/models/catalog.ts";
import { startServer } from "./server.mjs";
import { installModel } from "./install-model.ts";

type StaticServer = Awaited<ReturnType<typeof startServer>>;

export { expect };

interface LaunchOptions {
  /** Folder of the browser profile; the test's own when left out. */
  readonly profile?: string;
  /** Without a network from the first moment on. */
  readonly offline?: boolean;
  /** Further Chromium flags. */
  readonly args?: readonly string[];
}

interface JourneyFixtures {
  /** What the profile holds at the start: nothing, or the default model installed. */
  startWith: "nothing" | "model";
  /** Errors that the journey provokes on purpose. */
  allowedErrors: readonly RegExp[];
  /** Folder of this test's browser profile. */
  profile: string;
  /**
   * Starts a browser that is closed after the test. Two may not run on one profile at once: for a cold start with the
   * same data close the first, then launch again.
   */
  launch: (options?: LaunchOptions) => Promise<BrowserContext>;
  /** Cuts or restores the network of the test's own context: pages, workers and the service worker. */
  setOffline: (offline: boolean) => Promise<void>;
  /** Errors seen in any launched browser so far; at the end all must match `allowedErrors`. */
  problems: string[];
  resetServer: undefined;
}

interface WorkerFixtures {
  /** Serves the built app; also logs requests and adds faults. */
  server: StaticServer;
  /** Folder of a closed profile with the default model installed, made on the first call. Copy it, never open it. */
  modelProfile: () => Promise<string>;
}

export const test = base.extend<JourneyFixtures, WorkerFixtures>({
  startWith: ["nothing", { option: true }],
  allowedErrors: [[], { option: true }],

  server: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads a fixture's needs from this pattern
    async ({}, provide) => {
      const server = await startServer({ folders: [DIST, DIST_TOOLS] });
      await provide(server);
      await server.close();
    },
    { scope: "worker" },
  ],

  modelProfile: [
    async ({ server }, provide) => {
      const folder = await newFolder("model");
      let installed: Promise<void> | undefined;
      await provide(async () => {
        installed ??= installModel(folder, server.origin, DEFAULT_MODEL_ID);
        await installed;
        return folder;
      });
      await removeFolder(folder);
    },
    { scope: "worker" },
  ],

  resetServer: [
    // The profile first: filling it asks the server for the model.
    async ({ server, profile: _profile }, provide) => {
      server.clearFaults();
      server.requests.length = 0;
      await provide(undefined);
      server.clearFaults();
    },
    { auto: true },
  ],

  profile: async ({ startWith, modelProfile }, provide) => {
    const folder = await newFolder("profile");
    if (startWith === "model") await cp(await modelProfile(), folder, { recursive: true });
    await provide(folder);
    await removeFolder(folder);
  },

  problems: [
    async ({ allowedErrors }, provide) => {
      const problems: string[] = [];
      await provide(problems);
      const unexpected = problems.filter(
        (problem) => !allowedErrors.some((pattern) => pattern.test(problem)),
      );
      expect(unexpected, "errors in the browser").toEqual([]);
    },
    { auto: true },
  ],

  launch: async ({ baseURL, viewport, locale, timezoneId, colorScheme, profile, problems }, provide) => {
    const contexts: BrowserContext[] = [];
    await provide(async (options = {}) => {
      const context = await chromium.launchPersistentContext(options.profile ?? profile, {
        executablePath: await ensureChromium(),
        args: [...CHROMIUM_FLAGS, ...(options.args ?? [])],
        offline: options.offline ?? false,
        viewport,
        colorScheme,
        ...(baseURL !== undefined && { baseURL }),
        ...(locale !== undefined && { locale }),
        ...(timezoneId !== undefined && { timezoneId }),
      });
      contexts.push(context);
      collectProblems(context, problems);
      return context;
    });
    for (const context of contexts) await context.close();
  },

  baseURL: ({ server }, provide) => provide(server.origin),
  context: async ({ launch }, provide) => provide(await launch()),
  page: async ({ context }, provide) => provide(context.pages()[0] ?? (await context.newPage())),
  setOffline: ({ context }, provide) => provide((offline) => context.setOffline(offline)),
});

function collectProblems(context: BrowserContext, problems: string[]): void {
  context.on("console", (message) => {
    if (message.type() === "error") problems.push(`console: ${message.text()}`);
  });
  context.on("weberror", (error) => problems.push(`page: ${error.error().message}`));
}

function newFolder(name: string): Promise<string> {
  return mkdtemp(join(tmpdir(), `hearth-${name}-`));
}

/** Chromium may still be writing for a moment after it was closed. */
function removeFolder(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true, maxRetries: 10 });
}
