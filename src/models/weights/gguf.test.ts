import { describe, expect, it } from "vitest";
import { GgufBytes, ggufStart, writeGguf } from "#models/testing/gguf-writer";
import { memorySource, randomWeights, tinyConfig, tinyGguf } from "#models/testing/tiny-llama";
import { parseGguf } from "./gguf.ts";

/** The code of what reading throws, or "read" when it does not. */
function outcome(bytes: Uint8Array): string {
  const source = memorySource(bytes);
  try {
    parseGguf(source);
    return "read";
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  } finally {
    // Whatever the header claims, nothing larger than the file or the window is ever asked for.
    source.reads.forEach((length) => expect(length).toBeLessThanOrEqual(Math.min(bytes.length, 1 << 20)));
  }
}

/** One metadata entry of any type. */
function withMetadata(write: (bytes: GgufBytes) => GgufBytes): Uint8Array {
  return write(ggufStart(0, 1).string("key")).finish();
}

interface TensorFields {
  readonly name: string;
  readonly shape: readonly (number | bigint)[];
  readonly type: number;
  readonly offset: number | bigint;
}

/** Tensors as claimed, in front of `dataBytes` bytes of data. */
function withTensors(tensors: readonly Partial<TensorFields>[], dataBytes = 4096): Uint8Array {
  const header = ggufStart(tensors.length, 0);
  for (const { name = "t", shape = [32], type = 0, offset = 0 } of tensors) {
    header.string(name).uint32(shape.length);
    for (const length of shape) header.uint64(length);
    header.uint32(type).uint64(offset);
  }
  const start = Math.ceil(header.length / 32) * 32;
  return header.raw(new Uint8Array(start - header.length + dataBytes)).finish();
}

describe("GGUF, well-formed", () => {
  it("reads metadata of every type", () => {
    const f64 = new Uint8Array(Float64Array.of(0.1).buffer);
    const bytes = ggufStart(0, 14)
      .raw(new GgufBytes().string("u8").uint32(0).raw([200]).finish())
      .raw(new GgufBytes().string("i8").uint32(1).raw([200]).finish())
      .raw(new GgufBytes().string("u16").uint32(2).raw([0xff, 0xfe]).finish())
      .raw(new GgufBytes().string("i16").uint32(3).raw([0xff, 0xfe]).finish())
      .raw(new GgufBytes().string("u32").uint32(4).uint32(4_000_000_000).finish())
      .raw(new GgufBytes().string("i32").uint32(5).int32(-5).finish())
      .raw(new GgufBytes().string("f32").uint32(6).float32(0.5).finish())
      .raw(new GgufBytes().string("bool").uint32(7).raw([1]).finish())
      .raw(new GgufBytes().string("string").uint32(8).string("é😀").finish())
      .raw(new GgufBytes().string("array").uint32(9).uint32(8).uint64(2).string("a").string("").finish())
      .raw(
        new GgufBytes()
          .string("u64")
          .uint32(10)
          .uint64(2n ** 63n)
          .finish(),
      )
      .raw(
        new GgufBytes()
          .string("i64")
          .uint32(11)
          .uint64(2n ** 64n - 3n)
          .finish(),
      )
      .raw(new GgufBytes().string("f64").uint32(12).raw(f64).finish())
      .raw(new GgufBytes().string("__proto__").uint32(7).raw([0]).finish())
      .finish();
    expect([...parseGguf(memorySource(bytes)).metadata]).toEqual([
      ["u8", 200],
      ["i8", -56],
      ["u16", 0xfeff],
      ["i16", -257],
      ["u32", 4_000_000_000],
      ["i32", -5],
      ["f32", 0.5],
      ["bool", true],
      ["string", "é😀"],
      ["array", ["a", ""]],
      ["u64", 2n ** 63n],
      ["i64", -3n],
      ["f64", 0.1],
      ["__proto__", false],
    ]);
  });

  it("reads tensors outermost length first, placed after the aligned header", () => {
    const bytes = writeGguf({}, [
      { name: "a", type: "Q4_1", shape: [3, 64], bytes: new Uint8Array(120) },
      { name: "b", type: "F16", shape: [2, 5, 3], bytes: new Uint8Array(60) },
    ]);
    const { tensors } = parseGguf(memorySource(bytes));
    // header 24, a: 8+1+4+2*8+4+8 = 41, b: 8+1+4+3*8+4+8 = 49; 114 -> 128; a has 120 -> 128 bytes.
    expect([...tensors.values()]).toEqual([
      { name: "a", type: "Q4_1", shape: [3, 64], offset: 128, sizeBytes: 120 },
      { name: "b", type: "F16", shape: [2, 5, 3], offset: 256, sizeBytes: 60 },
    ]);
  });

  it("keeps the alignment that the file asks for", () => {
    const bytes = ggufStart(1, 1).string("general.alignment").uint32(4).uint32(64);
    bytes.string("t").uint32(1).uint64(8).uint32(0).uint64(64);
    const file = new Uint8Array(128 + 64 + 32);
    file.set(bytes.finish());
    expect(bytes.length).toBeLessThan(128);
    expect(bytes.length).toBeGreaterThan(64);
    expect(parseGguf(memorySource(file)).tensors.get("t")?.offset).toBe(128 + 64);
  });

  it("reads version 2, arrays in arrays, and strings across its reading window", () => {
    const long = "x".repeat(700_000);
    const bytes = ggufStart(0, 3, 2).string("a").uint32(8).string(long).string("b").uint32(8).string(long);
    bytes.string("c").uint32(9).uint32(9).uint64(2);
    bytes.uint32(5).uint64(1).int32(1).uint32(5).uint64(0);
    const { metadata } = parseGguf(memorySource(bytes.finish()));
    expect(metadata.get("a")).toBe(long);
    expect(metadata.get("b")).toBe(long);
    expect(metadata.get("c")).toEqual([[1], []]);
  });
});

describe("GGUF, damaged", () => {
  it("notices every cut of the header and of the data", () => {
    const config = tinyConfig();
    const whole = tinyGguf(config, randomWeights(config));
    const [first] = parseGguf(memorySource(whole)).tensors.values();
    expect(outcome(whole)).toBe("read");
    for (let part = 0; part < 50; part++) {
      const length = Math.floor((first!.offset * part) / 50);
      expect([length, outcome(whole.slice(0, length))]).toEqual([length, "weights-corrupt"]);
    }
    expect(outcome(whole.slice(0, first!.offset))).toBe("weights-corrupt");
    expect(outcome(whole.slice(0, whole.length - 64))).toBe("weights-corrupt");
  });

  it("survives any single damaged byte of a header with a known code or a plain result", () => {
    const config = tinyConfig({ numHiddenLayers: 1 });
    const whole = tinyGguf(config, randomWeights(config));
    const [first] = parseGguf(memorySource(whole)).tensors.values();
    const seen = new Set<string>();
    for (let at = 0; at < first!.offset; at++) {
      for (const value of [0x00, 0x7f, 0xff]) {
        const damaged = whole.slice();
        damaged[at] = value;
        seen.add(outcome(damaged));
      }
    }
    expect([...seen].sort()).toEqual(["read", "weights-corrupt", "weights-unsupported"]);
  });

  it.each<[string, string, Uint8Array]>([
    ["an empty file", "weights-corrupt", new Uint8Array(0)],
    [
      "another magic",
      "weights-corrupt",
      new GgufBytes().raw([0x47, 0x47, 0x4d, 0x4c]).uint32(3).uint64(0).uint64(0).finish(),
    ],
    ["a web page", "weights-corrupt", new TextEncoder().encode("<!doctype html><title>404</title>")],
    ["version 1", "weights-unsupported", ggufStart(0, 0, 1).finish()],
    ["version 4", "weights-unsupported", ggufStart(0, 0, 4).finish()],
    ["big-endian version 3", "weights-unsupported", ggufStart(0, 0, 0x03000000).finish()],
    ["2^63 tensors", "weights-corrupt", ggufStart(2n ** 63n, 0).finish()],
    ["2^64 - 1 metadata entries", "weights-corrupt", ggufStart(0, 2n ** 64n - 1n).finish()],
    ["60,000 tensors that are not there", "weights-corrupt", ggufStart(60_000, 0).finish()],
    ["4,000 metadata entries that are not there", "weights-corrupt", ggufStart(0, 4000).finish()],
    ["a key longer than the file", "weights-corrupt", ggufStart(0, 1).uint64(1000).finish()],
    [
      "a key of 2^63 bytes",
      "weights-corrupt",
      ggufStart(0, 1)
        .uint64(2n ** 63n)
        .finish(),
    ],
    ["a string longer than the file", "weights-corrupt", withMetadata((b) => b.uint32(8).uint64(1_000_000))],
    ["a string of 2^40 bytes", "weights-corrupt", withMetadata((b) => b.uint32(8).uint64(2n ** 40n))],
    ["a metadata type that does not exist", "weights-corrupt", withMetadata((b) => b.uint32(13).uint64(0))],
    [
      "an array of 2^63",
      "weights-corrupt",
      withMetadata((b) =>
        b
          .uint32(9)
          .uint32(0)
          .uint64(2n ** 63n),
      ),
    ],
    [
      "an array longer than the file",
      "weights-corrupt",
      withMetadata((b) => b.uint32(9).uint32(4).uint64(999_999)),
    ],
    [
      "an array of strings that can't fit",
      "weights-corrupt",
      withMetadata((b) => b.uint32(9).uint32(8).uint64(3).string("a")),
    ],
    [
      "an array of unknown type",
      "weights-corrupt",
      withMetadata((b) => b.uint32(9).uint32(77).uint64(1).raw(new Uint8Array(64))),
    ],
    [
      "arrays nested three deep",
      "weights-corrupt",
      withMetadata((b) =>
        b.uint32(9).uint32(9).uint64(1).uint32(9).uint64(1).uint32(9).uint64(1).uint32(4).uint64(0),
      ),
    ],
    [
      "arrays nested without end",
      "weights-corrupt",
      withMetadata((b) => {
        b.uint32(9);
        for (let depth = 0; depth < 10_000; depth++) b.uint32(9).uint64(1);
        return b;
      }),
    ],
    [
      "a metadata key twice",
      "weights-corrupt",
      ggufStart(0, 2).string("k").uint32(7).raw([1]).string("k").uint32(7).raw([1]).finish(),
    ],
    ["no dimensions", "weights-corrupt", withTensors([{ shape: [] }])],
    ["five dimensions", "weights-corrupt", withTensors([{ shape: [1, 1, 1, 1, 1] }])],
    ["a length of 0", "weights-corrupt", withTensors([{ shape: [32, 0] }])],
    ["a length of 2^63", "weights-corrupt", withTensors([{ shape: [2n ** 63n] }])],
    // 2^31 * 2^31 * 4 elements of 4 bytes = 2^66: 0 in 64 bits, and not exact in a float.
    ["lengths whose product wraps", "weights-corrupt", withTensors([{ shape: [2 ** 31, 2 ** 31, 4] }])],
    [
      "a product that wraps to a small size",
      "weights-corrupt",
      withTensors([{ shape: [2 ** 31, 2 ** 31, 2 ** 31, 32] }]),
    ],
    ["an offset outside the file", "weights-corrupt", withTensors([{ offset: 4096 }])],
    ["an offset of 2^64 - 32", "weights-corrupt", withTensors([{ offset: 2n ** 64n - 32n }])],
    ["a tensor that ends behind the file", "weights-corrupt", withTensors([{ offset: 4096 - 96 }])],
    ["an offset that is not aligned", "weights-corrupt", withTensors([{ offset: 8 }])],
    ["a row that is not whole blocks", "weights-corrupt", withTensors([{ shape: [48], type: 2 }])],
    ["blocks only across rows", "weights-corrupt", withTensors([{ shape: [16, 2], type: 8 }])],
    ["a tensor name twice", "weights-corrupt", withTensors([{}, {}])],
    ["Q5_K, which we do not read", "weights-unsupported", withTensors([{ shape: [256], type: 13 }])],
    ["a tensor type that does not exist", "weights-unsupported", withTensors([{ type: 2 ** 32 - 1 }])],
  ])("refuses %s with %s", (_, code, bytes) => {
    expect(outcome(bytes)).toBe(code);
  });

  it("accepts the last place that is inside the file", () => {
    expect(outcome(withTensors([{ offset: 4096 - 128 }]))).toBe("read");
  });

  it.each([
    ["0", (b: GgufBytes) => b.uint32(4).uint32(0)],
    ["7", (b: GgufBytes) => b.uint32(4).uint32(7)],
    ["48", (b: GgufBytes) => b.uint32(4).uint32(48)],
    ["2^31", (b: GgufBytes) => b.uint32(4).uint32(2 ** 31)],
    ["8.5", (b: GgufBytes) => b.uint32(6).float32(8.5)],
    ["NaN", (b: GgufBytes) => b.uint32(6).float32(Number.NaN)],
    ["text", (b: GgufBytes) => b.uint32(8).string("32")],
    ["64 as a 64-bit number", (b: GgufBytes) => b.uint32(10).uint64(64)],
  ])("refuses an alignment of %s", (_, write) => {
    const bytes = write(ggufStart(1, 1).string("general.alignment"));
    bytes.string("t").uint32(1).uint64(1).uint32(0).uint64(0).raw(new Uint8Array(4096));
    expect(outcome(bytes.finish())).toBe("weights-corrupt");
  });
});
