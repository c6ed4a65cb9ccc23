/** @file The small JSON files of a Hugging Face checkpoint folder. Untrusted: size first, then bounded parsing. */
import { AppError } from "#shared/errors";
import type { CheckpointFiles } from "./checkpoint-files.ts";
import { parseJsonObject } from "./strict-json.ts";
import type { JsonLimits, JsonObject } from "./strict-json.ts";

/**
 * The object in the file `name`; null when the folder has no such file.
 * @throws AppError `weights-corrupt` for a larger file or another content.
 */
export function readHfJson(
  files: CheckpointFiles,
  name: string,
  limits: JsonLimits & { readonly fileBytes: number },
): JsonObject | null {
  const file = files.get(name);
  if (!file) return null;
  const fail = (reason: string): AppError =>
    new AppError("weights-corrupt", `${name}: ${reason}`, { format: "config", file: name, reason });
  if (file.sizeBytes > limits.fileBytes) throw fail("too large");
  return parseJsonObject(file.read(0, file.sizeBytes), limits, fail);
}
