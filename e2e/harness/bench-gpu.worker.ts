/** @file Models of full size on the GPU: the product's device, graphs and decoder, timed, and their logits. */
import "#workers/trusted-default";
import { chooseMode } from "#models/choose-mode";
import type { TransformedImage } from "#models/mllama/image-transform";
import { openCheckpoint } from "#models/open-checkpoint";
import type { OpenCheckpoint, VisionModel } from "#models/open-checkpoint";
import { BlobSource } from "#workers/engine/blob-source";
import type { Device } from "#workers/engine/device";
import { requestAdapter } from "#workers/engine/gpu-adapter";
import { GraphDecoder } from "#workers/engine/graph-decoder";
import { startCpu, startGpu } from "#workers/engine/start-device";
import { VisionEncoder } from "#workers/engine/vision-encoder";
import { answerWith } from "./ask-worker.ts";
import type { GpuInfo, GpuTask, GpuTaskResult, PromptSpeeds } from "./bench-gpu-types.ts";
import type { EngineDevice } from "./engine-device.ts";
import { indexOfMax } from "./logits.ts";
import { isMadeUpModel, madeUpCheckpoint } from "./made-up-checkpoint.ts";
import { modelFiles, storeMadeUp } from "./made-up-store.ts";

type Task<K extends GpuTask["kind"]> = Extract<GpuTask, { kind: K }>;

const PICTURE_TILES = 4;
const PICTURES = 3;

function start(device: EngineDevice): Promise<Device> {
  return device === "cpu" ? startCpu() : startGpu({ halfPrecision: device === "webgpu" });
}

function decoderOf(device: Device, { text }: OpenCheckpoint, contextTokens: number): Promise<GraphDecoder> {
  const mode = chooseMode(device.kind, text);
  return GraphDecoder.create(device, text, { contextTokens, mode, smoothing: null, onProgress: () => {} });
}

async function speed(task: Task<"speed">): Promise<GpuTaskResult["speed"]> {
  const began = performance.now();
  const device = await start(task.device);
  const started = performance.now();
  const { files } = await modelFiles(task.modelId).openVerified(() => {});
  const opened = openCheckpoint(files);
  const contextTokens = Math.max(...task.promptTokens) + task.answerTokens;
  const decoder = await decoderOf(device, opened, contextTokens);
  const encoder = opened.vision && (await encoderOf(device, opened.vision));
  const loaded = performance.now();
  const pictureMs = opened.vision && encoder ? await look(encoder, decoder, opened.vision) : [];
  const speeds: PromptSpeeds[] = [];
  for (const promptTokens of task.promptTokens) speeds.push(await promptSpeeds(decoder, promptTokens, task));
  return {
    activations: device.activations,
    gpu: task.device === "cpu" ? null : await gpuInfo(),
    startMs: started - began,
    loadMs: loaded - started,
    speeds,
    pictureMs,
  };
}

function encoderOf(device: Device, vision: VisionModel): Promise<VisionEncoder> {
  return VisionEncoder.create(device, vision, { mode: "stored", compat: "meta", onProgress: () => {} });
}

async function promptSpeeds(
  decoder: GraphDecoder,
  promptTokens: number,
  { rounds, chunkTokens, answerTokens }: Task<"speed">,
): Promise<PromptSpeeds> {
  const speeds = { prefill: [] as number[], decode: [] as number[] };
  // The first round compiles kernels.
  for (let round = 0; round <= rounds; round++) {
    decoder.cache.truncate(0);
    const ids = Array.from({ length: promptTokens }, (_, at) => 1000 + ((at * 7919 + round) % 20_000));
    const began = performance.now();
    let logits: Float32Array | undefined;
    for (let at = 0; at < ids.length; at += chunkTokens)
      [logits] = await decoder.forward(ids.slice(at, at + chunkTokens));
    const first = performance.now();
    for (let count = 0; count < answerTokens; count++) [logits] = await decoder.forward([indexOfMax(logits)]);
    const ended = performance.now();
    if (round === 0) continue;
    speeds.prefill.push(promptTokens / ((first - began) / 1000));
    speeds.decode.push(answerTokens / ((ended - first) / 1000));
  }
  return { promptTokens, ...speeds };
}

/** @returns milliseconds from pixels to keys and values, read by a first token */
async function look(
  encoder: VisionEncoder,
  decoder: GraphDecoder,
  { config }: VisionModel,
): Promise<number[]> {
  const { imageSize, numChannels } = config.vision;
  const image: TransformedImage = {
    pixels: Float32Array.from(
      { length: PICTURE_TILES * numChannels * imageSize ** 2 },
      (_, at) => (at % 5) - 2,
    ),
    numTiles: PICTURE_TILES,
    aspectRatioId:
      1 + config.vision.supportedAspectRatios.findIndex(([rows, columns]) => rows === 2 && columns === 2),
    rows: 2,
    columns: 2,
    resizedWidth: 2 * imageSize,
    resizedHeight: 2 * imageSize,
  };
  const times: number[] = [];
  for (let count = 0; count < PICTURES; count++) {
    const began = performance.now();
    const { states } = await encoder.encode(image, new AbortController().signal, () => {});
    decoder.pictures?.add(config.text.vocabSize, states);
    decoder.cache.truncate(0);
    await decoder.forward([config.text.vocabSize, 1000]);
    times.push(performance.now() - began);
  }
  return times;
}

async function gpuInfo(): Promise<GpuInfo> {
  const adapter = await requestAdapter();
  if (!adapter) throw new Error("the adapter is gone");
  const { vendor, architecture, description, subgroupMinSize, subgroupMaxSize } = adapter.info;
  return {
    vendor,
    architecture,
    description,
    subgroupSizes: [subgroupMinSize, subgroupMaxSize],
    features: [...adapter.features].sort(),
  };
}

async function logits(task: Task<"logits">): Promise<GpuTaskResult["logits"]> {
  if (!isMadeUpModel(task.modelId)) throw new Error(`${task.modelId} is not made up`);
  const { config, bytes } = madeUpCheckpoint(task.modelId, task.layers);
  const device = await start(task.device);
  const files = new Map([
    ["config.json", new BlobSource([new Blob([config])])],
    ["model.safetensors", new BlobSource([new Blob([...bytes()])])],
  ]);
  const decoder = await GraphDecoder.create(device, openCheckpoint(files).text, {
    contextTokens: task.ids.length + task.next.length,
    mode: task.device === "cpu" ? "float" : "stored",
    smoothing: null,
    onProgress: () => {},
  });
  const rows: Float32Array[] = [];
  const add = async (ids: readonly number[]): Promise<void> => {
    const [row] = await decoder.forward(ids);
    if (row) rows.push(row.slice());
  };
  await add(task.ids);
  for (const id of task.next) await add([id]);
  return { rows };
}

async function run(task: GpuTask): Promise<GpuTaskResult[GpuTask["kind"]]> {
  if (task.kind === "store") return { bytes: await storeMadeUp(task.modelId) };
  return task.kind === "speed" ? speed(task) : logits(task);
}

answerWith(self, run);
