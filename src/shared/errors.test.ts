import { describe, expect, it } from "vitest";
import { AppError, errorCode, errorFromData, errorToData, isAbort, toAppError } from "./errors.ts";

describe("errors across workers", () => {
  it("keep code, message, details and stack as plain data", () => {
    const error = new AppError("storage-full", "no room", { neededBytes: 7, piece: null });
    const data = structuredClone(errorToData(error));
    expect(data).toEqual({
      code: "storage-full",
      message: "no room",
      details: { neededBytes: 7, piece: null },
      stack: error.stack,
    });
    const back = errorFromData(data);
    expect(back).toBeInstanceOf(AppError);
    expect(back).toMatchObject({
      name: "AppError",
      code: "storage-full",
      message: "no room",
      stack: error.stack,
    });
  });

  it("keep an abort an abort", () => {
    for (const abort of [new DOMException("x", "AbortError"), AbortSignal.abort().reason as unknown]) {
      expect(isAbort(abort)).toBe(true);
      expect(isAbort(errorFromData(errorToData(abort)))).toBe(true);
    }
    expect(isAbort(new DOMException("x", "TimeoutError"))).toBe(false);
    expect(isAbort({ name: "AbortError" })).toBe(false);
    expect(isAbort(null)).toBe(false);
  });

  it("wrap what is not ours and keep it as the cause", () => {
    const cause = new TypeError("oops");
    expect(toAppError(cause, "engine-failed")).toMatchObject({
      code: "engine-failed",
      message: "oops",
      cause,
    });
    expect(toAppError("text")).toMatchObject({ code: "unexpected", message: "text" });
    const own = new AppError("offline", "x");
    expect(toAppError(own)).toBe(own);
  });

  it("tell codes by value, not by class", () => {
    expect(errorCode({ code: "offline" })).toBe("offline");
    expect(errorCode(new AppError("context-full", "x"))).toBe("context-full");
    for (const other of [null, undefined, 7, "offline", { code: "ENOENT" }, { code: 7 }, new Error("x")])
      expect(errorCode(other)).toBe("unexpected");
  });
});
