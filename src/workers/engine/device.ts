/**
 * @file What the engine needs of a device: graphs, tensors that stay on it from run to run, and copies. The CPU
 * (`ort-runtime.ts`) and the GPU (`gpu-device.ts`) are the two that there are.
 */
import { COMMON_BINDING_BYTES } from "#models/catalog";
import type { BuiltGraph, WeightSlot } from "#models/onnx/graph-builder";
import type { DType } from "#models/onnx/onnx-model";
import type { WeightBytes } from "#models/weights/byte-source";

/** A tensor on the device. Owned by whoever made it or was given it by `run`: `release` frees its bytes. */
export interface DeviceTensor {
  readonly dtype: DType;
  readonly shape: readonly number[];
}

export interface RunResults {
  /** Outputs read back, as float32. */
  readonly host: ReadonlyMap<string, Float32Array<ArrayBuffer>>;
  /** Outputs that stayed on the device: the caller's from now on. */
  readonly device: ReadonlyMap<string, DeviceTensor>;
}

/** One compiled graph. Runs one request at a time. */
export interface DeviceSession {
  /**
   * @param inputs every input of the graph by name.
   * @param inPlace outputs written where their tensor is; one that is also an input must be the same tensor.
   * @throws AppError `engine-failed`, `out-of-memory`, `gpu-out-of-memory`, `device-lost`.
   */
  run(
    inputs: ReadonlyMap<string, DeviceTensor>,
    inPlace: ReadonlyMap<string, DeviceTensor>,
  ): Promise<RunResults>;
  release(): void;
}

export interface SessionOptions {
  readonly graph: BuiltGraph;
  /** Called for each weight while the session is created, for a small one maybe again; nothing is kept of what it returns. */
  readonly weightBytes: (slot: WeightSlot) => WeightBytes;
  /** Outputs that are read back after each run. */
  readonly hostOutputs: readonly string[];
  /** Outputs that stay on the device. */
  readonly deviceOutputs?: readonly string[];
}

export interface Device {
  readonly kind: "cpu" | "webgpu";
  /** Largest tensor that a graph can use. */
  readonly maxTensorBytes: number;
  /** Type of activations and of the KV cache in graphs for this device. */
  readonly activations: "float32" | "float16";
  /** @throws what `weightBytes` threw; AppError `engine-failed`, `out-of-memory`, `device-lost`. */
  createSession(options: SessionOptions): Promise<DeviceSession>;
  /** Zeros. A GPU that has no memory left says so at the next run only. @throws AppError `out-of-memory`. */
  allocate(dtype: DType, shape: readonly number[]): DeviceTensor;
  /** The same, told at once: without memory nothing but this call fails. @throws AppError `out-of-memory`, `gpu-out-of-memory`. */
  tryAllocate(dtype: DType, shape: readonly number[]): Promise<DeviceTensor>;
  upload(dtype: DType, shape: readonly number[], bytes: Uint8Array): DeviceTensor;
  /** Copies within the device; offsets and length are multiples of 4. */
  copy(
    from: { readonly tensor: DeviceTensor; readonly offset: number },
    to: { readonly tensor: DeviceTensor; readonly offset: number },
    bytes: number,
  ): void;
  release(tensor: DeviceTensor): void;
  /** Gives everything back. Nothing of this device can be used after it. */
  close(): void;
}

/**
 * The largest weight that a graph for the device should have. Larger ones are cut even where the GPU takes more: each is in
 * memory twice on its way there, made and mapped, and the head of Llama 3.2 11B alone would be half of a gigabyte.
 */
export function maxWeightBytes({ kind, maxTensorBytes }: Pick<Device, "kind" | "maxTensorBytes">): number {
  return kind === "webgpu" ? Math.min(maxTensorBytes, COMMON_BINDING_BYTES) : maxTensorBytes;
}

/** int64 or int32 numbers on the device. */
export function uploadIntegers(
  device: Device,
  dtype: "int64" | "int32",
  shape: readonly number[],
  values: readonly number[],
): DeviceTensor {
  const typed = dtype === "int64" ? BigInt64Array.from(values, BigInt) : Int32Array.from(values);
  return device.upload(dtype, shape, new Uint8Array(typed.buffer));
}

export function uploadBoolean(device: Device, value: boolean): DeviceTensor {
  return device.upload("bool", [], Uint8Array.of(value ? 1 : 0));
}
