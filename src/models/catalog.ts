/** @file The models Hearth offers. Plain data: the page shows it, the workers act on it. */

export interface CatalogEntry {
  readonly id: string;
  readonly name: string;
  /** Architecture, the `model_type` of the checkpoint. */
  readonly modelType: "llama";
  readonly parameters: number;
  readonly downloadBytes: number;
  /** Memory while loaded: weights as the engine keeps them plus the KV cache of a full context. */
  readonly memoryBytes: number;
  readonly licence: { readonly name: string; readonly url: string };
  /** What it is good for, in plain words. */
  readonly strengths: string;
  /** Freedom the agent gives it (spec messages-calendar 3). */
  readonly tier: "S" | "M" | "L";
  readonly contextTokens: number;
  readonly source: PieceSource;
}

/** One file cut into pieces by `scripts/model.mjs` and served from this origin. */
export interface PieceSource {
  readonly kind: "pieces";
  /** Path of the folder that holds `manifest.json` and the pieces, relative to the app's base. */
  readonly folder: string;
  /** SHA-256 of `manifest.json`: the pieces' hashes are trusted because this one is part of the app. */
  readonly manifestSha256: string;
  readonly format: "gguf";
}

export const CATALOG: readonly CatalogEntry[] = [
  {
    id: "smollm2-135m",
    name: "SmolLM2 135M Instruct",
    modelType: "llama",
    parameters: 134_515_008,
    downloadBytes: 98_362_432,
    memoryBytes: 420_000_000,
    licence: { name: "Apache-2.0", url: "https://huggingface.co/HuggingFaceTB/SmolLM2-135M-Instruct" },
    strengths: "Small and quick. Short answers and titles in English; often wrong about facts.",
    tier: "S",
    contextTokens: 4096,
    source: {
      kind: "pieces",
      folder: "models/smollm2-135m",
      manifestSha256: "d445ebf36ee14649b34666749fe3c6d4c050bfa524feeb9f57264703cd84df7c",
      format: "gguf",
    },
  },
];

export const DEFAULT_MODEL_ID = "smollm2-135m";

/** The entry of `id`, or undefined: ids may come from storage or a URL. */
export function findModel(id: string): CatalogEntry | undefined {
  return CATALOG.find((entry) => entry.id === id);
}
