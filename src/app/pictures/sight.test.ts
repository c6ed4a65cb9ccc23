import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { InstallState } from "#workers/protocol-models";
import { modelToOffer } from "./sight.ts";

// The engine of a tab, which starts workers; the choice needs none.
vi.mock("#app/state/engine.ts", () => ({ chooseModel: vi.fn() }));

const LARGE = "llama-3.2-11b-vision";
const SMALL = "shapes-vl";

beforeEach(() => vi.stubGlobal("navigator", { gpu: {} }));
afterEach(() => void vi.unstubAllGlobals());

function installed(...modelIds: readonly string[]): Record<string, InstallState> {
  return Object.fromEntries(
    modelIds.map((modelId) => [modelId, { modelId, complete: true } as InstallState]),
  );
}

test("the largest installed model that sees pictures is offered", () => {
  expect(modelToOffer(installed(SMALL, LARGE))?.id).toBe(LARGE);
});

test("without one the model that comes with the app is", () => {
  expect(modelToOffer({})?.id).toBe(SMALL);
  expect(modelToOffer(installed("llama-3.2-1b", "llama-guard-3-11b-vision"))?.id).toBe(SMALL);
});

test.each([
  ["lacks WebGPU", {}],
  ["has WebGPU switched off", { gpu: undefined }],
  ["has too little memory", { gpu: {}, deviceMemory: 4 }],
])("an installed model is not offered where the browser %s", (_, navigator) => {
  vi.stubGlobal("navigator", navigator);
  expect(modelToOffer(installed(LARGE))?.id).toBe(SMALL);
});
