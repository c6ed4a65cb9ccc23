/**
 * @file Transformers.js in the product's worker, under the product's headers, on a tiny SmolVLM of random numbers in the
 * weight store: its answers are those of the library alone, and nothing is asked for elsewhere (docs/transformers.md).
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import type { Page } from "@playwright/test";

import { DIST, DIST_TOOLS } from "../scripts/paths.mjs";
import type { GeneratePart } from "../src/shared/language-model.ts";
import type { LoadPart, LoadRequest } from "../src/workers/protocol-models.ts";
import type { StoredFile } from "./harness/store-model.ts";
import type { AskOutcome, LoadOutcome, Question } from "./harness/transformers-types.ts";
import { expect, test } from "./support/browser.ts";
import { sha256 } from "./support/mlc-model.ts";
import { json, TILE, tinySmolVlm } from "./support/smolvlm-model.ts";

const MODEL = "smolvlm-256m";
const VISION = "onnx/vision_encoder_quantized.onnx";
const DECODER = "onnx/decoder_model_merged_quantized.onnx";

/** As large as a tile, so that nothing is scaled: how that is done is the browser's affair. */
const SMALL = { name: "small", width: TILE, height: TILE };
const OTHER = { name: "other", width: TILE, height: TILE };
const WIDE = { name: "wide", width: 3 * TILE, height: 2 * TILE };

let requests: string[];

test.beforeEach(async ({ page, server }) => {
  test.skip(!existsSync(join(DIST_TOOLS, "transformers.html")), "needs `npm run build:tools`");
  requests = [];
  page.context().on("request", (request) => requests.push(request.url()));
  await page.goto(`${server.origin}/transformers.html`);
});

type Files = Record<string, Buffer>;

function stored(files: Files, changed: Files = {}): StoredFile[] {
  return Object.entries(files).map(([name, bytes]) => ({
    name,
    bytes: (changed[name] ?? bytes).toString("base64"),
    sizeBytes: bytes.length,
    sha256: sha256(bytes),
  }));
}

/** @param changed files that are stored with other bytes than their hash says */
async function store(page: Page, files: Files, changed: Files = {}): Promise<void> {
  const list = stored(files, changed);
  await page.evaluate(([id, all]) => window.transformers.store(id, all), [MODEL, list] as const);
}

function load(
  page: Page,
  device: LoadRequest["device"] = "cpu",
  abortIn?: LoadPart["phase"],
): Promise<LoadOutcome> {
  const request = { modelId: MODEL, device };
  return page.evaluate(([how, phase]) => window.transformers.load(how, phase), [request, abortIn] as const);
}

function ask(page: Page, question: Partial<Question>, abortIn?: GeneratePart["type"]): Promise<AskOutcome> {
  const whole = { text: "What is this?", pictures: [], maxTokens: 24, ...question };
  return page.evaluate(([asked, part]) => window.transformers.ask(asked, part), [whole, abortIn] as const);
}

async function answer(page: Page, question: Partial<Question>): Promise<string> {
  const outcome = await ask(page, question);
  expect(outcome).toHaveProperty("result");
  return "result" in outcome ? outcome.result.text : "";
}

function reference(
  page: Page,
  files: Files,
  question: Partial<Question>,
  longestEdge = TILE,
): Promise<string> {
  const whole = { text: "What is this?", pictures: [], maxTokens: 24, ...question };
  return page.evaluate(([id, all, asked, edge]) => window.transformers.reference(id, all, asked, edge), [
    MODEL,
    stored(files),
    whole,
    longestEdge,
  ] as const);
}

async function loadWith(page: Page, replaced: Record<string, Buffer | null>): Promise<LoadOutcome> {
  const files = Object.entries({ ...tinySmolVlm(), ...replaced }).filter(([, bytes]) => bytes !== null);
  await store(page, Object.fromEntries(files) as Files);
  await page.evaluate(() => window.transformers.restart());
  return load(page);
}

function engineRequests(): string[] {
  return requests.filter((url) => url.includes("transformers-engine"));
}

function kinds(parts: readonly GeneratePart[]): string[] {
  const names = parts.map((part) => (part.type === "picture-progress" ? part.phase : part.type));
  return names.filter((name, index) => name !== names[index - 1]);
}

test("answers are those of the library alone: with a picture, several, none; nothing leaves the device", async ({
  page,
  server,
}) => {
  const files = tinySmolVlm();
  await store(page, files);
  const { parts, ...outcome } = await load(page);
  expect(outcome).toMatchObject({ info: { device: "cpu", contextTokens: 2048 } });
  expect(parts.map(({ phase }) => phase)).toContain("quantise");
  expect(parts.at(-1)).toEqual({ type: "load-progress", phase: "check", fraction: 1 });
  const questions: readonly Partial<Question>[] = [
    { pictures: [SMALL] },
    { pictures: [OTHER] },
    { pictures: [OTHER, SMALL], text: "And these?\n\nBoth." },
    { text: "No picture <image> here, 12 or 13?" },
  ];
  const answers: string[] = [];
  for (const question of questions) answers.push(await answer(page, question));
  // What a person writes can't stand for a picture: it reaches the model with its special tokens broken.
  const plain = questions.map(({ text, ...rest }) => ({
    ...rest,
    ...(text === undefined ? {} : { text: text.replace("<image>", "<\u2060image>") }),
  }));
  for (const [index, question] of plain.entries()) {
    expect(answers[index]).toBe(await reference(page, files, question));
  }
  expect(new Set(answers).size).toBe(answers.length);
  expect(answers.every((text) => text.length > 0)).toBe(true);
  expect(requests.filter((url) => !/^(?:blob:)?http:\/\/(?:localhost|127\.0\.0\.1):/.test(url))).toEqual([]);
  expect(
    server.requests.filter(({ path }) => !/^\/(?:transformers\.html|assets\/[\w.-]+)$/.test(path)),
  ).toEqual([]);
});

test("progress, a second question, and Stop in each phase", async ({ page }) => {
  await store(page, tinySmolVlm());
  await load(page);
  const first = await ask(page, { pictures: [SMALL], maxTokens: 200 });
  expect(first).toMatchObject({ result: { encodedPictures: 1 } });
  expect(kinds(first.parts)).toEqual(["preparing", "looking", "prefill-progress", "text-delta"]);
  const streamed = first.parts.map((part) => (part.type === "text-delta" ? part.text : "")).join("");
  expect("result" in first && first.result.text).toBe(streamed);
  const second = await ask(page, { pictures: [SMALL], text: "Where is it?" });
  expect(second).toMatchObject({ result: { encodedPictures: 0 } });
  expect("result" in second && second.result.cachedTokens).toBeGreaterThan(4);
  for (const part of ["picture-progress", "prefill-progress", "text-delta"] as const) {
    const pictures = [{ ...SMALL, name: part }];
    expect(await ask(page, { pictures, maxTokens: 1500 }, part)).toMatchObject({
      error: { code: "aborted" },
    });
  }
  expect(await answer(page, { pictures: [SMALL], maxTokens: 200 })).toBe(streamed);
  expect(await ask(page, { text: "long ".repeat(500) })).toMatchObject({ error: { code: "context-full" } });
});

test("on a graphics processor a large picture is seen piece by piece", async ({ page }) => {
  const files = tinySmolVlm();
  await store(page, { ...files, ...tinySmolVlm("") });
  expect(await load(page, "webgpu")).toMatchObject({ info: { device: "webgpu" } });
  const question = { pictures: [WIDE], maxTokens: 12 };
  const outcome = await ask(page, question);
  expect(outcome.parts.find((part) => part.type === "picture-progress" && part.grid)).toMatchObject({
    grid: { rows: 2, columns: 3 },
  });
  expect("result" in outcome && outcome.result.text).toBe(await reference(page, files, question, WIDE.width));
  const second = await ask(page, { ...question, text: "Where is it?", maxTokens: 2 });
  expect(second).toMatchObject({ result: { encodedPictures: 0 } });
});

test("files that are damaged, missing or another model's end the load by name", async ({ page }) => {
  const files = tinySmolVlm();
  await store(page, files, { [VISION]: Buffer.alloc(files[VISION]?.length ?? 0) });
  expect(await load(page)).toMatchObject({ error: { code: "weights-corrupt", details: { piece: VISION } } });
  const before: readonly (readonly [Record<string, Buffer | null>, string, Record<string, unknown>])[] = [
    [{ [VISION]: null }, "weights-missing", { file: "onnx/vision_encoder.onnx" }],
    [{ "config.json": null }, "weights-missing", { file: "config.json" }],
    [{ "processor_config.json": json({}) }, "weights-unsupported", { field: "rowsPerTile" }],
    [{ "config.json": json({ model_type: "mllama" }) }, "weights-unsupported", { field: "model_type" }],
  ];
  for (const [replaced, code, details] of before) {
    expect(await loadWith(page, replaced)).toMatchObject({ error: { code, details } });
  }
  expect(engineRequests()).toEqual([]);
  const inside: readonly (readonly [Record<string, Buffer>, string])[] = [
    [{ [DECODER]: Buffer.from("<!doctype html><title>Sign in</title>") }, "weights-corrupt"],
    [{ [DECODER]: tinySmolVlm()[VISION] ?? Buffer.alloc(0) }, "weights-unsupported"],
    [{ "tokenizer.json": json({}) }, "weights-corrupt"],
  ];
  for (const [replaced, code] of inside) {
    expect(await loadWith(page, replaced)).toMatchObject({ error: { code } });
  }
  await store(page, files);
  await page.evaluate(() => window.transformers.restart());
  expect(await load(page, "cpu", "quantise")).toMatchObject({ error: { code: "aborted" } });
  await page.evaluate(() => window.transformers.restart());
  expect(await load(page)).toHaveProperty("info");
});

test("the library is not among the files that every visitor gets", () => {
  expect(readFileSync(join(DIST, "sw.js"), "utf8")).not.toMatch(/assets\/transformers-engine-[\w-]+\.js"/);
});
