/** @file The catalog against the package: a compiled model runs only in the release that it was compiled for. */
import { prebuiltAppConfig } from "@mlc-ai/web-llm";
import { expect, test } from "vitest";
import { CATALOG } from "#models/catalog";
import { MODEL_LIBRARY } from "./mlc-files.ts";

test("every WebLLM entry names the weights and the library that this release of the package names", () => {
  const entries = CATALOG.filter(({ engine }) => engine === "webllm");
  expect(entries.length).toBeGreaterThan(0);
  for (const { source } of entries) {
    if (source.kind !== "hub") throw new Error("not on the hub");
    const model = `https://huggingface.co/${source.repo}`;
    const record = prebuiltAppConfig.model_list.find((item) => item.model === model);
    expect(source.extras[MODEL_LIBRARY]).toBe(record?.model_lib);
  }
});
