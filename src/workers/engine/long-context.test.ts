/** @file Far into a long context: 2,000 tokens that begin at position 90,000, in chunks, with a cache that grows. */
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

import { expect, it } from "vitest";
import { LlamaReference } from "#models/llama/reference";
import { openCheckpoint } from "#models/open-checkpoint";
import { floatWeights } from "#models/testing/checkpoint-weights";
import { largestDifference } from "#models/testing/compare";
import { seededRandom } from "#models/testing/random";
import { fixtureFolder, readFixtureBytes } from "#models/testing/shared-fixtures";
import type { TextGolden } from "#models/testing/shared-fixtures";
import { randomTokens } from "#models/testing/statistics";
import { memorySource } from "#models/testing/tiny-llama";
import { GraphDecoder } from "./graph-decoder.ts";
import { OrtRuntime } from "./ort-runtime.ts";

const FIRST_POSITION = 90_000;
const TOKENS = 2000;
const CHUNK = 128;

it("prefills 2,000 tokens from position 90,000 on like the plain loops", { timeout: 600_000 }, async () => {
  const folder = fixtureFolder("text-tiny-mlx4")!;
  const names = ["config.json", "model.safetensors"];
  const files = new Map(names.map((name) => [name, memorySource(readFixtureBytes(folder, name))]));
  const { text: model } = openCheckpoint(files);
  expect(model.config.maxPositionEmbeddings).toBe(131_072);
  const resolve = createRequire(import.meta.url).resolve;
  const device = await OrtRuntime.start({
    moduleUrl: pathToFileURL(resolve("onnxruntime-web/ort-wasm-simd-threaded.mjs")).href,
    wasmUrl: resolve("onnxruntime-web/ort-wasm-simd-threaded.wasm"),
    threads: 1,
  });
  const decoder = await GraphDecoder.create(device, model, {
    contextTokens: 4096,
    mode: "float",
    smoothing: null,
    firstPosition: FIRST_POSITION,
    onProgress: () => {},
  });
  const golden = JSON.parse(new TextDecoder().decode(readFixtureBytes(folder, "golden.json"))) as TextGolden;
  const { inputIds, lastLogitsAtPosition90000 } = golden.cases.at(-1)!;
  const [first] = await decoder.forward(inputIds);
  expect(largestDifference(first!, Float32Array.from(lastLogitsAtPosition90000))).toBeLessThan(2e-3);

  const rest = randomTokens(TOKENS - inputIds.length, model.config.vocabSize, seededRandom(5));
  let logits: Float32Array | undefined;
  for (let at = 0; at < rest.length; at += CHUNK)
    [logits] = await decoder.forward(rest.slice(at, at + CHUNK));
  const reference = new LlamaReference(model.config, floatWeights(model));
  const expected = reference.forward([...inputIds, ...rest], FIRST_POSITION).at(-1)!;
  expect(largestDifference(logits!, expected)).toBeLessThan(2e-3);
  decoder.release();
});
