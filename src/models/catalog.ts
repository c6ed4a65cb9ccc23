/** @file The models Hearth offers. Plain data: the page shows it, the workers act on it. */
import { totalBytes } from "#models/weights/file-set";
import type { ModelFile } from "#models/weights/file-set";
import { LLAMA_1B_MLX_FILES, LLAMA_3B_MLX_FILES, SHAPES_VL_FILES, SMOLLM2_FILES } from "./known-files.ts";
import { LICENCES } from "./licences.ts";
import type { Licence } from "./licences.ts";
import { MODEL_MEMORY, smolVlmMemory, webLlmMemory } from "./catalog-memory.ts";
import type { ModelMemory } from "./catalog-memory.ts";

/** What a model can be asked for. `guard` models judge text instead of answering. */
export type Capability = "text" | "vision" | "tools" | "guard";

export interface CatalogEntry {
  readonly id: string;
  readonly name: string;
  readonly family: "SmolLM2" | "SmolVLM" | "Llama 3.2" | "Llama Guard 3" | "Shapes-VL";
  /** Architecture, the `model_type` of the checkpoint. */
  readonly modelType: "llama" | "mllama" | "idefics3";
  /** What runs it: our own engine, WebLLM or Transformers.js. */
  readonly engine: "onnx" | "webllm" | "transformers";
  readonly capabilities: readonly Capability[];
  readonly parameters: number;
  /** Exact where the app has the list of files, else an estimate until the hub's list was read. */
  readonly downloadBytes: number;
  /** Memory while loaded: weights as the engine keeps them plus the KV cache of a full context. */
  readonly memoryBytes: number;
  /** Where `memoryBytes` comes from; null where it was measured instead. */
  readonly memory: ModelMemory | null;
  readonly device: DeviceNeeds;
  readonly licence: Licence;
  /** Languages it was trained to answer in, BCP 47. */
  readonly languages: readonly string[];
  /** What it is good for, in plain words. */
  readonly strengths: string;
  /** Freedom the agent gives it (spec messages-calendar 3). */
  readonly tier: "S" | "M" | "L";
  readonly contextTokens: number;
  readonly source: ModelSource;
}

export interface DeviceNeeds {
  /** False = a graphics processor helps, the model also runs without one. */
  readonly webgpu: boolean;
  /** The kernels use 16-bit floats, the adapter's feature `shader-f16`. */
  readonly shaderF16: boolean;
  /** The largest buffer that can't be cut, at the full context: the adapter's `maxBufferSize` has to allow it. */
  readonly maxBufferBytes: number;
}

/** Where the files of a model come from. */
export type ModelSource = BundledSource | HubSource | FolderSource;

/** Served from this origin, piece by piece; the list with all hashes is part of the app. */
export interface BundledSource {
  readonly kind: "bundled";
  /** Path of the folder that holds the pieces, relative to the app's base. */
  readonly folder: string;
  readonly files: readonly ModelFile[];
}

/** A public repository of the Hugging Face hub or of a mirror with the same addresses. */
export interface HubSource {
  readonly kind: "hub";
  readonly repo: string;
  /** A commit; or a branch, whose commit is looked up at the first download, recorded and kept. */
  readonly revision: string;
  /** Files to fetch; `*` stands for any characters of a name. */
  readonly include: readonly string[];
  /** The files with sizes and hashes where the app has them; null = the hub is asked for the list. */
  readonly files: readonly ModelFile[] | null;
  /** Files of another place: name under which it is kept -> address. */
  readonly extras: Readonly<Record<string, string>>;
}

/** Not offered for download (its owner asks for an account): a person brings the files. */
export interface FolderSource {
  readonly kind: "folder";
  /** Where to get the files. */
  readonly url: string;
  readonly include: readonly string[];
}

const LLAMA_LANGUAGES = ["en", "de", "fr", "it", "pt", "hi", "es", "th"];
/** What one binding may have on every WebGPU device (WebGPU 3.6.2, `maxStorageBufferBindingSize`). */
export const COMMON_BINDING_BYTES = 128 * 2 ** 20;
const NO_GPU = { webgpu: false, shaderF16: false, maxBufferBytes: COMMON_BINDING_BYTES } as const;
const ANY_GPU = { webgpu: true, shaderF16: false, maxBufferBytes: COMMON_BINDING_BYTES } as const;
/** What readers of safetensors checkpoints need. */
const SAFETENSORS_FILES = [
  "config.json",
  "generation_config.json",
  "model*.safetensors",
  "model.safetensors.index.json",
  "preprocessor_config.json",
  "chat_template.json",
  "special_tokens_map.json",
  "tokenizer.json",
  "tokenizer_config.json",
];
const MLC_FILES = [
  "mlc-chat-config.json",
  "tensor-cache.json",
  "params_shard_*.bin",
  "tokenizer.json",
  "tokenizer_config.json",
];
/** What SmolVLM needs beside its ONNX files. */
const SMOLVLM_FILES = [
  "config.json",
  "generation_config.json",
  "preprocessor_config.json",
  "processor_config.json",
  "chat_template.json",
  "tokenizer.json",
  "tokenizer_config.json",
];
/** Where WebLLM 0.2.86 has its compiled models. */
const MODEL_LIBS =
  "https://raw.githubusercontent.com/mlc-ai/binary-mlc-llm-libs/main/web-llm-models/v0_2_86/base";
/** Tokenizer and small files beside the weights of a Llama checkpoint. */
const LLAMA_SMALL_FILES_BYTES = 17_300_000;

/** The part of an entry that follows from the model and its context. */
function sized(key: keyof typeof MODEL_MEMORY) {
  const memory: ModelMemory = MODEL_MEMORY[key];
  return { contextTokens: Number(key.slice(key.indexOf(", ") + 2)), memory, memoryBytes: memory.totalBytes };
}

function mlx(repo: string, revision: string, files: readonly ModelFile[] | null): HubSource {
  return {
    kind: "hub",
    repo: `mlx-community/${repo}`,
    revision,
    include: SAFETENSORS_FILES,
    files,
    extras: {},
  };
}

function webLlm(size: "1B" | "3B", floats: "f16" | "f32"): CatalogEntry {
  const parameters = size === "1B" ? 1_235_814_400 : 3_212_749_824;
  // Half of what 8,192 tokens take in float16.
  const kvBytes = MODEL_MEMORY[size === "1B" ? "1b, 8192" : "3b, 8192"].kvBytes / 2;
  const memory = webLlmMemory(parameters, kvBytes, floats);
  const name = `Llama-3.2-${size}-Instruct-q4${floats}_1`;
  return {
    id: `llama-3.2-${size.toLowerCase()}-webllm-${floats}`,
    name: `Llama 3.2 ${size} Instruct, WebLLM (${floats === "f16" ? "16" : "32"}-bit floats)`,
    family: "Llama 3.2",
    modelType: "llama",
    engine: "webllm",
    capabilities: ["text", "tools"],
    parameters,
    downloadBytes: memory.weightBytes + LLAMA_SMALL_FILES_BYTES,
    contextTokens: 4096,
    memory,
    memoryBytes: memory.totalBytes,
    // The embedding, which is one tensor there: 128,256 rows of 4 bits.
    device: {
      webgpu: true,
      shaderF16: floats === "f16",
      maxBufferBytes: (128_256 * (size === "1B" ? 2048 : 3072)) / 2,
    },
    licence: LICENCES.llama,
    languages: LLAMA_LANGUAGES,
    strengths:
      floats === "f16"
        ? "The same model on WebLLM's kernels: often the fastest on a current graphics processor."
        : "WebLLM's kernels for graphics processors without 16-bit floats; needs more memory.",
    tier: "M",
    source: {
      kind: "hub",
      repo: `mlc-ai/${name}-MLC`,
      revision: "main",
      include: MLC_FILES,
      files: null,
      extras: { "model-lib.wasm": `${MODEL_LIBS}/${name}_cs1k-webgpu.wasm` },
    },
  };
}

/** Tokenizer and configurations of a SmolVLM. */
const SMOLVLM_SMALL_FILES_BYTES = 3_600_000;

interface SmolVlm {
  readonly size: "256M" | "500M";
  readonly parameters: number;
  readonly revision: string;
  readonly strengths: string;
  readonly device: DeviceNeeds;
  /** ONNX files. */
  readonly include: readonly string[];
}

/** The revisions are commits that have both the ONNX files and the chat template in its present form. */
function smolVlm({ size, include, ...entry }: SmolVlm): CatalogEntry {
  const contextTokens = 4096;
  const memory = smolVlmMemory(size, contextTokens);
  return {
    id: `smolvlm-${size.toLowerCase()}`,
    name: `SmolVLM ${size} Instruct`,
    family: "SmolVLM",
    modelType: "idefics3",
    engine: "transformers",
    capabilities: ["text", "vision"],
    parameters: entry.parameters,
    downloadBytes: memory.weightBytes + SMOLVLM_SMALL_FILES_BYTES,
    contextTokens,
    memory,
    memoryBytes: memory.totalBytes,
    device: entry.device,
    licence: LICENCES.smolvlm,
    languages: ["en"],
    strengths: entry.strengths,
    tier: "S",
    source: {
      kind: "hub",
      repo: `HuggingFaceTB/SmolVLM-${size}-Instruct`,
      revision: entry.revision,
      include: [...SMOLVLM_FILES, ...include],
      files: null,
      extras: {},
    },
  };
}

export const CATALOG: readonly CatalogEntry[] = [
  {
    id: "smollm2-135m",
    name: "SmolLM2 135M Instruct",
    family: "SmolLM2",
    modelType: "llama",
    engine: "onnx",
    capabilities: ["text"],
    parameters: 134_515_008,
    downloadBytes: totalBytes(SMOLLM2_FILES),
    memoryBytes: 714_000_000,
    memory: null,
    device: NO_GPU,
    licence: LICENCES.smollm2,
    languages: ["en"],
    strengths: "Small and quick. Short answers and titles in English; often wrong about facts.",
    tier: "S",
    contextTokens: 8192,
    source: { kind: "bundled", folder: "models/smollm2-135m", files: SMOLLM2_FILES },
  },
  {
    id: "llama-3.2-1b",
    name: "Llama 3.2 1B Instruct",
    family: "Llama 3.2",
    modelType: "llama",
    engine: "onnx",
    capabilities: ["text", "tools"],
    parameters: 1_235_814_400,
    downloadBytes: totalBytes(LLAMA_1B_MLX_FILES),
    ...sized("1b, 8192"),
    device: { ...NO_GPU, maxBufferBytes: 67_108_864 },
    licence: LICENCES.llama,
    languages: LLAMA_LANGUAGES,
    strengths: "Fast on most devices. Summaries, rewording and short answers in eight languages.",
    tier: "M",
    source: mlx("Llama-3.2-1B-Instruct-4bit", "08231374eeacb049a0eade7922910865b8fce912", LLAMA_1B_MLX_FILES),
  },
  {
    id: "llama-3.2-3b",
    name: "Llama 3.2 3B Instruct",
    family: "Llama 3.2",
    modelType: "llama",
    engine: "onnx",
    capabilities: ["text", "tools"],
    parameters: 3_212_749_824,
    downloadBytes: totalBytes(LLAMA_3B_MLX_FILES),
    ...sized("3b, 8192"),
    device: { ...ANY_GPU, maxBufferBytes: 50_331_648 },
    licence: LICENCES.llama,
    languages: LLAMA_LANGUAGES,
    strengths: "Follows instructions well and uses tools. Needs a graphics processor.",
    tier: "M",
    source: mlx("Llama-3.2-3B-Instruct-4bit", "7f0dc925e0d0afb0322d96f9255cfddf2ba5636e", LLAMA_3B_MLX_FILES),
  },
  webLlm("1B", "f16"),
  webLlm("1B", "f32"),
  webLlm("3B", "f16"),
  webLlm("3B", "f32"),
  smolVlm({
    size: "256M",
    parameters: 256_484_928,
    revision: "acc054744d60adea9d88214dab6e2219e6e512a7",
    strengths:
      "The smallest model for real pictures, on any device: says what is in a photo and reads large print. It looks at the whole picture at once, so small print is lost to it, and it is often wrong about details.",
    device: NO_GPU,
    include: [
      "onnx/embed_tokens_quantized.onnx",
      "onnx/decoder_model_merged_quantized.onnx",
      "onnx/vision_encoder_quantized.onnx",
    ],
  }),
  smolVlm({
    size: "500M",
    parameters: 507_482_304,
    revision: "c4ecf4fd225aee420531f1300962e44fae1974cf",
    strengths:
      "For devices with a graphics processor but without the memory for 11B: looks at a picture piece by piece, so it also reads documents and charts. Short answers, sometimes wrong.",
    device: ANY_GPU,
    include: [
      "onnx/embed_tokens_fp16.onnx",
      "onnx/decoder_model_merged_q4.onnx",
      "onnx/vision_encoder_q4.onnx",
    ],
  }),
  {
    id: "llama-3.2-11b-vision",
    name: "Llama 3.2 11B Vision Instruct",
    family: "Llama 3.2",
    modelType: "mllama",
    engine: "onnx",
    capabilities: ["text", "vision", "tools"],
    parameters: 10_670_220_835,
    downloadBytes: 6_007_184_390 + LLAMA_SMALL_FILES_BYTES,
    ...sized("11b, 8192"),
    device: { ...ANY_GPU, maxBufferBytes: 98_365_440 },
    licence: LICENCES.llamaVision,
    languages: LLAMA_LANGUAGES,
    strengths:
      "Answers questions about pictures (in English) and is the best at text. For computers with much memory.",
    tier: "L",
    source: mlx("Llama-3.2-11B-Vision-Instruct-4bit", "main", null),
  },
  {
    id: "llama-3.2-90b-vision",
    name: "Llama 3.2 90B Vision Instruct",
    family: "Llama 3.2",
    modelType: "mllama",
    engine: "onnx",
    capabilities: ["text", "vision", "tools"],
    parameters: 88_593_355_323,
    downloadBytes: 49_840_847_926 + LLAMA_SMALL_FILES_BYTES,
    ...sized("90b, 8192"),
    device: { ...ANY_GPU, maxBufferBytes: 134_217_728 },
    licence: LICENCES.llamaVision,
    languages: LLAMA_LANGUAGES,
    strengths: "The largest of the family, for servers.",
    tier: "L",
    source: mlx("Llama-3.2-90B-Vision-Instruct-4bit", "main", null),
  },
  {
    id: "llama-guard-3-1b",
    name: "Llama Guard 3 1B",
    family: "Llama Guard 3",
    modelType: "llama",
    engine: "onnx",
    capabilities: ["guard"],
    parameters: 1_498_482_688,
    downloadBytes: 955_000_000,
    ...sized("guard-1b, 4096"),
    device: { ...NO_GPU, maxBufferBytes: 33_554_432 },
    licence: LICENCES.llama,
    languages: LLAMA_LANGUAGES,
    strengths: "Judges whether a question or an answer is unsafe. It does not chat.",
    tier: "S",
    source: {
      kind: "hub",
      repo: "QuantFactory/Llama-Guard-3-1B-GGUF",
      revision: "main",
      include: ["Llama-Guard-3-1B.Q4_K_M.gguf"],
      files: null,
      extras: {},
    },
  },
  {
    id: "llama-guard-3-11b-vision",
    name: "Llama Guard 3 11B Vision",
    family: "Llama Guard 3",
    modelType: "mllama",
    engine: "onnx",
    capabilities: ["guard", "vision"],
    parameters: 10_670_220_835,
    downloadBytes: 21_340_441_670 + LLAMA_SMALL_FILES_BYTES,
    ...sized("11b, 4096"),
    device: { ...ANY_GPU, maxBufferBytes: 98_365_440 },
    licence: LICENCES.llamaVision,
    languages: ["en"],
    strengths: "Judges a picture together with the question about it. It does not chat.",
    tier: "S",
    source: {
      kind: "folder",
      url: "https://huggingface.co/meta-llama/Llama-Guard-3-11B-Vision",
      include: SAFETENSORS_FILES,
    },
  },
  {
    id: "shapes-vl",
    name: "Shapes-VL",
    family: "Shapes-VL",
    modelType: "mllama",
    engine: "onnx",
    capabilities: ["text", "vision"],
    parameters: 8_400_000,
    downloadBytes: totalBytes(SHAPES_VL_FILES),
    memoryBytes: 80_000_000,
    memory: null,
    device: NO_GPU,
    licence: LICENCES.shapes,
    languages: ["en"],
    strengths:
      "A toy that shows how pictures work: coloured shapes and simple bar charts. It knows nothing else.",
    tier: "S",
    contextTokens: 2048,
    source: { kind: "bundled", folder: "models/shapes-vl", files: SHAPES_VL_FILES },
  },
];

export const DEFAULT_MODEL_ID = "smollm2-135m";

/** The most memory that Hearth lets one model take: beyond it browsers end the tab, whatever the machine has. */
export const MAX_MODEL_MEMORY_BYTES = 16e9;

/** The entry of `id`, or undefined: ids may come from storage or a URL. */
export function findModel(id: string): CatalogEntry | undefined {
  return CATALOG.find((entry) => entry.id === id);
}

/** True for a model that no browser can hold: it is shown, but never downloaded. */
export function isBeyondBrowsers({ memoryBytes }: CatalogEntry): boolean {
  return memoryBytes > MAX_MODEL_MEMORY_BYTES;
}
