/**
 * @file A made-up Llama 3.2 11B Vision as MLX stores it in 4 bits: `config.json` and a `model.safetensors` of 6 GB, whose
 * bytes are made in order and never lie in memory together. Quants are random; scales are random powers and fractions of
 * two, biases -8 times their scale, so that no zero point has to fall back.
 */
import { mllamaShapes } from "#models/testing/tiny-mllama";
import { parseHfConfig } from "#models/weights/hf-config";
import { randomBytes } from "./bench-storage-stores.ts";

const GROUP = 64;
/** Bytes made at a time. */
const BATCH_BYTES = 1 << 20;
const LLAMA3 = { rope_type: "llama3", low_freq_factor: 1, high_freq_factor: 4, factor: 8 };

/** Spec llama32 2.1 and 3.1. */
const CONFIG = {
  model_type: "mllama",
  image_token_index: 128_256,
  text_config: {
    model_type: "mllama_text_model",
    hidden_act: "silu",
    hidden_size: 4096,
    num_hidden_layers: 40,
    num_attention_heads: 32,
    num_key_value_heads: 8,
    intermediate_size: 14_336,
    cross_attention_layers: [3, 8, 13, 18, 23, 28, 33, 38],
    rms_norm_eps: 1e-5,
    rope_theta: 500_000,
    rope_scaling: { ...LLAMA3, original_max_position_embeddings: 8192 },
    max_position_embeddings: 131_072,
    vocab_size: 128_256,
    attention_bias: false,
    tie_word_embeddings: false,
  },
  vision_config: {
    model_type: "mllama_vision_model",
    hidden_act: "gelu",
    hidden_size: 1280,
    num_hidden_layers: 32,
    num_global_layers: 8,
    attention_heads: 16,
    intermediate_size: 5120,
    vision_output_dim: 7680,
    image_size: 560,
    patch_size: 14,
    num_channels: 3,
    max_num_tiles: 4,
    intermediate_layers_indices: [3, 7, 15, 23, 30],
    supported_aspect_ratios: [
      [1, 1],
      [1, 2],
      [1, 3],
      [1, 4],
      [2, 1],
      [2, 2],
      [3, 1],
      [4, 1],
    ],
    norm_eps: 1e-5,
  },
};

type Content = "quants" | "scales" | "biases" | "halves";

interface StoredEntry {
  readonly name: string;
  readonly dtype: "U32" | "F16";
  readonly shape: readonly number[];
  readonly bytes: number;
  readonly content: Content;
}

export function configFile(): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify(CONFIG));
}

/** The bytes of `model.safetensors` in order. */
export function* checkpointBytes(): Generator<Uint8Array<ArrayBuffer>> {
  const entries = storedEntries();
  yield header(entries);
  for (const { bytes, content } of entries) {
    for (let at = 0; at < bytes; at += BATCH_BYTES) yield make(content, Math.min(BATCH_BYTES, bytes - at));
  }
}

export function checkpointLength(): number {
  const entries = storedEntries();
  return entries.reduce((sum, { bytes }) => sum + bytes, header(entries).length);
}

function storedEntries(): StoredEntry[] {
  const config = parseHfConfig(configFile());
  if (config.modelType !== "mllama") throw new Error("not a vision model");
  return [...mllamaShapes(config)].flatMap(([name, shape]) =>
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
  return { name, dtype: "F16", shape, bytes, content: "halves" };
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

/** 16-bit floats: 0x2000 is 2^-7, 0xac00 is -2^-4. Scales and biases of a matrix have one fraction, so that they fit. */
function make(content: Content, length: number): Uint8Array<ArrayBuffer> {
  if (content === "quants") return randomBytes(length);
  const halves = new Uint16Array(length / 2);
  if (content === "halves") {
    const random = new Uint16Array(randomBytes(length).buffer);
    return new Uint8Array(random.map((value) => 0x1c00 | (value & 0x83ff)).buffer);
  }
  const start = content === "scales" ? 0x2000 : 0xac00;
  return new Uint8Array(halves.map((_, at) => start | ((at * 37) & 0x3ff)).buffer);
}
