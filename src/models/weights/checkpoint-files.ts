/** @file The tensors of a safetensors checkpoint, in one file or in shards with an index. */
import { AppError } from "#shared/errors";
import type { ByteSource } from "./byte-source.ts";
import type { StoredTensor } from "./rows.ts";
import { parseSafetensors } from "./safetensors.ts";
import { isJsonObject, parseJsonObject } from "./strict-json.ts";

/** A checkpoint's files by their names on the hub: `config.json`, `model.safetensors`, ... */
export type CheckpointFiles = ReadonlyMap<string, ByteSource>;

export const SINGLE_FILE = "model.safetensors";
export const INDEX_FILE = "model.safetensors.index.json";

/** Llama 3.2 90B comes in 37 shards with 1,494 names, 150 KB of index. */
const MAX_INDEX_BYTES = 8 << 20;
const JSON_LIMITS = { depth: 8, values: 200_000, stringBytes: 4096 };
const MAX_SHARDS = 1024;
const SHARD_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

/**
 * Reads the headers of all shards; tensors stay where they are.
 * @throws AppError `weights-corrupt`, `weights-unsupported`, `weights-missing` (a file that the index names).
 */
export function readTensors(files: CheckpointFiles): ReadonlyMap<string, StoredTensor> {
  const index = files.get(INDEX_FILE);
  if (!index) return parseSafetensors(fileNamed(files, SINGLE_FILE));
  const weightMap = readWeightMap(index);
  const shards = new Map<string, ReadonlyMap<string, StoredTensor>>();
  for (const file of new Set(weightMap.values())) shards.set(file, parseSafetensors(fileNamed(files, file)));
  const tensors = new Map<string, StoredTensor>();
  for (const [name, file] of weightMap) {
    const tensor = shards.get(file)?.get(name);
    if (!tensor) throw corrupt("a tensor is not where the index says");
    tensors.set(name, tensor);
  }
  return tensors;
}

/** The files that `readTensors` will ask for, so that they can be fetched first. */
export function shardNames(index: ByteSource): readonly string[] {
  return [...new Set(readWeightMap(index).values())];
}

function readWeightMap(source: ByteSource): ReadonlyMap<string, string> {
  if (source.sizeBytes > MAX_INDEX_BYTES) throw corrupt("too large");
  const index = parseJsonObject(source.read(0, source.sizeBytes), JSON_LIMITS, corrupt);
  const weightMap = index.get("weight_map");
  if (!isJsonObject(weightMap) || weightMap.size === 0) throw corrupt("no weight map");
  const files = new Map<string, string>();
  for (const [name, file] of weightMap) {
    if (typeof file !== "string" || !SHARD_NAME.test(file) || !file.endsWith(".safetensors")) {
      throw corrupt("file name");
    }
    files.set(name, file);
  }
  if (new Set(files.values()).size > MAX_SHARDS) throw corrupt("too many shards");
  return files;
}

function fileNamed(files: CheckpointFiles, name: string): ByteSource {
  const file = files.get(name);
  if (!file) throw new AppError("weights-missing", `${name} is missing`, { file: name });
  return file;
}

function corrupt(reason: string): AppError {
  return new AppError("weights-corrupt", `safetensors index: ${reason}`, { format: "safetensors", reason });
}
