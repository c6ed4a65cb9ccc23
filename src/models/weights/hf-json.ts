/** @file The small JSON files of a Hugging Face checkpoint folder. Untrusted: size first, then bounded parsing. */
import { AppError } from "#shared/errors";
import type { CheckpointFiles } from "./checkpoint-files.ts";
import { parseJsonObject } from "./strict-json.ts";
import type { JsonLimits, JsonObject } from "./strict-json.ts";

export type HfJsonLimits = JsonLimits & { readonly fileBytes: number };

/**
 * The object in the file `name`; null when the folder has no such file.
 * @throws AppError `weights-corrupt` for a larger file or another content.
 */
export function readHfJson(files: CheckpointFiles, name: string, limits: HfJsonLimits): JsonObject | null {
  const file = files.get(name);
  if (!file) return null;
  const fail = (reason: string): AppError =>
    new AppError("weights-corrupt", `${name}: ${reason}`, { format: "config", file: name, reason });
  if (file.sizeBytes > limits.fileBytes) throw fail("too large");
  return parseJsonObject(file.read(0, file.sizeBytes), limits, fail);
}

/** The same for a file that must be there. @throws AppError `weights-missing`, `weights-corrupt` as `readHfJson`. */
export function requiredHfJson(files: CheckpointFiles, name: string, limits: HfJsonLimits): JsonObject {
  const fields = readHfJson(files, name, limits);
  if (!fields) throw new AppError("weights-missing", `${name} is missing`, { file: name });
  return fields;
}
