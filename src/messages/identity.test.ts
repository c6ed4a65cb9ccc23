import { createHash } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeId } from "./identity.ts";
import { sha256 } from "./sha256.ts";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

describe("sha256", () => {
  it.each([
    ["", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
    ["abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
  ])("of %j is the published digest", (text, digest) => {
    expect(hex(sha256(new TextEncoder().encode(text)))).toBe(digest);
  });

  it("agrees with node:crypto on any bytes, around every block border", () => {
    for (let length = 0; length < 200; length++) {
      const bytes = Uint8Array.from({ length }, (_, at) => (at * 7 + length) & 255);
      expect(hex(sha256(bytes))).toBe(createHash("sha256").update(bytes).digest("hex"));
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5000 }), (bytes) => {
        expect(hex(sha256(bytes))).toBe(createHash("sha256").update(bytes).digest("hex"));
      }),
    );
  });
});

describe("makeId", () => {
  it("is the prefix and 20 base32 letters of the digest", () => {
    // printf 'm1\x1fa' | sha256sum | xxd -r -p | base32 | cut -c1-20 | tr A-Z a-z
    expect(makeId("m", ["m1", "a"])).toBe(`m_${base32OfNode("m1\u001fa")}`);
    expect(makeId("m", ["m1", "a"])).toMatch(/^m_[a-z2-7]{20}$/);
  });

  it("keeps parts apart", () => {
    expect(makeId("m", ["ab", "c"])).not.toBe(makeId("m", ["a", "bc"]));
  });
});

function base32OfNode(text: string): string {
  const bits = [...createHash("sha256").update(text).digest()]
    .map((b) => b.toString(2).padStart(8, "0"))
    .join("");
  const letters = bits
    .match(/.{5}/g)!
    .map((five) => "abcdefghijklmnopqrstuvwxyz234567"[Number.parseInt(five, 2)]);
  return letters.slice(0, 20).join("");
}
