/**
 * @file What `tokenizer_config.json` of a Hugging Face checkpoint adds to its `tokenizer.json`: the names of the special
 * tokens and the chat template, which newer checkpoints keep in a file of its own.
 */
import { AppError } from "#shared/errors";
import type { CheckpointFiles } from "#models/weights/checkpoint-files";
import { readHfJson } from "#models/weights/hf-json";
import { isJsonObject } from "#models/weights/strict-json";
import type { JsonObject, JsonValue } from "#models/weights/strict-json";

/** Llama 3.2's has 55 KB: 256 added tokens and a template. */
const LIMITS = { fileBytes: 4 << 20, depth: 8, values: 200_000, stringBytes: 1 << 18 };
const MAX_TEMPLATE_BYTES = 1 << 18;

export interface HfTokenizerConfig {
  /** Jinja source; null when the checkpoint has none, as base models do. */
  readonly chatTemplate: string | null;
  /** `bos_token` and its like by those names, as templates use them. */
  readonly namedTokens: ReadonlyMap<string, string>;
}

/** @throws AppError `weights-corrupt` for files that are not what their names say. */
export function readHfTokenizerConfig(files: CheckpointFiles): HfTokenizerConfig {
  const config = readHfJson(files, "tokenizer_config.json", LIMITS);
  const template =
    templateFile(files) ??
    // Processors of vision models had it here before it got a file of its own.
    templateIn(readHfJson(files, "chat_template.json", LIMITS)) ??
    templateIn(config);
  return { chatTemplate: template, namedTokens: namedTokens(config) };
}

function templateFile(files: CheckpointFiles): string | null {
  const name = "chat_template.jinja";
  const file = files.get(name);
  if (!file) return null;
  const fail = (reason: string): AppError =>
    new AppError("weights-corrupt", `${name}: ${reason}`, { format: "config", file: name, reason });
  if (file.sizeBytes > MAX_TEMPLATE_BYTES) throw fail("too large");
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(file.read(0, file.sizeBytes));
  } catch {
    throw fail("not UTF-8");
  }
}

/** A source, or several by name, of which `default` is the one without tools. */
function templateIn(config: JsonObject | null): string | null {
  const value = config?.get("chat_template");
  if (!Array.isArray(value)) return typeof value === "string" ? value : null;
  const named = (value as readonly JsonValue[]).filter(isJsonObject);
  const template = named.find((entry) => entry.get("name") === "default")?.get("template");
  return typeof template === "string" ? template : null;
}

/** Names of tokens are strings, or objects with more about the token. */
function namedTokens(config: JsonObject | null): ReadonlyMap<string, string> {
  const tokens = new Map<string, string>();
  for (const name of ["bos_token", "eos_token", "pad_token", "unk_token"]) {
    const value = config?.get(name);
    const content = isJsonObject(value) ? value.get("content") : value;
    if (typeof content === "string") tokens.set(name, content);
  }
  return tokens;
}
