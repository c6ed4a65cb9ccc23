/**
 * @file The two lists of an MLC model, read before WebLLM does: it takes them as they are, and what they get wrong would
 * show as a shard that isn't found half-way through the load, or as a range outside of one. Untrusted.
 */
import { AppError } from "#shared/errors";
import type { CheckpointFiles } from "#models/weights/checkpoint-files";
import { requiredHfJson } from "#models/weights/hf-json";
import { isJsonObject } from "#models/weights/strict-json";
import type { JsonValue } from "#models/weights/strict-json";

const CONFIG = "mlc-chat-config.json";
const TENSORS = "tensor-cache.json";
/** Where the catalog keeps the compiled model. */
export const MODEL_LIBRARY = "model-lib.wasm";
/** Llama 3.2 3B: 4 KB. */
const CONFIG_LIMITS = { fileBytes: 1 << 20, depth: 12, values: 20_000, stringBytes: 1 << 16 };
/** Llama 3.2 3B: 300 tensors in 50 shards, 100 KB. */
const TENSORS_LIMITS = { fileBytes: 8 << 20, depth: 12, values: 400_000, stringBytes: 4096 };
const MAX_MODEL_TOKENS = 1 << 20;

export interface MlcFiles {
  /** The longest context that the model was compiled for. */
  readonly modelTokens: number;
  /** Names of the files with weights. */
  readonly shards: ReadonlySet<string>;
}

/** @throws AppError `weights-missing` for a file that is not here, `weights-corrupt`. */
export function readMlcFiles(files: CheckpointFiles): MlcFiles {
  const config = requiredHfJson(files, CONFIG, CONFIG_LIMITS);
  const modelTokens = config.get("context_window_size");
  if (!isCount(modelTokens, MAX_MODEL_TOKENS)) throw corrupt(CONFIG, "context_window_size");
  for (const name of [MODEL_LIBRARY, "tokenizer.json"]) if (!files.has(name)) throw missing(name);
  const records = requiredHfJson(files, TENSORS, TENSORS_LIMITS).get("records");
  if (!Array.isArray(records) || records.length === 0) throw corrupt(TENSORS, "records");
  const shards = (records as readonly JsonValue[]).map((record) => ensureShard(files, record));
  return { modelTokens, shards: new Set(shards) };
}

/** @returns the name of a shard that is here, with all of its tensors inside. */
function ensureShard(files: CheckpointFiles, shard: JsonValue): string {
  if (!isJsonObject(shard)) throw corrupt(TENSORS, "records");
  const name = shard.get("dataPath");
  if (typeof name !== "string") throw corrupt(TENSORS, "dataPath");
  const file = files.get(name);
  if (!file) throw missing(name.slice(0, 136));
  const tensors = shard.get("records");
  if (shard.get("nbytes") !== file.sizeBytes || !Array.isArray(tensors)) throw corrupt(TENSORS, "nbytes");
  for (const tensor of tensors as readonly JsonValue[]) {
    if (!isJsonObject(tensor)) throw corrupt(TENSORS, "records");
    const [start, length] = [tensor.get("byteOffset"), tensor.get("nbytes")];
    const inside = isCount(length, file.sizeBytes) && isPlace(start, file.sizeBytes - length);
    if (!inside) throw corrupt(TENSORS, "byteOffset");
  }
  return name;
}

function isCount(value: JsonValue | undefined, most: number): value is number {
  return value !== 0 && isPlace(value, most);
}

function isPlace(value: JsonValue | undefined, most: number): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 && value <= most;
}

function missing(file: string): AppError {
  return new AppError("weights-missing", `${file} is not among the model's files`, { file });
}

function corrupt(file: string, field: string): AppError {
  return new AppError("weights-corrupt", `${file}: ${field}`, { format: "mlc", file, field });
}
