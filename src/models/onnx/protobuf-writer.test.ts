import { describe, expect, it } from "vitest";
import { ProtobufWriter } from "./protobuf-writer.ts";

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

describe("Protocol Buffers encoding", () => {
  // The first four are the worked examples of protobuf.dev/programming-guides/encoding.
  it.each([
    ["varint 150", new ProtobufWriter().int(1, 150), "089601"],
    ["string", new ProtobufWriter().string(2, "testing"), "120774657374696e67"],
    ["message", new ProtobufWriter().message(3, new ProtobufWriter().int(1, 150)), "1a03089601"],
    ["packed integers", new ProtobufWriter().packedInts(6, [3, 270, 86_942]), "3206038e029ea705"],
    ["zero", new ProtobufWriter().int(1, 0), "0800"],
    ["127, the last in one byte", new ProtobufWriter().int(1, 127), "087f"],
    ["128", new ProtobufWriter().int(1, 128), "088001"],
    ["-1 in ten bytes", new ProtobufWriter().int(1, -1), "08ffffffffffffffffff01"],
    ["2^53 - 1", new ProtobufWriter().int(1, Number.MAX_SAFE_INTEGER), "08ffffffffffffff0f"],
    ["packed negative", new ProtobufWriter().packedInts(8, [-1]), "420affffffffffffffffff01"],
    ["no packed integers", new ProtobufWriter().packedInts(8, []), "4200"],
    ["float 1", new ProtobufWriter().float(2, 1), "150000803f"],
    ["float 1e-5, rounded", new ProtobufWriter().float(2, 1e-5), "15acc52737"],
    ["field 16 in two bytes", new ProtobufWriter().int(16, 1), "800101"],
    ["field 20 in two bytes", new ProtobufWriter().int(20, 7), "a00107"],
    ["UTF-8", new ProtobufWriter().string(1, "é😀"), "0a06c3a9f09f9880"],
    ["empty bytes", new ProtobufWriter().bytes(9, new Uint8Array(0)), "4a00"],
  ])("%s", (_, writer, expected) => {
    expect(hex(writer.finish())).toBe(expected);
  });

  it("keeps everything while it grows", () => {
    const long = Uint8Array.from({ length: 1000 }, (_, i) => i % 251);
    const writer = new ProtobufWriter();
    for (let field = 1; field <= 3; field++) writer.bytes(field, long);
    const one = (tag: string): string => `${tag}e807${hex(long)}`;
    expect(hex(writer.finish())).toBe(one("0a") + one("12") + one("1a"));
  });

  it("refuses what is not an integer", () => {
    expect(() => new ProtobufWriter().int(1, 0.5)).toThrow(RangeError);
  });
});
