import { describe, expect, it } from "vitest";
import { encodeBlocks } from "#models/testing/gguf-blocks";
import { nbitsValues } from "#models/testing/nbits-values";
import { seededRandom } from "#models/testing/random";
import { memorySource } from "#models/testing/tiny-llama";
import { ggufNBits } from "./gguf-nbits.ts";
import { packBlocks, packNBits } from "./nbits.ts";
import { readAllRows, storedRows } from "./rows.ts";
import type { StoredTensor } from "./rows.ts";

function tensorOf(type: StoredTensor["type"], shape: readonly number[], bytes: Uint8Array): StoredTensor {
  return { name: "t", type, shape, source: memorySource(bytes), offset: 0, sizeBytes: bytes.length };
}

describe("GGUF matrices as they are", () => {
  it.each([
    ["Q4_0", 96, 4, 32],
    ["Q8_0", 96, 8, 32],
    ["Q6_K", 768, 8, 16],
  ] as const)("%s has the values of the file, bit for bit", (type, columns, bits, blockSize) => {
    const random = seededRandom(5);
    // Parts of a row differ in size a thousandfold, so that their scales do.
    const values = Float32Array.from(
      { length: 5 * columns },
      (_, at) => (2 * random() - 1) * 10 ** -(Math.floor(at / 16) % 4),
    );
    const tensor = tensorOf(type, [5, columns], encodeBlocks(type, values));
    const rows = ggufNBits(tensor)!;
    expect(rows).toMatchObject({ rows: 5, columns, bits, blockSize });
    expect(rows.needsResiduals()).toBe(false);
    const actual = readAllRows(nbitsValues(packNBits(rows), 5, columns, blockSize));
    expect(actual).toEqual(readAllRows(storedRows(tensor)));
    const { quants: _, ...rest } = packNBits(rows);
    expect(packBlocks(rows)).toEqual(rest);
  });

  it("Q4_0: puts elements j and j + 16 of a byte side by side with their neighbours", () => {
    // d = 1; byte j = element j in the low nibble and j + 16 in the high one: the ramps 0..15 and 15..0.
    const bytes = Uint8Array.from([0x00, 0x3c, ...Array.from({ length: 16 }, (_, j) => j | ((15 - j) << 4))]);
    const { quants, zeroPoints } = packNBits(ggufNBits(tensorOf("Q4_0", [1, 32], bytes))!);
    expect(Array.from(quants.slice(0, 8))).toEqual([0x10, 0x32, 0x54, 0x76, 0x98, 0xba, 0xdc, 0xfe]);
    expect(Array.from(quants.slice(8))).toEqual([0xef, 0xcd, 0xab, 0x89, 0x67, 0x45, 0x23, 0x01]);
    expect([...zeroPoints]).toEqual([8]);
  });

  it("Q6_K: keeps any bits, negative scales too", () => {
    const random = seededRandom(7);
    const bytes = Uint8Array.from({ length: 3 * 2 * 210 }, () => Math.floor(random() * 256));
    // d: positive and negative, finite.
    for (let end = 210; end <= bytes.length; end += 210) bytes[end - 1] = (bytes[end - 1]! & 0x80) | 0x21;
    const tensor = tensorOf("Q6_K", [3, 512], bytes);
    const packed = packNBits(ggufNBits(tensor)!);
    expect(Math.min(...packed.scales)).toBeLessThan(0);
    expect(Math.max(...packed.quants)).toBe(63);
    expect(readAllRows(nbitsValues(packed, 3, 512, 16))).toEqual(readAllRows(storedRows(tensor)));
  });

  it.each([
    ["Q4_1", 256],
    ["Q4_K", 256],
    ["F16", 256],
  ] as const)("%s is no such matrix", (type, columns) => {
    const tensor = tensorOf(type, [1, columns], encodeBlocks(type, new Float32Array(columns)));
    expect(ggufNBits(tensor)).toBeNull();
  });
});
