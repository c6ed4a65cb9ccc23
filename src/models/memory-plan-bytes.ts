/**
 * @file What a model takes on a device, by purpose. Sizes follow from the configuration (spec llama32 8); what the
 * runtime adds was measured (spec onnxruntime-web 4).
 */
import { selfAttentionLayers } from "./decoder-graph.ts";
import { cachedHeadDim } from "./llama/config.ts";
import type { LlamaConfig } from "./llama/config.ts";
import type { ModelTensor } from "./memory-plan-tensors.ts";
import { tokensPerTile } from "./mllama/config.ts";
import type { MllamaConfig, MllamaTextConfig, MllamaVisionConfig } from "./mllama/config.ts";
import { bytesPerElement } from "./onnx/onnx-model.ts";

/** How matrices are kept on the device; norms and the like are always in the dtype of the activations. */
export type WeightForm =
  | { readonly kind: "float" }
  /**
   * 4 bits unless told, a scale and a zero point for each block of columns; residuals where a file's zero points are no
   * whole numbers.
   */
  | {
      readonly kind: "nbits";
      readonly bits?: 4 | 8;
      readonly blockSize: number;
      readonly residuals?: boolean;
    }
  /** 8 bits, a float32 scale for each row. */
  | { readonly kind: "int8" };

export type DeviceLimits =
  /** The heap of a WebAssembly instance, at most 4 GiB. */
  | { readonly kind: "cpu"; readonly heapBytes: number }
  | {
      readonly kind: "webgpu";
      readonly maxBufferSize: number;
      readonly maxStorageBufferBindingSize: number;
      /** Attention that never writes its scores down. */
      readonly flashAttention: boolean;
      /** null where nobody knows. */
      readonly memoryBytes: number | null;
      /** A guess that counts where nobody knows: it lowers what is wished for, and refuses what is several times as much. */
      readonly guessedBytes: number;
    };

/** 2^16 pages: the end of 32-bit addresses. */
export const WASM_HEAP_BYTES = 4 * 1024 ** 3;

export interface MemoryRequest {
  readonly config: LlamaConfig | MllamaConfig;
  readonly weights: WeightForm;
  /** Of matrices, where not all have that form. */
  readonly formOf?: (tensor: ModelTensor) => WeightForm;
  readonly activations: "float16" | "float32";
  /** Tokens that are wished for; at most what the model has positions for is planned. */
  readonly contextTokens: number;
  /** Below this the model is refused instead of being given less. */
  readonly minContextTokens: number;
  /** Pictures whose keys and values are kept at the same time, each of as many tiles as there can be. */
  readonly pictures: number;
  /** Prompt tokens that are computed at once. */
  readonly chunkTokens: number;
  readonly device: DeviceLimits;
}

export interface MemoryBytes {
  readonly weights: number;
  readonly kvCache: number;
  /** Keys and values of the pictures, and the vision tower at work on one of them. */
  readonly pictures: number;
  /** The decoder at work on one chunk, with its rotary tables. */
  readonly activations: number;
  /** Needed while weights come in. */
  readonly staging: number;
  readonly total: number;
}

export function memoryBytes(
  request: MemoryRequest,
  tensors: readonly ModelTensor[],
  contextTokens: number,
): MemoryBytes {
  const weights = weightBytes(request, tensors);
  const bytes = {
    weights,
    kvCache: contextTokens * kvBytesPerToken(decoderOf(request.config), bytesPerElement(request.activations)),
    pictures: pictureBytes(request),
    activations: decoderBytes(request, contextTokens),
    staging: stagingBytes(request, tensors, weights),
  };
  return { ...bytes, total: Object.values(bytes).reduce((sum, each) => sum + each, 0) };
}

export function weightBytes(request: MemoryRequest, tensors: readonly ModelTensor[]): number {
  return tensors.reduce((sum, tensor) => sum + residentBytes(request, tensor), 0);
}

export function decoderOf(config: LlamaConfig | MllamaConfig): LlamaConfig | MllamaTextConfig {
  return config.modelType === "mllama" ? config.text : config;
}

/** Keys and values of the layers that attend to the text. */
export function kvBytesPerToken(config: LlamaConfig | MllamaTextConfig, elementBytes: number): number {
  const layers = selfAttentionLayers(config).length;
  return 2 * layers * config.numKeyValueHeads * cachedHeadDim(config) * elementBytes;
}

/** Keys and values of one picture of `tiles` tiles in the layers that attend to it. */
export function kvBytesPerPicture(config: MllamaConfig, tiles: number, elementBytes: number): number {
  const { text, vision } = config;
  const rows = tiles * tokensPerTile(vision);
  return 2 * text.crossAttentionLayers.length * text.numKeyValueHeads * text.headDim * rows * elementBytes;
}

type WeightTypes = Pick<MemoryRequest, "weights" | "activations">;

/** With the form of one matrix. */
function typesOf(request: MemoryRequest, tensor: ModelTensor): WeightTypes {
  const weights = request.formOf?.(tensor) ?? request.weights;
  return { weights, activations: request.activations };
}

/** What one row of a matrix takes, buffer by buffer. */
function rowBuffers(types: WeightTypes, columns: number): readonly number[] {
  const { weights } = types;
  const element = bytesPerElement(types.activations);
  if (weights.kind === "int8") return [columns, 4];
  if (weights.kind === "float" || columns % weights.blockSize !== 0) return [columns * element];
  const { bits = 4 } = weights;
  const blocks = columns / weights.blockSize;
  const whole = [(columns * bits) / 8, blocks * element, Math.ceil((blocks * bits) / 8)];
  return weights.residuals ? [...whole, blocks * element] : whole;
}

function residentBytes(request: MemoryRequest, tensor: ModelTensor): number {
  const { kind, rows, columns } = tensor;
  if (kind === "table") return 0;
  if (kind === "plain") return rows * columns * bytesPerElement(request.activations);
  return rows * rowBuffers(typesOf(request, tensor), columns).reduce((sum, each) => sum + each, 0);
}

/** The most that one buffer can hold: ONNX Runtime binds whole buffers. */
export function bufferLimit(device: DeviceLimits): number {
  if (device.kind === "cpu") return Infinity;
  return Math.min(device.maxBufferSize, device.maxStorageBufferBindingSize);
}

/** Rows of a matrix that fit in one buffer each of its parts; a graph that stacks matrices asks for the stack. */
export function rowsPerBuffer(types: WeightTypes & Pick<MemoryRequest, "device">, columns: number): number {
  return Math.floor(bufferLimit(types.device) / Math.max(...rowBuffers(types, columns)));
}

/** The same for a tensor in its own form. */
export function tensorRowsPerBuffer(request: MemoryRequest, tensor: ModelTensor): number {
  return rowsPerBuffer({ ...typesOf(request, tensor), device: request.device }, tensor.columns);
}

/** The largest buffer that cannot be cut: a row of a matrix, keys of a picture, a layer's cache with the least context. */
export function largestBuffer(
  request: MemoryRequest,
  tensors: readonly ModelTensor[],
  leastContext: number,
): number {
  const rows = tensors
    .filter(({ kind }) => kind === "matrix")
    .map((tensor) => Math.max(...rowBuffers(typesOf(request, tensor), tensor.columns)));
  return Math.max(...rows, visionBuffer(request), contextBuffer(request, leastContext));
}

/** The largest buffer that grows with the context: keys of one layer, or the scores where attention writes them. */
export function contextBuffer(request: MemoryRequest, contextTokens: number): number {
  const text = decoderOf(request.config);
  const keys =
    text.numKeyValueHeads * cachedHeadDim(text) * contextTokens * bytesPerElement(request.activations);
  return Math.max(keys, scoreBytes(request, contextTokens));
}

function scoreBytes(request: MemoryRequest, contextTokens: number): number {
  const { device, chunkTokens } = request;
  if (device.kind === "webgpu" && device.flashAttention) return 0;
  const rows = Math.min(chunkTokens, contextTokens);
  return (
    decoderOf(request.config).numAttentionHeads * rows * contextTokens * bytesPerElement(request.activations)
  );
}

/** Residual sums, norms and logits are float32 whatever activations are. */
const EXACT_BYTES = 4;

/** One chunk in the widest block, and the last row's logits in float32. */
function decoderBytes(request: MemoryRequest, contextTokens: number): number {
  const text = decoderOf(request.config);
  const queryWidth = text.numAttentionHeads * text.headDim;
  const kvWidth = text.numKeyValueHeads * text.headDim;
  // Residual, its norm and the block's result; q, k, v and what attention makes of them; gate, up and their product.
  const exact = 3 * text.hiddenSize * EXACT_BYTES;
  const width = 2 * queryWidth + 2 * kvWidth + 3 * text.intermediateSize;
  const rotary = contextTokens * cachedHeadDim(text) * bytesPerElement(request.activations);
  const rows = Math.min(request.chunkTokens, contextTokens);
  return (
    rows * (exact + width * bytesPerElement(request.activations)) +
    scoreBytes(request, contextTokens) +
    rotary +
    text.vocabSize * EXACT_BYTES
  );
}

/** Rows of the vision tower: tiles are padded to whole eights (spec llama32 4.3). */
function visionRows(vision: MllamaVisionConfig): number {
  return vision.maxNumTiles * Math.ceil(tokensPerTile(vision) / 8) * 8;
}

/** The feed-forward's middle or the projector's input, which are made whole; scores are made head by head. */
function visionBuffer(request: MemoryRequest): number {
  if (request.config.modelType !== "mllama" || request.pictures === 0) return 0;
  const { vision } = request.config;
  const middle = visionRows(vision) * vision.intermediateSize;
  const projectorInput = vision.maxNumTiles * tokensPerTile(vision) * vision.visionOutputDim;
  return Math.max(middle, projectorInput) * bytesPerElement(request.activations);
}

function pictureBytes(request: MemoryRequest): number {
  const { config, pictures } = request;
  if (config.modelType !== "mllama" || pictures === 0) return 0;
  const { vision } = config;
  const kept = pictures * kvBytesPerPicture(config, vision.maxNumTiles, bytesPerElement(request.activations));
  const pixels = vision.maxNumTiles * vision.numChannels * vision.imageSize ** 2 * EXACT_BYTES;
  return kept + pixels + Math.max(towerBytes(config.vision, request), projectorBytes(config, request));
}

/** The vision tower at work, with the states that go to the projector. */
function towerBytes(vision: MllamaVisionConfig, request: MemoryRequest): number {
  const rows = visionRows(vision);
  // Residual and norm; q, k, v and their result, the feed-forward's middle, one head's scores.
  const exact = vision.visionOutputDim + vision.hiddenSize;
  const widths = 4 * vision.hiddenSize + vision.intermediateSize + rows;
  return rows * (exact * EXACT_BYTES + widths * bytesPerElement(request.activations));
}

/** The projector at work: what it is given, the same in its own type, side by side and in one piece; what it makes. */
function projectorBytes({ text, vision }: MllamaConfig, request: MemoryRequest): number {
  const element = bytesPerElement(request.activations);
  const given = vision.visionOutputDim * EXACT_BYTES;
  const stacked = 3 * vision.visionOutputDim * element;
  const projected = text.hiddenSize * (element + EXACT_BYTES);
  return vision.maxNumTiles * tokensPerTile(vision) * (given + stacked + projected);
}

/** A model of 600 MB took 718 MB of heap when its session was made, 838 MB after its first run (spec onnxruntime-web 4). */
const HEAP_SURPLUS = 0.4;

/** On the GPU a weight is in a mapped buffer before it is in its own; on the CPU the runtime packs weights anew. */
function stagingBytes(request: MemoryRequest, tensors: readonly ModelTensor[], weights: number): number {
  if (request.device.kind === "cpu") return Math.ceil(HEAP_SURPLUS * weights);
  const pieces = tensors
    .filter(({ kind }) => kind === "matrix")
    .map((tensor) => {
      const most = Math.min(tensor.rows, tensorRowsPerBuffer(request, tensor));
      return most * Math.max(...rowBuffers(typesOf(request, tensor), tensor.columns));
    });
  return Math.max(0, ...pieces);
}
