import { afterEach, expect, test, vi } from "vitest";
import { requestAdapter } from "./gpu-adapter.ts";

afterEach(() => vi.unstubAllGlobals());

/** In place of a browser's: gives these answers one after the other. */
function stubGpu(...answers: readonly (object | null)[]): ReturnType<typeof vi.fn> {
  const requests = vi.fn();
  for (const answer of answers) requests.mockResolvedValueOnce(answer);
  vi.stubGlobal("navigator", { gpu: { requestAdapter: requests } });
  return requests;
}

test("an adapter that is there is asked for once", async () => {
  const adapter = {};
  const requests = stubGpu(adapter);
  expect(await requestAdapter()).toBe(adapter);
  expect(requests).toHaveBeenCalledTimes(1);
});

test("a browser that gives none at first is asked again", async () => {
  const adapter = {};
  stubGpu(null, adapter);
  expect(await requestAdapter()).toBe(adapter);
});

test("without an adapter, or without WebGPU, there is none", async () => {
  stubGpu(null, null);
  expect(await requestAdapter()).toBeNull();
  vi.stubGlobal("navigator", {});
  expect(await requestAdapter()).toBeNull();
});
