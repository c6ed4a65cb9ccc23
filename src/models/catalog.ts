/** @file The models Hearth offers. Plain data: the page shows it, the workers act on it. */
import { totalBytes } from "#models/weights/file-set";
import type { ModelFile } from "#models/weights/file-set";
import { SHAPES_VL_FILES, SMOLLM2_FILES } from "./bundled-files.ts";

/** What a model can be asked for. `guard` models judge text instead of answering. */
export type Capability = "text" | "vision" | "tools" | "guard";

export interface CatalogEntry {
  readonly id: string;
  readonly name: string;
  /** Architecture, the `model_type` of the checkpoint. */
  readonly modelType: "llama" | "mllama";
  /** What runs it (design.md, "Three engines behind one interface"). */
  readonly engine: "onnx" | "webllm" | "transformers";
  readonly capabilities: readonly Capability[];
  readonly parameters: number;
  readonly downloadBytes: number;
  /** Memory while loaded: weights as the engine keeps them plus the KV cache of a full context. */
  readonly memoryBytes: number;
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

export interface Licence {
  readonly name: string;
  readonly url: string;
}

/** Where the files of a model come from. */
export type ModelSource = BundledSource;

/** Served from this origin, piece by piece; the list with all hashes is part of the app. */
export interface BundledSource {
  readonly kind: "bundled";
  /** Path of the folder that holds the pieces, relative to the app's base. */
  readonly folder: string;
  readonly files: readonly ModelFile[];
}

export const CATALOG: readonly CatalogEntry[] = [
  {
    id: "smollm2-135m",
    name: "SmolLM2 135M Instruct",
    modelType: "llama",
    engine: "onnx",
    capabilities: ["text"],
    parameters: 134_515_008,
    downloadBytes: totalBytes(SMOLLM2_FILES),
    memoryBytes: 420_000_000,
    licence: { name: "Apache-2.0", url: "https://huggingface.co/HuggingFaceTB/SmolLM2-135M-Instruct" },
    languages: ["en"],
    strengths: "Small and quick. Short answers and titles in English; often wrong about facts.",
    tier: "S",
    contextTokens: 4096,
    source: { kind: "bundled", folder: "models/smollm2-135m", files: SMOLLM2_FILES },
  },
  {
    id: "shapes-vl",
    name: "Shapes-VL",
    modelType: "mllama",
    engine: "onnx",
    capabilities: ["text", "vision"],
    parameters: 8_400_000,
    downloadBytes: totalBytes(SHAPES_VL_FILES),
    memoryBytes: 80_000_000,
    licence: { name: "MIT", url: "https://opensource.org/license/mit" },
    languages: ["en"],
    strengths:
      "A toy that shows how pictures work: coloured shapes and simple bar charts. It knows nothing else.",
    tier: "S",
    contextTokens: 2048,
    source: { kind: "bundled", folder: "models/shapes-vl", files: SHAPES_VL_FILES },
  },
];

export const DEFAULT_MODEL_ID = "smollm2-135m";

/** The entry of `id`, or undefined: ids may come from storage or a URL. */
export function findModel(id: string): CatalogEntry | undefined {
  return CATALOG.find((entry) => entry.id === id);
}
