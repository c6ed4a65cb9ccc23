import { createHash } from "node:crypto";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Sha256Stream } from "./sha256-stream.ts";

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const expected = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

test.each([0, 1, 55, 56, 63, 64, 65, 119, 120, 1000, 1 << 20, 3_000_003])(
  "%d bytes as Node hashes them",
  (length) => {
    const bytes = Uint8Array.from({ length }, (_, index) => (index * 31) % 256);
    const hash = new Sha256Stream();
    hash.update(bytes);
    expect(hex(hash.digest())).toBe(expected(bytes));
  },
);

test("pieces of any length give the hash of the whole", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 12 }), (parts) => {
      const hash = new Sha256Stream();
      for (const part of parts) hash.update(part);
      expect(hex(hash.digest())).toBe(expected(Buffer.concat(parts)));
    }),
  );
});

test("two hashes at once do not mix", () => {
  const [one, two] = [new Sha256Stream(), new Sha256Stream()];
  one.update(new Uint8Array(100));
  two.update(new Uint8Array(70).fill(1));
  one.update(new Uint8Array(3));
  expect(hex(one.digest())).toBe(expected(new Uint8Array(103)));
  expect(hex(two.digest())).toBe(expected(new Uint8Array(70).fill(1)));
});
