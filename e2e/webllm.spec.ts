/**
 * @file WebLLM's own package in the product's worker, under the product's headers, on a made-up model in the weight store:
 * everything up to the point where a compiled model is needed (docs/webllm.md).
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import type { Page } from "@playwright/test";

import { DIST, DIST_TOOLS } from "../scripts/paths.mjs";
import type { LoadPart } from "../src/workers/protocol-models.ts";
import type { LoadOutcome } from "./harness/webllm-types.ts";
import { expect, test } from "./support/browser.ts";
import { ErrorNotice } from "./pages/notice.ts";
import { Shell } from "./pages/shell.ts";
import { json, madeUpModel, sha256, type MlcFiles } from "./support/mlc-model.ts";

/** For graphics processors without 16-bit floats, as the one in this browser. */
const MODEL = "llama-3.2-1b-webllm-f32";
const MODEL_F16 = "llama-3.2-1b-webllm-f16";
const SHARDS = 3;

// WebLLM's own words when the device of a load that failed is given back.
test.use({ startWith: "nothing", allowedErrors: [/Device lost, calling Instance\.dispose/] });

let requests: string[];

test.beforeEach(async ({ page, server }) => {
  test.skip(!existsSync(join(DIST_TOOLS, "webllm.html")), "needs `npm run build:tools`");
  requests = [];
  page.context().on("request", (request) => requests.push(request.url()));
  await page.goto(`${server.origin}/webllm.html`);
});

/** @param changed files that are stored with other bytes than their hash says */
async function store(page: Page, files: MlcFiles, changed: MlcFiles = {}, modelId = MODEL): Promise<void> {
  const list = Object.entries(files).map(([name, bytes]) => ({
    name,
    bytes: (changed[name] ?? bytes).toString("base64"),
    sizeBytes: bytes.length,
    sha256: sha256(bytes),
  }));
  await page.evaluate(([id, all]) => window.webllm.store(id, all), [modelId, list] as const);
}

function load(page: Page, abortIn?: LoadPart["phase"], modelId = MODEL): Promise<LoadOutcome> {
  return page.evaluate(([id, phase]) => window.webllm.load(id, phase), [modelId, abortIn] as const);
}

/** Loads in a new worker with one file replaced. */
async function loadWith(page: Page, replaced: Record<string, Buffer | null>): Promise<LoadOutcome> {
  const files = Object.entries({ ...madeUpModel(), ...replaced }).filter(([, bytes]) => bytes !== null);
  await store(page, Object.fromEntries(files) as MlcFiles);
  await page.evaluate(() => window.webllm.restart());
  return load(page);
}

/** A list with one shard, of which something is said differently. */
function shard(changed: object): Buffer {
  return json({ records: [{ dataPath: "params_shard_0.bin", nbytes: 4096, records: [], ...changed }] });
}

function shardsRead({ parts }: LoadOutcome): number {
  return parts.filter(({ phase }) => phase === "quantise").length;
}

function engineRequests(): string[] {
  return requests.filter((url) => url.includes("webllm-engine"));
}

test("configuration, library, tokenizer and every shard come from the store; nothing is asked for elsewhere", async ({
  page,
  server,
}) => {
  await store(page, madeUpModel());
  const outcome = await load(page);
  // The library has no model in it: this is where a real one would be needed.
  expect(outcome).toMatchObject({ code: "weights-unsupported" });
  expect(shardsRead(outcome)).toBe(SHARDS);
  expect(outcome.parts.at(-1)).toEqual({ type: "load-progress", phase: "quantise", fraction: 1 });
  expect(engineRequests()).toHaveLength(1);
  expect(requests.filter((url) => !url.startsWith(`${server.origin}/`))).toEqual([]);
  expect(server.requests.filter(({ path }) => !/^\/(?:webllm\.html|assets\/[\w.-]+)$/.test(path))).toEqual(
    [],
  );
});

test("a load ends where it is aborted, and the same worker can load again", async ({ page }) => {
  const many = 60;
  await store(page, madeUpModel(many, 65_536));
  const before = await load(page, "verify");
  expect(before.code).toBe("aborted");
  expect(engineRequests()).toEqual([]);
  const during = await load(page, "quantise");
  expect(during.code).toBe("aborted");
  expect(shardsRead(during)).toBeGreaterThan(0);
  expect(shardsRead(during)).toBeLessThan(many);
  expect(shardsRead(await load(page))).toBe(many);
});

test("files that are damaged, missing or point elsewhere end the load before WebLLM is fetched", async ({
  page,
}) => {
  const files = madeUpModel();
  await store(page, files, { "params_shard_1.bin": Buffer.alloc(4096) });
  expect(await load(page)).toMatchObject({
    code: "weights-corrupt",
    details: { piece: "params_shard_1.bin" },
  });
  const cases: readonly (readonly [Record<string, Buffer | null>, string, Record<string, unknown>])[] = [
    [{ "params_shard_2.bin": null }, "weights-missing", { file: "params_shard_2.bin" }],
    [{ "model-lib.wasm": null }, "weights-missing", { file: "model-lib.wasm" }],
    [{ "mlc-chat-config.json": null }, "weights-missing", { file: "mlc-chat-config.json" }],
    [{ "mlc-chat-config.json": json([]) }, "weights-corrupt", { file: "mlc-chat-config.json" }],
    [{ "mlc-chat-config.json": json({}) }, "weights-corrupt", { field: "context_window_size" }],
    [{ "tensor-cache.json": json({ records: [] }) }, "weights-corrupt", { field: "records" }],
    [{ "tensor-cache.json": shard({ dataPath: "https://example.org/x.bin" }) }, "weights-missing", {}],
    [{ "tensor-cache.json": shard({ dataPath: "../other/params_shard_0.bin" }) }, "weights-missing", {}],
    [{ "tensor-cache.json": shard({ nbytes: 8192 }) }, "weights-corrupt", { field: "nbytes" }],
    [
      { "tensor-cache.json": shard({ records: [{ name: "w", byteOffset: 4000, nbytes: 97 }] }) },
      "weights-corrupt",
      { field: "byteOffset" },
    ],
  ];
  for (const [replaced, code, details] of cases) {
    expect(await loadWith(page, replaced)).toMatchObject({ code, details });
  }
  expect(engineRequests()).toEqual([]);
});

test("a library or a tokenizer that is none is named as what it is", async ({ page }) => {
  const config = { context_window_size: 4096, conv_template: {}, tokenizer_files: ["vocab.txt"] };
  const cases: readonly (readonly [Record<string, Buffer>, string])[] = [
    [{ "model-lib.wasm": Buffer.from("<!doctype html>") }, "weights-corrupt"],
    [{ "model-lib.wasm": Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]) }, "weights-unsupported"],
    [{ "mlc-chat-config.json": json(config) }, "weights-unsupported"],
  ];
  for (const [replaced, code] of cases) expect(await loadWith(page, replaced)).toMatchObject({ code });
});

test("a graphics processor without 16-bit floats is told so before anything is read", async ({ page }) => {
  await store(page, madeUpModel(), {}, MODEL_F16);
  const outcome = await load(page, undefined, MODEL_F16);
  expect(outcome).toMatchObject({ code: "webgpu-missing", details: { feature: "shader-f16" }, parts: [] });
  expect(engineRequests()).toEqual([]);
});

test("in the app, WebLLM is fetched for a WebLLM model only, and then opens without a network", async ({
  page,
  server,
  setOffline,
}) => {
  expect(readFileSync(join(DIST, "sw.js"), "utf8")).not.toMatch(/assets\/webllm-engine-[\w-]+\.js"/);
  await store(page, madeUpModel());
  const shell = new Shell(page);
  await shell.open();
  await shell.waitForServiceWorker();
  expect(engineRequests()).toEqual([]);
  await page.evaluate((id) => localStorage.setItem("hearth-models-chosen", id), MODEL);
  await page.reload();
  const notice = new ErrorNotice(page, "weights-unsupported");
  await notice.expectShown();
  expect(engineRequests()).not.toEqual([]);

  await setOffline(true);
  server.requests.length = 0;
  await page.reload();
  await notice.expectShown();
  // The browser itself may look for another service worker, whenever it likes.
  expect(server.requests.filter(({ path }) => path !== "/sw.js")).toEqual([]);
});
