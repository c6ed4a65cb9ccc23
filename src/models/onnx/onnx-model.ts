/**
 * @file ONNX messages as data and their protobuf encoding. Field numbers are those of onnx.proto3 (ONNX 1.17, IR
 * version 10); only what `GraphBuilder` emits is here.
 */
import { ProtobufWriter } from "./protobuf-writer.ts";

export type DType = "float32" | "float16" | "uint8" | "int8" | "int32" | "int64" | "bool";

/** A length, or the name of a length known when the graph runs. */
export type Dim = number | string;

/** TensorProto.DataType. */
export const DATA_TYPE: Readonly<Record<DType, number>> = {
  float32: 1,
  uint8: 2,
  int8: 3,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
};
const BYTES_PER_ELEMENT: Record<DType, number> = {
  float32: 4,
  float16: 2,
  uint8: 1,
  int8: 1,
  int32: 4,
  int64: 8,
  bool: 1,
};

export type AttributeValue =
  | { readonly int: number }
  | { readonly float: number }
  | { readonly string: string }
  | { readonly ints: readonly number[] }
  | { readonly graph: BranchData };

/** The body of a branch: it sees every value made before it, and has neither inputs nor weights of its own. */
export interface BranchData {
  readonly nodes: readonly NodeData[];
  readonly outputs: readonly ValueData[];
}

export interface NodeData {
  readonly name: string;
  readonly opType: string;
  readonly domain: string;
  /** Empty string = optional input left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, AttributeValue>>;
}

export interface TensorData {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly number[];
  /** Little-endian bytes, or "external": the runtime asks for the file of the same name. */
  readonly data: Uint8Array | "external";
}

export interface ValueData {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly Dim[];
}

export interface ModelData {
  readonly nodes: readonly NodeData[];
  readonly initializers: readonly TensorData[];
  readonly inputs: readonly ValueData[];
  readonly outputs: readonly ValueData[];
}

const IR_VERSION = 10;
const OPSETS: Readonly<Record<string, number>> = { "": 21, "com.microsoft": 1 };

/** Bytes one element takes. */
export function bytesPerElement(dtype: DType): number {
  return BYTES_PER_ELEMENT[dtype];
}

/** Bytes a dense tensor takes. */
export function tensorBytes(dtype: DType, shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, bytesPerElement(dtype));
}

/** ModelProto. */
export function encodeModel(model: ModelData): Uint8Array<ArrayBuffer> {
  const writer = new ProtobufWriter()
    .int(1, IR_VERSION)
    .string(2, "hearth")
    .message(7, encodeGraph(model, "main"));
  for (const [domain, version] of Object.entries(OPSETS)) {
    writer.message(8, new ProtobufWriter().string(1, domain).int(2, version));
  }
  return writer.finish();
}

function encodeGraph(model: ModelData, name: string): ProtobufWriter {
  const writer = new ProtobufWriter();
  for (const node of model.nodes) writer.message(1, encodeNode(node));
  writer.string(2, name);
  for (const tensor of model.initializers) writer.message(5, encodeTensor(tensor));
  for (const value of model.inputs) writer.message(11, encodeValue(value));
  for (const value of model.outputs) writer.message(12, encodeValue(value));
  return writer;
}

function encodeNode(node: NodeData): ProtobufWriter {
  const writer = new ProtobufWriter();
  for (const input of node.inputs) writer.string(1, input);
  for (const output of node.outputs) writer.string(2, output);
  writer.string(3, node.name).string(4, node.opType);
  for (const [name, value] of Object.entries(node.attributes))
    writer.message(5, encodeAttribute(name, value));
  return node.domain === "" ? writer : writer.string(7, node.domain);
}

function encodeAttribute(name: string, value: AttributeValue): ProtobufWriter {
  const writer = new ProtobufWriter().string(1, name);
  if ("float" in value) return writer.float(2, value.float).int(20, 1);
  if ("int" in value) return writer.int(3, value.int).int(20, 2);
  if ("string" in value) return writer.string(4, value.string).int(20, 3);
  if ("graph" in value) {
    const branch = { ...value.graph, initializers: [], inputs: [] };
    return writer.message(6, encodeGraph(branch, name)).int(20, 5);
  }
  return writer.packedInts(8, value.ints).int(20, 7);
}

function encodeTensor(tensor: TensorData): ProtobufWriter {
  const writer = new ProtobufWriter().packedInts(1, tensor.shape).int(2, DATA_TYPE[tensor.dtype]);
  writer.string(8, tensor.name);
  if (tensor.data !== "external") return writer.bytes(9, tensor.data);
  const length = tensorBytes(tensor.dtype, tensor.shape);
  const entries = { location: tensor.name, offset: "0", length: String(length) };
  for (const [key, value] of Object.entries(entries)) {
    writer.message(13, new ProtobufWriter().string(1, key).string(2, value));
  }
  return writer.int(14, 1);
}

function encodeValue(value: ValueData): ProtobufWriter {
  const shape = new ProtobufWriter();
  for (const dim of value.shape) {
    const encoded = new ProtobufWriter();
    shape.message(1, typeof dim === "number" ? encoded.int(1, dim) : encoded.string(2, dim));
  }
  const tensorType = new ProtobufWriter().int(1, DATA_TYPE[value.dtype]).message(2, shape);
  return new ProtobufWriter().string(1, value.name).message(2, new ProtobufWriter().message(1, tensorType));
}
