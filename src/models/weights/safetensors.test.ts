import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { f32, safetensorsFile, writeSafetensors } from "#models/testing/safetensors-writer";
import { memorySource } from "#models/testing/tiny-llama";
import { readVector } from "./rows.ts";
import { SafetensorsCheckpoint } from "./safetensors-checkpoint.ts";
import { parseSafetensors } from "./safetensors.ts";

/** The code of what reading throws, or "read" when it does not. */
function outcome(bytes: Uint8Array): string {
  const source = memorySource(bytes);
  try {
    parseSafetensors(source);
    return "read";
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  } finally {
    // Whatever the header claims, nothing but the header is ever asked for.
    source.reads.forEach((length) => expect(length).toBeLessThanOrEqual(Math.max(8, bytes.length - 8)));
  }
}

function entry(fields: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({ dtype: "F32", shape: [2, 4], data_offsets: [0, 32], ...fields });
}

/** One tensor as claimed, in front of 32 bytes of data. */
function withEntry(fields: Readonly<Record<string, unknown>>): Uint8Array {
  return safetensorsFile(`{"t":${entry(fields)}}`, 32);
}

const WELL_FORMED = writeSafetensors({
  "model.a": f32([2, 3], [1, -2, 3, 0.5, 0.25, 7]),
  "model.b": { dtype: "BF16", shape: [2], bytes: Uint8Array.of(0x80, 0x3f, 0x00, 0xc0) },
});

describe("safetensors, well-formed", () => {
  it("reads names, shapes and places, and the elements of every type", () => {
    const bytes = writeSafetensors({
      f32: f32([1, 2], [0.1, -7]),
      f16: { dtype: "F16", shape: [2], bytes: Uint8Array.of(0x00, 0x3c, 0x00, 0xc0) },
      bf16: { dtype: "BF16", shape: [2], bytes: Uint8Array.of(0x80, 0x3f, 0x20, 0xc1) },
      u8: { dtype: "U8", shape: [3], bytes: Uint8Array.of(0, 127, 255) },
      i8: { dtype: "I8", shape: [1], bytes: Uint8Array.of(0x80) },
      u32: { dtype: "U32", shape: [1], bytes: Uint8Array.of(0, 0, 0, 0x80) },
      i32: { dtype: "I32", shape: [1], bytes: Uint8Array.of(0, 0, 0, 0x80) },
    });
    const source = memorySource(bytes);
    const tensors = parseSafetensors(source);
    expect([...tensors.values()].map(({ name, shape }) => [name, shape])).toEqual([
      ["f32", [1, 2]],
      ["f16", [2]],
      ["bf16", [2]],
      ["u8", [3]],
      ["i8", [1]],
      ["u32", [1]],
      ["i32", [1]],
    ]);
    const values = [...tensors.values()].map((tensor) => [...readVector(tensor)]);
    expect(values).toEqual([
      [Math.fround(0.1), -7],
      [1, -2],
      [1, -10],
      [0, 127, 255],
      [-128],
      [2 ** 31],
      [-(2 ** 31)],
    ]);
  });

  it("takes tensors in any order of the header, spaces behind it and `__proto__` as a name", () => {
    const header = `{"__proto__":${entry({ data_offsets: [32, 64] })},"a":${entry()}}     `;
    const tensors = parseSafetensors(memorySource(safetensorsFile(header, 64)));
    expect([...tensors].map(([name, { offset }]) => [name, offset - header.length - 8])).toEqual([
      ["__proto__", 32],
      ["a", 0],
    ]);
    expect(({} as { dtype?: string }).dtype).toBeUndefined();
  });

  it.each<[string, number]>([
    ["I64", 8],
    ["F64", 8],
    ["BOOL", 1],
    ["F8_E4M3", 1],
  ])("takes a buffer of %s beside the weights, and refuses it only as a weight", (dtype, bytes) => {
    const file = writeSafetensors({
      "rotary.position_ids": { dtype, shape: [1, 3], bytes: new Uint8Array(3 * bytes) },
      w: f32([2], [1, 2]),
    });
    const checkpoint = new SafetensorsCheckpoint(parseSafetensors(memorySource(file)));
    expect([...checkpoint.vector("w", [2])]).toEqual([1, 2]);
    const refused = expect.objectContaining({ code: "weights-unsupported", details: { type: dtype } });
    expect(() => checkpoint.vector("rotary.position_ids", [1, 3])).toThrow(refused);
    const rows = checkpoint.rows("rotary.position_ids", [1, 3]);
    expect(() => rows.readRow(0, new Float32Array(3))).toThrow(refused);
  });

  it("reads a file without tensors", () => {
    expect(parseSafetensors(memorySource(safetensorsFile("{}", 0))).size).toBe(0);
  });
});

describe("safetensors, damaged", () => {
  it.each<[string, string, Uint8Array]>([
    ["an empty file", "weights-corrupt", new Uint8Array(0)],
    ["seven bytes", "weights-corrupt", new Uint8Array(7)],
    ["a web page", "weights-corrupt", new TextEncoder().encode("<!doctype html><title>404</title>")],
    ["a header of 2^63 bytes", "weights-corrupt", safetensorsFile("{}", 0, 2n ** 63n)],
    ["a header of 2^64 - 8 bytes", "weights-corrupt", safetensorsFile("{}", 0, 2n ** 64n - 8n)],
    ["a header longer than the file", "weights-corrupt", safetensorsFile("{}", 0, 3n)],
    ["a header of 26 MB", "weights-corrupt", safetensorsFile(`{}${" ".repeat(26_000_000)}`, 0)],
    ["no header", "weights-corrupt", safetensorsFile("", 0)],
    ["a header that is a list", "weights-corrupt", safetensorsFile("[]", 0)],
    ["a header that is no JSON", "weights-corrupt", safetensorsFile("{'a':1}", 0)],
    ["lists without end", "weights-corrupt", safetensorsFile(`{"t":${"[".repeat(100_000)}`, 0)],
    ["a name twice", "weights-corrupt", safetensorsFile(`{"t":${entry()},"t":${entry()}}`, 32)],
    ["metadata that is not text", "weights-corrupt", safetensorsFile('{"__metadata__":{"a":1}}', 0)],
    ["an entry that is a number", "weights-corrupt", safetensorsFile('{"t":1}', 32)],
    ["an entry with more fields", "weights-corrupt", withEntry({ extra: 1 })],
    ["a name of 2,000 letters", "weights-corrupt", safetensorsFile(`{"${"n".repeat(2000)}":${entry()}}`, 32)],
    ["no type", "weights-corrupt", withEntry({ dtype: null })],
    ["a type that is no word", "weights-corrupt", withEntry({ dtype: "<b>" })],
    ["a type that we do not know", "weights-unsupported", withEntry({ dtype: "F4" })],
    ["F64 of another size", "weights-corrupt", withEntry({ dtype: "F64" })],
    ["another size than shape and type ask for", "weights-corrupt", withEntry({ dtype: "F16" })],
    ["nine dimensions", "weights-corrupt", withEntry({ shape: [1, 1, 1, 1, 1, 1, 1, 2, 4] })],
    ["a length of 0", "weights-corrupt", withEntry({ shape: [0], data_offsets: [0, 0] })],
    ["a negative length", "weights-corrupt", withEntry({ shape: [-2, -4] })],
    ["half a length", "weights-corrupt", withEntry({ shape: [0.5, 16] })],
    // 2^32 * 2^32 * 2 * 4 bytes = 2^67: 0 in 64 bits.
    ["lengths whose product wraps", "weights-corrupt", withEntry({ shape: [2 ** 32, 2 ** 32, 2] })],
    [
      "lengths whose product is not exact",
      "weights-corrupt",
      withEntry({ shape: [2 ** 53 - 1, 2 ** 53 - 1] }),
    ],
    ["a length above 2^53", "weights-corrupt", withEntry({ shape: [2 ** 60] })],
    ["one offset", "weights-corrupt", withEntry({ data_offsets: [0] })],
    ["offsets the wrong way round", "weights-corrupt", withEntry({ data_offsets: [32, 0] })],
    ["a negative offset", "weights-corrupt", withEntry({ data_offsets: [-32, 0] })],
    ["an offset behind the file", "weights-corrupt", withEntry({ data_offsets: [32, 64] })],
    ["an offset of 2^63", "weights-corrupt", withEntry({ data_offsets: [2 ** 63, 2 ** 63 + 32] })],
    ["a gap in front", "weights-corrupt", safetensorsFile(`{"t":${entry({ data_offsets: [8, 40] })}}`, 40)],
    ["bytes behind the last tensor", "weights-corrupt", safetensorsFile(`{"t":${entry()}}`, 33)],
    ["a byte too few", "weights-corrupt", safetensorsFile(`{"t":${entry()}}`, 31)],
    [
      "tensors that overlap",
      "weights-corrupt",
      safetensorsFile(`{"a":${entry()},"b":${entry({ data_offsets: [16, 48] })}}`, 48),
    ],
    ["tensors in one place", "weights-corrupt", safetensorsFile(`{"a":${entry()},"b":${entry()}}`, 32)],
  ])("refuses %s with %s", (_, code, bytes) => {
    expect(outcome(bytes)).toBe(code);
  });

  it("notices every cut", () => {
    expect(outcome(WELL_FORMED)).toBe("read");
    for (let length = 0; length < WELL_FORMED.length; length++) {
      expect([length, outcome(WELL_FORMED.slice(0, length))]).toEqual([length, "weights-corrupt"]);
    }
  });

  it("survives any mutation of a header with a known code or a plain result", () => {
    const mutation = fc.oneof(
      fc.record({ at: fc.nat(WELL_FORMED.length - 1), byte: fc.nat(255) }),
      fc.record({
        at: fc.nat(WELL_FORMED.length - 1),
        text: fc.constantFrom('"', "[", "{", "}", ",", "-", "9".repeat(20)),
      }),
    );
    const seen = new Set<string>();
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), (mutations) => {
        const bytes = [...WELL_FORMED];
        for (const change of mutations) {
          if ("byte" in change) bytes[change.at] = change.byte;
          else bytes.splice(change.at, 1, ...new TextEncoder().encode(change.text));
        }
        seen.add(outcome(Uint8Array.from(bytes)));
      }),
      { numRuns: 3000, seed: 1 },
    );
    expect([...seen].sort()).toEqual(["read", "weights-corrupt", "weights-unsupported"]);
  });
});
