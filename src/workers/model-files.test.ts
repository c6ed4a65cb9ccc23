import { describe, expect, it } from "vitest";
import { AppError } from "#shared/errors";
import { hasHash } from "./model-files.ts";
import { sha256Hex } from "./sha256.ts";

const bytes = Uint8Array.of(1, 2, 3);
const blob = new Blob([bytes]);

describe("the hash of a stored piece", () => {
  it("is compared with the bytes that are there", async () => {
    expect(await hasHash(blob, await sha256Hex(bytes))).toBe(true);
    expect(await hasHash(blob, await sha256Hex(bytes.subarray(1)))).toBe(false);
  });

  it("is another where the browser lost the file", async () => {
    const lost = new DOMException("gone", "NotReadableError");
    expect(await hasHash(blob, "", () => Promise.reject(lost))).toBe(false);
  });

  it.each([new AppError("worker-crashed", "gone"), new RangeError("no memory")])(
    "says nothing of the piece after another error: %s",
    async (error) => {
      const failing = async (): Promise<never> => {
        throw error;
      };
      await expect(hasHash(blob, "", failing)).rejects.toBe(error);
    },
  );
});
