import { expect, test } from "vitest";
import { findModel } from "#models/catalog";
import type { CatalogEntry } from "#models/catalog";
import { contextWindows } from "./context-window.ts";

const GIB = 2 ** 30;

function entry(id: string): CatalogEntry {
  const found = findModel(id);
  if (!found) throw new Error(id);
  return found;
}

function windows(id: string, gib: number | null, wished?: number, modelTokens = 131_072): readonly number[] {
  const memoryBytes = gib === null ? null : gib * GIB;
  return contextWindows({ entry: entry(id), wished, modelTokens, memoryBytes });
}

test("a longer context is tried where half of the memory holds it, the catalog's is always last", () => {
  expect(windows("llama-3.2-1b-webllm-f16", 8)).toEqual([16_384, 8192, 4096]);
  // 0.7 GB of weights, 0.3 GB to compute in and 32 KiB a token: 1.5 GB for 16,384.
  expect(windows("llama-3.2-1b-webllm-f16", 3)).toEqual([16_384, 8192, 4096]);
  expect(windows("llama-3.2-1b-webllm-f16", 2.5)).toEqual([8192, 4096]);
  expect(windows("llama-3.2-1b-webllm-f16", 2)).toEqual([4096]);
  expect(windows("llama-3.2-1b-webllm-f16", null)).toEqual([4096]);
});

test("keys and values of 32 bits count twice", () => {
  // 3.0 GB of weights, 0.3 GB, and 224 KiB a token.
  expect(windows("llama-3.2-3b-webllm-f32", 8)).toEqual([8192, 4096]);
  expect(windows("llama-3.2-3b-webllm-f16", 8)).toEqual([16_384, 8192, 4096]);
});

test("nothing is longer than the model was compiled for", () => {
  expect(windows("llama-3.2-1b-webllm-f16", 8, undefined, 8192)).toEqual([8192, 4096]);
  expect(windows("llama-3.2-1b-webllm-f16", 8, undefined, 1024)).toEqual([1024]);
});

test("a wish is tried first and falls back to the catalog's", () => {
  expect(windows("llama-3.2-1b-webllm-f16", null, 32_768)).toEqual([32_768, 4096]);
  expect(windows("llama-3.2-1b-webllm-f16", 8, 512)).toEqual([512]);
});
