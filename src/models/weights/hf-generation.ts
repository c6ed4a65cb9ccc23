/** @file Which tokens end an answer, from `generation_config.json` and `config.json` of a Hugging Face checkpoint. */
import { AppError } from "#shared/errors";
import type { CheckpointFiles } from "./checkpoint-files.ts";
import { readHfJson } from "./hf-json.ts";
import { isJsonObject } from "./strict-json.ts";
import type { JsonValue } from "./strict-json.ts";

/** As for `config.json`, which is one of the two. */
const LIMITS = { fileBytes: 1 << 20, depth: 8, values: 100_000, stringBytes: 1 << 16 };
/** Llama 3 has three. */
const MAX_STOP_TOKENS = 64;

/**
 * All that either file names: each leaves out some in one release or another (spec llama32 9, pitfall 36).
 * @param vocabularySize rows of the head: what the model cannot generate cannot stop it.
 * @throws AppError `weights-corrupt` for anything but ids of the vocabulary.
 */
export function readEosTokens(files: CheckpointFiles, vocabularySize: number): readonly number[] {
  const generation = readHfJson(files, "generation_config.json", LIMITS);
  const config = readHfJson(files, "config.json", LIMITS);
  const text = config?.get("text_config");
  const sources = [generation, config, isJsonObject(text) ? text : null];
  const ids = new Set(sources.flatMap((source) => listed(source?.get("eos_token_id"))));
  const known = (id: JsonValue): id is number =>
    typeof id === "number" && Number.isInteger(id) && id >= 0 && id < vocabularySize;
  const list = [...ids];
  if (list.length > MAX_STOP_TOKENS || !list.every(known)) {
    throw new AppError("weights-corrupt", "eos_token_id is not of the vocabulary", { field: "eos_token_id" });
  }
  return list;
}

/** One id, several or none. */
function listed(value: JsonValue | undefined): readonly JsonValue[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [value];
}
