import { expect, test } from "vitest";
import type { StoredBytes } from "#models/weights/byte-source";
import { StoredPlace } from "./stored-place.ts";

const stored = (...values: readonly number[]): StoredBytes => ({
  byteLength: values.length,
  copyTo: (target) => target.set(values),
});

test("weights of any order pass through one buffer, each whole", () => {
  const place = new StoredPlace();
  expect([...place.take(stored(1, 2))]).toEqual([1, 2]);
  const long = place.take(stored(3, 4, 5));
  expect([...long]).toEqual([3, 4, 5]);
  const short = place.take(stored(6));
  expect([...short]).toEqual([6]);
  expect(short.buffer).toBe(long.buffer);
});

test("memory that was outgrown or given back is gone at once", () => {
  const place = new StoredPlace();
  const outgrown = place.take(stored(1));
  const last = place.take(stored(1, 2));
  // What the memory does where `transfer` is missing is the collector's business.
  const isKnown = "transfer" in ArrayBuffer.prototype;
  expect(outgrown.byteLength).toBe(isKnown ? 0 : 1);
  place.release();
  expect(last.byteLength).toBe(isKnown ? 0 : 2);
  expect([...place.take(stored(7))]).toEqual([7]);
});

test("a failure to read is handed on", () => {
  const lost: StoredBytes = {
    byteLength: 4,
    copyTo: () => {
      throw new Error("lost");
    },
  };
  expect(() => new StoredPlace().take(lost)).toThrow("lost");
});
