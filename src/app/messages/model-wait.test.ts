import { expect, test } from "vitest";
import type { EngineStatus } from "#app/state/engine-status.ts";
import { modelWait } from "./model-wait.ts";

test("a loaded model needs no explanation", () => {
  expect(modelWait({ phase: "ready" } as EngineStatus)).toBeNull();
  expect(modelWait({ phase: "generating" } as EngineStatus)).toBeNull();
});

test("a missing model leads to the models view, one on its way says how far it is", () => {
  expect(modelWait({ phase: "not-installed" } as EngineStatus)).toMatchObject({ linked: true });
  expect(modelWait({ phase: "failed" } as EngineStatus)).toMatchObject({ linked: true });
  expect(modelWait({ phase: "loading", fraction: 0.999 } as EngineStatus)).toEqual({
    text: "The model is getting ready: 99%.",
    linked: false,
  });
  expect(
    modelWait({ phase: "downloading", receivedBytes: 50, totalBytes: 200 } as EngineStatus)?.text,
  ).toContain("25%");
});
