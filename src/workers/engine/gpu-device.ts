/**
 * @file The GPU as a device, through onnxruntime's WebGPU execution provider and a `GPUDevice` of our own: with limits asked
 * for explicitly, and without `subgroups` where attention with them is silently wrong (spec onnxruntime-web 1).
 */
import { AppError, toAppError } from "#shared/errors";
import { tensorBytes } from "#models/onnx/onnx-model";
import type { DType } from "#models/onnx/onnx-model";
import type { InferenceSession, Tensor } from "onnxruntime-web";
import type { Device, DeviceSession, DeviceTensor, RunResults, SessionOptions } from "./device.ts";
import { GpuGuard } from "./gpu-guard.ts";
import { lazyBytes } from "./lazy-bytes.ts";
import { StoredPlace } from "./stored-place.ts";
import { WeightMaker } from "./weight-maker.ts";

type Ort = typeof import("onnxruntime-web");

export interface GpuDeviceOptions {
  /** onnxruntime's WebGPU build: its glue script and its WebAssembly file. */
  readonly moduleUrl: string;
  readonly wasmUrl: string;
  /** Subgroup operations, where the adapter has them. */
  readonly subgroups: boolean;
  /** Activations in float16, where the adapter has it. */
  readonly halfPrecision: boolean;
}

interface GpuTensor extends DeviceTensor {
  readonly tensor: Tensor;
  /** Ours to destroy; the runtime's own goes with its tensor. */
  readonly buffer: GPUBuffer | null;
}

/** The runtime asks for all of these in its kernels; a device has the specification's minimum unless told otherwise. */
const LIMITS = [
  "maxBufferSize",
  "maxStorageBufferBindingSize",
  "maxComputeWorkgroupStorageSize",
  "maxComputeInvocationsPerWorkgroup",
  "maxComputeWorkgroupSizeX",
  "maxComputeWorkgroupSizeY",
  "maxComputeWorkgroupSizeZ",
  "maxComputeWorkgroupsPerDimension",
  "maxStorageBuffersPerShaderStage",
] as const;

/**
 * Larger results of constants are not computed ahead. Folding the view of the embedding that `GatherBlockQuantized` takes
 * loads the weight into the WebAssembly heap, three times its size with the copies on the way to the GPU, and leaves a tied
 * head with a second buffer of its own.
 */
const MAX_FOLDED_BYTES = 1 << 20;

/** GPUBufferUsage flags by their numbers: workers' type definitions lack the names. */
const BUFFER_USAGE = 0x80 /* STORAGE */ | 0x04 /* COPY_SRC */ | 0x08; /* COPY_DST */

export class GpuDevice implements Device {
  readonly kind = "webgpu";
  readonly maxTensorBytes: number;
  readonly activations: "float32" | "float16";
  readonly #ort: Ort;
  readonly #gpu: GPUDevice;
  readonly #guard: GpuGuard;

  private constructor(ort: Ort, gpu: GPUDevice) {
    this.#ort = ort;
    this.#gpu = gpu;
    this.maxTensorBytes = Math.min(gpu.limits.maxBufferSize, gpu.limits.maxStorageBufferBindingSize);
    this.activations = gpu.features.has("shader-f16") ? "float16" : "float32";
    this.#guard = new GpuGuard(gpu);
  }

  /** @throws AppError `webgpu-missing` when the adapter gives no device, `engine-failed`. */
  static async start(adapter: GPUAdapter, options: GpuDeviceOptions): Promise<GpuDevice> {
    const wanted: GPUFeatureName[] = [];
    if (options.subgroups) wanted.push("subgroups");
    if (options.halfPrecision) wanted.push("shader-f16");
    const gpu = await adapter
      .requestDevice({
        requiredFeatures: wanted.filter((feature) => adapter.features.has(feature)),
        requiredLimits: Object.fromEntries(LIMITS.map((limit) => [limit, adapter.limits[limit]])),
      })
      .catch((error: unknown) => {
        throw new AppError("webgpu-missing", `no GPU device: ${String(error)}`, {}, error);
      });
    try {
      const ort = (await import("hearth:ort-webgpu")) as Ort;
      ort.env.wasm.wasmPaths = { mjs: options.moduleUrl, wasm: options.wasmUrl };
      // Everything heavy is on the GPU; threads would each take memory and a start.
      ort.env.wasm.numThreads = 1;
      ort.env.logLevel = "error";
      return new GpuDevice(ort, gpu);
    } catch (error) {
      gpu.destroy();
      throw toAppError(error, "engine-failed");
    }
  }

  async createSession(options: SessionOptions): Promise<DeviceSession> {
    const { graph, weightBytes, hostOutputs, deviceOutputs = [] } = options;
    const maker = new WeightMaker(weightBytes);
    const place = new StoredPlace();
    const locations = [
      ...hostOutputs.map((name) => [name, "cpu"] as const),
      ...deviceOutputs.map((name) => [name, "gpu-buffer"] as const),
    ];
    const session = await this.#guard.run("create session", () =>
      this.#ort.InferenceSession.create(graph.model, {
        executionProviders: [{ name: "webgpu", device: this.#gpu }],
        externalData: graph.weights.map((slot) => ({
          path: slot.name,
          data: lazyBytes(
            tensorBytes(slot.dtype, slot.shape),
            () => maker.bytes(slot),
            (stored) => place.take(stored),
          ),
        })),
        preferredOutputLocation: Object.fromEntries(locations),
        graphOptimizationLevel: "all",
        // Errors only: the level of `env` does not reach what the runtime says of constants that it leaves unfolded.
        logSeverityLevel: 3,
        extra: { optimization: { constant_folding_max_output_size_in_bytes: `${MAX_FOLDED_BYTES}` } },
      })
        .catch((error: unknown) => {
          throw maker.failure ?? error;
        })
        .finally(() => place.release()),
    );
    return new GpuSession(this, session, hostOutputs, deviceOutputs);
  }

  allocate(dtype: DType, shape: readonly number[]): GpuTensor {
    const buffer = this.#gpu.createBuffer({
      // The runtime binds whole vectors of four.
      size: Math.ceil(Math.max(16, tensorBytes(dtype, shape)) / 16) * 16,
      usage: BUFFER_USAGE,
    });
    const tensor = this.#ort.Tensor.fromGpuBuffer(buffer, {
      dataType: dtype as "float32" | "float16",
      dims: [...shape],
    });
    return { dtype, shape, tensor, buffer };
  }

  async tryAllocate(dtype: DType, shape: readonly number[]): Promise<GpuTensor> {
    return this.#guard.attempt(
      "allocate",
      () => this.allocate(dtype, shape),
      (made) => this.release(made),
    );
  }

  /** Whole numbers and conditions stay beside the CPU, where the runtime reads shapes and positions. */
  upload(dtype: DType, shape: readonly number[], bytes: Uint8Array): GpuTensor {
    if (dtype !== "float32" && dtype !== "float16") {
      return { dtype, shape, tensor: hostTensor(this.#ort, dtype, shape, bytes), buffer: null };
    }
    const made = this.allocate(dtype, shape);
    this.#gpu.queue.writeBuffer(made.buffer as GPUBuffer, 0, bytes);
    return made;
  }

  copy(
    from: { readonly tensor: DeviceTensor; readonly offset: number },
    to: { readonly tensor: DeviceTensor; readonly offset: number },
    bytes: number,
  ): void {
    if (bytes === 0) return;
    const encoder = this.#gpu.createCommandEncoder();
    encoder.copyBufferToBuffer(bufferOf(from.tensor), from.offset, bufferOf(to.tensor), to.offset, bytes);
    this.#gpu.queue.submit([encoder.finish()]);
  }

  release(tensor: DeviceTensor): void {
    const { tensor: handle, buffer } = tensor as GpuTensor;
    handle.dispose();
    buffer?.destroy();
  }

  close(): void {
    this.#gpu.destroy();
  }

  /** @throws AppError `device-lost`, `gpu-out-of-memory`, `engine-failed`. */
  async run(session: InferenceSession, feeds: Values, fetches: Fetches): Promise<Values> {
    return this.#guard.run("run", () => session.run(feeds, fetches));
  }
}

type Values = InferenceSession.OnnxValueMapType;
/** Where to put outputs; null where the runtime makes them. */
type Fetches = InferenceSession.NullableOnnxValueMapType;

function bufferOf(tensor: DeviceTensor): GPUBuffer {
  const { tensor: handle, buffer } = tensor as GpuTensor;
  return buffer ?? handle.gpuBuffer;
}

function hostTensor(ort: Ort, dtype: DType, shape: readonly number[], bytes: Uint8Array): Tensor {
  const { buffer } = bytes.slice();
  if (dtype === "int64") return new ort.Tensor("int64", new BigInt64Array(buffer), shape);
  if (dtype === "int32") return new ort.Tensor("int32", new Int32Array(buffer), shape);
  if (dtype === "bool") return new ort.Tensor("bool", new Uint8Array(buffer), shape);
  throw new Error(`no ${dtype} beside the CPU`);
}

function handles(tensors: ReadonlyMap<string, DeviceTensor>): [string, Tensor][] {
  return [...tensors].map(([name, tensor]) => [name, (tensor as GpuTensor).tensor]);
}

class GpuSession implements DeviceSession {
  readonly #device: GpuDevice;
  readonly #session: InferenceSession;
  readonly #hostOutputs: readonly string[];
  readonly #deviceOutputs: readonly string[];

  constructor(
    device: GpuDevice,
    session: InferenceSession,
    hostOutputs: readonly string[],
    deviceOutputs: readonly string[],
  ) {
    this.#device = device;
    this.#session = session;
    this.#hostOutputs = hostOutputs;
    this.#deviceOutputs = deviceOutputs;
  }

  async run(
    inputs: ReadonlyMap<string, DeviceTensor>,
    inPlace: ReadonlyMap<string, DeviceTensor>,
  ): Promise<RunResults> {
    const wanted = [...this.#hostOutputs, ...this.#deviceOutputs].map((name) => [name, null] as const);
    const fetches: Fetches = Object.fromEntries<Tensor | null>([...wanted, ...handles(inPlace)]);
    const results = await this.#device.run(this.#session, Object.fromEntries(handles(inputs)), fetches);
    const host = this.#hostOutputs.map(
      (name) => [name, results[name]?.data as Float32Array<ArrayBuffer>] as const,
    );
    const device = this.#deviceOutputs.map((name) => {
      const tensor = results[name] as Tensor;
      const made: GpuTensor = { dtype: tensor.type as DType, shape: tensor.dims, tensor, buffer: null };
      return [name, made] as const;
    });
    return { host: new Map(host), device: new Map(device) };
  }

  release(): void {
    // On a lost device there is nothing left to give back.
    this.#session.release().catch(() => undefined);
  }
}
