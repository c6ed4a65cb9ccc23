/**
 * @file Made-up checkpoints of the sizes of Llama 3.2 as MLX stores them in 4 bits: `config.json` and a `model.safetensors`
 * of up to 6 GB, whose bytes are made in order, are the same every time and never lie in memory together. Quants are
 * random; scales are random powers and fractions of two, biases -8 times their scale, so that no zero point has to fall
 * back; factors of norms are near 1.
 */
import type { LlamaConfig } from "#models/llama/config";
import type { MllamaConfig } from "#models/mllama/config";
import { LLAMA_32_11B_VISION_INSTRUCT, LLAMA_32_1B, LLAMA_32_3B } from "#models/released-configs";
import { hfConfig } from "#models/testing/hf-config-writer";
import { tensorShapes } from "#models/testing/tiny-llama";
import { mllamaShapes } from "#models/testing/tiny-mllama";

const GROUP = 64;
/** Bytes made at a time. */
const BATCH_BYTES = 1 << 20;

const CONFIGS = {
  "llama-3.2-1b": LLAMA_32_1B,
  "llama-3.2-3b": LLAMA_32_3B,
  "llama-3.2-11b-vision": LLAMA_32_11B_VISION_INSTRUCT,
};

/** By their numbers in the catalog. */
export type MadeUpModel = keyof typeof CONFIGS;

export function isMadeUpModel(modelId: string): modelId is MadeUpModel {
  return modelId in CONFIGS;
}

export interface MadeUpCheckpoint {
  /** `config.json`. */
  readonly config: Uint8Array<ArrayBuffer>;
  /** Of `model.safetensors`. */
  readonly sizeBytes: number;
  /** The bytes of `model.safetensors` in order. */
  readonly bytes: () => Generator<Uint8Array<ArrayBuffer>>;
}

/** @param layers of a text model, in place of all */
export function madeUpCheckpoint(model: MadeUpModel, layers?: number): MadeUpCheckpoint {
  const whole = CONFIGS[model];
  const cut = layers !== undefined && whole.modelType === "llama";
  const config = cut ? { ...whole, numHiddenLayers: layers } : whole;
  const entries = storedEntries(config);
  const top = header(entries);
  return {
    config: new TextEncoder().encode(JSON.stringify(hfConfig(config))),
    sizeBytes: entries.reduce((sum, { bytes }) => sum + bytes, top.length),
    bytes: () => checkpointBytes(top, entries),
  };
}

type Content = "quants" | "scales" | "biases" | "norms" | "halves";

interface StoredEntry {
  readonly name: string;
  readonly dtype: "U32" | "F16";
  readonly shape: readonly number[];
  readonly bytes: number;
  readonly content: Content;
}

function* checkpointBytes(
  top: Uint8Array<ArrayBuffer>,
  entries: readonly StoredEntry[],
): Generator<Uint8Array<ArrayBuffer>> {
  yield top;
  const random = randomWords();
  for (const { bytes, content } of entries) {
    for (let at = 0; at < bytes; at += BATCH_BYTES)
      yield make(content, Math.min(BATCH_BYTES, bytes - at), random);
  }
}

function storedEntries(config: LlamaConfig | MllamaConfig): StoredEntry[] {
  const shapes: Iterable<readonly [string, readonly number[]]> =
    config.modelType === "mllama" ? mllamaShapes(config) : tensorShapes(config);
  return [...shapes].flatMap(([name, shape]) =>
    isLinear(name) ? quantised(name, shape) : [plain(name, shape)],
  );
}

/** What MLX quantises: linear layers and the embedding of tokens. */
function isLinear(name: string): boolean {
  return /(?:_proj|fc\d|lm_head|embed_tokens|projector)\.weight$/.test(name);
}

function quantised(name: string, shape: readonly number[]): StoredEntry[] {
  const [rows = 0, columns = 0] = shape;
  const module = name.slice(0, -".weight".length);
  const groups = {
    dtype: "F16",
    shape: [rows, columns / GROUP],
    bytes: (rows * columns * 2) / GROUP,
  } as const;
  return [
    { name, dtype: "U32", shape: [rows, columns / 8], bytes: (rows * columns) / 2, content: "quants" },
    { name: `${module}.scales`, ...groups, content: "scales" },
    { name: `${module}.biases`, ...groups, content: "biases" },
  ];
}

function plain(name: string, shape: readonly number[]): StoredEntry {
  const bytes = 2 * shape.reduce((product, size) => product * size, 1);
  return { name, dtype: "F16", shape, bytes, content: /norm[^.]*\.weight$/.test(name) ? "norms" : "halves" };
}

function header(entries: readonly StoredEntry[]): Uint8Array<ArrayBuffer> {
  let end = 0;
  const listed = entries.map(({ name, dtype, shape, bytes }) => {
    const begin = end;
    end += bytes;
    return [name, { dtype, shape, data_offsets: [begin, end] }] as const;
  });
  const text = new TextEncoder().encode(JSON.stringify(Object.fromEntries(listed)));
  const bytes = new Uint8Array(8 + text.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

/** Numbers of 32 bits, the same every time (Marsaglia, Xorshift RNGs, 2003, with the shifts 13, 17 and 5). */
function randomWords(): () => number {
  let state = 0x9e3779b9;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state;
  };
}

/**
 * 16-bit floats: 0x2000 is 2^-7, 0xac00 is -2^-4, 0x3c00 is 1, 0x1c00 is 2^-8. Scales and biases of a matrix have one
 * fraction, so that they fit.
 */
function make(content: Content, length: number, random: () => number): Uint8Array<ArrayBuffer> {
  if (content === "quants") {
    const words = new Uint32Array(length / 4);
    for (let at = 0; at < words.length; at++) words[at] = random();
    return new Uint8Array(words.buffer);
  }
  const halves = new Uint16Array(length / 2);
  const half = HALVES[content];
  for (let at = 0; at < halves.length; at++) halves[at] = half(at, random);
  return new Uint8Array(halves.buffer);
}

/** Bits of the 16-bit float at place `at`. */
const HALVES: Readonly<Record<Exclude<Content, "quants">, (at: number, random: () => number) => number>> = {
  scales: (at) => 0x2000 | ((at * 37) & 0x3ff),
  biases: (at) => 0xac00 | ((at * 37) & 0x3ff),
  norms: (_, random) => 0x3c00 | (random() & 0xff),
  halves: (_, random) => 0x1c00 | (random() & 0x83ff),
};
