import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createServer, preview } from "vite";

import { ROOT } from "./paths.mjs";

/** What each response has to carry, whichever server sends it. */
const EVERYWHERE = {
  "connection-allowlist": "(response-origin)",
  "cross-origin-embedder-policy": "require-corp",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};
const IMPORT_MAP = '{"integrity":{"/assets/app-1.js":"sha256-x"}}';
const MAP_HASH = createHash("sha256").update(IMPORT_MAP).digest("base64");

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hearth-vite-"));
  await mkdir(join(folder, "dist/assets"), { recursive: true });
  const page = `<!doctype html><script type="importmap">${IMPORT_MAP}</script><script type="module" src="/assets/app-1.js"></script>`;
  await writeFile(join(folder, "dist/index.html"), page);
  await writeFile(join(folder, "dist/assets/app-1.js"), "export {};");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Running {
  readonly httpServer: unknown;
  close(): Promise<void>;
}

// Both with the repository's own vite.config.ts, on a free port, with caches and build elsewhere.
const SERVERS = {
  dev: async () => {
    const server = await createServer({
      root: ROOT,
      cacheDir: join(folder, "cache"),
      optimizeDeps: { noDiscovery: true, include: [] },
      server: { port: 0, host: "127.0.0.1", ws: false, watch: null },
      logLevel: "error",
    });
    return server.listen();
  },
  preview: () =>
    preview({
      root: ROOT,
      build: { outDir: join(folder, "dist") },
      preview: { port: 0, host: "127.0.0.1" },
      logLevel: "error",
    }),
};

describe.each([
  ["dev", "/src/shared/errors.ts"],
  ["preview", "/assets/app-1.js"],
] as const)("%s server", (kind, scriptPath) => {
  let running: Running;
  let origin: string;
  beforeAll(async () => {
    running = await SERVERS[kind]();
    const address = (running.httpServer as Server).address();
    if (address === null || typeof address === "string") throw new Error("not listening on a port");
    origin = `http://127.0.0.1:${address.port}`;
  });
  afterAll(() => running.close());

  async function get(path: string): Promise<Response> {
    const response = await fetch(origin + path, { headers: { Accept: "text/html,*/*" } });
    await response.arrayBuffer();
    return response;
  }

  it.each([
    ["the document", "/", 200, /^text\/html/],
    ["a script", scriptPath, 200, /javascript/],
    ["a missing piece of a model", "/models/none/piece-000.bin", 404, undefined],
  ])("protects %s", async (_name, path, status, type) => {
    const { headers, status: given } = await get(path);
    expect(given).toBe(status);
    if (type) expect(headers.get("content-type")).toMatch(type);
    expect(Object.fromEntries(headers)).toMatchObject(EVERYWHERE);
    const policy = headers.get("content-security-policy");
    expect(policy).toContain("default-src 'none'; ");
    expect(policy).toContain("connect-src 'self'; ");
  });

  it("lets a missing piece be asked for again", async () => {
    expect((await get("/models/none/piece-000.bin")).headers.get("cache-control")).toBe("no-store");
  });

  it("allows inline scripts only as far as it must", async () => {
    const { headers } = await get("/");
    const scripts = /script-src ([^;]*)/.exec(headers.get("content-security-policy") ?? "")?.[1]?.split(" ");
    const inline = { dev: "'unsafe-inline'", preview: `'sha256-${MAP_HASH}'` }[kind];
    expect(scripts).toEqual(["'self'", "'wasm-unsafe-eval'", inline]);
    expect(headers.get("integrity-policy")).toBe(
      { dev: null, preview: "blocked-destinations=(script)" }[kind],
    );
  });
});
