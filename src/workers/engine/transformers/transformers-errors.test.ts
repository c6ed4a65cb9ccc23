import { expect, test } from "vitest";
import { AppError } from "#shared/errors";
import { fromTransformers } from "./transformers-errors.ts";

test.each([
  ["Can't create a session. ERROR_CODE: 7, ERROR_MESSAGE: Failed to load model", "load", "weights-corrupt"],
  ["Can't create a session. ERROR_CODE: 9, ERROR_MESSAGE: ConvInteger(10)", "load", "weights-unsupported"],
  ["Can't create a session. ERROR_CODE: 6, ERROR_MESSAGE: std::bad_alloc", "load", "out-of-memory"],
  ["Array buffer allocation failed", "load", "out-of-memory"],
  ["`local_files_only=true` and file was not found locally at", "load", "weights-missing"],
  [
    "failed to call OrtRun(). ERROR_CODE: 1, ERROR_MESSAGE: Non-zero status code",
    "generate",
    "engine-failed",
  ],
  ['An error occurred: "Missing the following inputs: pixel_values', "generate", "weights-unsupported"],
  ["The device was lost", "generate", "device-lost"],
  ["x is undefined", "generate", "engine-failed"],
] as const)("%s while in %s is %s", (text, step, code) => {
  expect(fromTransformers(new Error(text), step)).toMatchObject({ code, details: { step } });
});

test("ours and aborts stay what they are", () => {
  const ours = new AppError("picture-damaged", "cut short");
  const abort = new DOMException("aborted", "AbortError");
  expect(fromTransformers(ours, "generate")).toBe(ours);
  expect(fromTransformers(abort, "load")).toBe(abort);
  expect(fromTransformers(undefined, "load")).toMatchObject({ code: "engine-failed" });
});
