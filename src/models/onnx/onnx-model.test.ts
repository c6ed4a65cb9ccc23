import { describe, expect, it } from "vitest";
import { encodeModel, tensorBytes } from "./onnx-model.ts";
import type { ModelData } from "./onnx-model.ts";

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const text = (string: string): string => Buffer.from(string).toString("hex");
const bytes = (...parts: string[]): string => parts.join("");
/** Tag, one-byte length, content. */
const field = (tag: string, content: string): string => {
  expect(content.length / 2).toBeLessThan(128);
  return tag + (content.length / 2).toString(16).padStart(2, "0") + content;
};

const HEADER = `080a${field("12", text("hearth"))}`; // ir_version 10, producer_name
const OPSETS = `${field("42", "0a001015")}${field("42", `${field("0a", text("com.microsoft"))}1001`)}`;

function encoded(graph: Partial<ModelData>): string {
  return hex(encodeModel({ nodes: [], initializers: [], inputs: [], outputs: [], ...graph }));
}

describe("ONNX encoding, against bytes put together by hand from onnx.proto3", () => {
  it("writes an empty graph with name and opsets", () => {
    expect(encoded({})).toBe(`${HEADER}3a0612046d61696e${OPSETS}`);
  });

  it("writes inputs and outputs with known and named lengths", () => {
    // TensorShapeProto: dim { dim_value: 1 } dim { dim_param: "T" }
    const shape = bytes("0a020801", "0a03120154");
    const typed = (elementType: string): string => field("0a", `08${elementType}${field("12", shape)}`);
    const input = field("5a", `0a0178${field("12", typed("07"))}`);
    const output = field("62", `0a0179${field("12", typed("01"))}`);
    const value = { shape: [1, "T"] };
    expect(
      encoded({
        inputs: [{ name: "x", dtype: "int64", ...value }],
        outputs: [{ name: "y", dtype: "float32", ...value }],
      }),
    ).toBe(`${HEADER}${field("3a", `12046d61696e${input}${output}`)}${OPSETS}`);
  });

  it("writes nodes with left-out inputs, a domain and every kind of attribute", () => {
    const attributes = [
      field("2a", bytes("0a0161", "18ffffffffffffffffff01", "a00102")), // a: INT -1
      field("2a", bytes("0a0162", "150000003f", "a00101")), // b: FLOAT 0.5
      field("2a", bytes("0a0163", "220178", "a00103")), // c: STRING "x"
      field("2a", bytes("0a0164", "42020001", "a00107")), // d: INTS 0 1
    ].join("");
    const names = bytes("0a0170", "0a00", "120171", "1a016e", "22024f70"); // inputs "p" and none, output "q", "n", "Op"
    const node = names + attributes + field("3a", text("com.microsoft"));
    expect(
      encoded({
        nodes: [
          {
            name: "n",
            opType: "Op",
            domain: "com.microsoft",
            inputs: ["p", ""],
            outputs: ["q"],
            attributes: { a: { int: -1 }, b: { float: 0.5 }, c: { string: "x" }, d: { ints: [0, 1] } },
          },
        ],
      }),
    ).toBe(`${HEADER}${field("3a", `${field("0a", node)}12046d61696e`)}${OPSETS}`);
  });

  it("writes small tensors inside and others as files of their own name", () => {
    const inside = bytes("0a0102", "1001", "420163", "4a080000803f00000040"); // dims 2, FLOAT, "c", raw 1 and 2
    const entry = (key: string, value: string): string =>
      field("6a", field("0a", text(key)) + field("12", text(value)));
    const outside =
      "0a020203" +
      "1003" +
      "420177" +
      entry("location", "w") +
      entry("offset", "0") +
      entry("length", "6") +
      "7001";
    const graph = `12046d61696e${field("2a", inside)}${field("2a", outside)}`;
    expect(
      encoded({
        initializers: [
          { name: "c", dtype: "float32", shape: [2], data: new Uint8Array(Float32Array.of(1, 2).buffer) },
          { name: "w", dtype: "int8", shape: [2, 3], data: "external" },
        ],
      }),
    ).toBe(`${HEADER}${field("3a", graph)}${OPSETS}`);
  });

  it.each([
    ["float32", [2, 3], 24],
    ["int64", [], 8],
    ["int8", [576, 49_152], 28_311_552],
    ["uint8", [0, 5], 0],
    ["int32", [1], 4],
  ] as const)("counts the bytes of %s[%s]", (dtype, shape, expected) => {
    expect(tensorBytes(dtype, shape)).toBe(expected);
  });
});
