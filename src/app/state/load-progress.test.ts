import { expect, test } from "vitest";
import { LoadProgress } from "./load-progress.ts";

test("all phases share one bar", () => {
  const progress = new LoadProgress();
  expect(progress.next({ phase: "verify", fraction: 1 })).toBeCloseTo(0.15);
  expect(progress.next({ phase: "calibrate", fraction: 0 })).toBeCloseTo(0.15);
  expect(progress.next({ phase: "calibrate", fraction: 1 })).toBeCloseTo(0.5);
  expect(progress.next({ phase: "quantise", fraction: 0.5 })).toBeCloseTo(0.725);
  expect(progress.next({ phase: "check", fraction: 0 })).toBeCloseTo(0.95);
  expect(progress.next({ phase: "check", fraction: 1 })).toBe(1);
});

test("without calibration the weights begin where the check of the pieces ended", () => {
  const progress = new LoadProgress();
  progress.next({ phase: "verify", fraction: 1 });
  expect(progress.next({ phase: "quantise", fraction: 0.5 })).toBeCloseTo(0.55);
});

test("the bar never goes back", () => {
  const progress = new LoadProgress();
  progress.next({ phase: "quantise", fraction: 0.5 });
  expect(progress.next({ phase: "quantise", fraction: 0.2 })).toBeCloseTo(0.55);
  expect(progress.next({ phase: "verify", fraction: 0 })).toBeCloseTo(0.55);
});
