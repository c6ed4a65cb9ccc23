/**
 * @file The hub's answer to "which files does this revision have", with the hashes it states: SHA-256 for files in its
 * large-file storage, git's blob id for the others. The answer is untrusted: limits first, then its shape.
 */
import { AppError } from "#shared/errors";
import { cutFile, EMPTY_SHA256, ensureFileSet, isFileName } from "#models/weights/file-set";
import type { FileSet, ModelFile } from "#models/weights/file-set";

/** The largest repositories list some hundred files. */
const MAX_ENTRIES = 10_000;
/** Llama 3.2 90B in f16 has 177 GB. */
const MAX_FILE_BYTES = 1e12;
const COMMIT = /^[0-9a-f]{40}$/;
const SHA256 = /^[0-9a-f]{64}$/;
const WEIGHTS = /\.(?:safetensors|gguf|bin|onnx)$/;

/**
 * @param include names to take, `*` for any characters
 * @throws AppError `download-not-weights` for an answer of another form, `weights-unsupported` without any weights.
 */
export function parseHubListing(bytes: Uint8Array, modelId: string, include: readonly string[]): FileSet {
  const listing = parseObject(bytes);
  const { sha, siblings } = listing;
  if (typeof sha !== "string" || !COMMIT.test(sha)) throw notAListing("sha");
  if (!Array.isArray(siblings) || siblings.length > MAX_ENTRIES) throw notAListing("siblings");
  const wanted = include.map(patternOf);
  const files = siblings.flatMap((entry): ModelFile[] => {
    const file = readEntry(entry);
    return file && wanted.some((pattern) => pattern.test(file.name)) ? [cutFile(file)] : [];
  });
  if (!files.some(({ name }) => WEIGHTS.test(name))) {
    throw new AppError("weights-unsupported", "the repository has no weights of this kind", { modelId });
  }
  // Small files first: what is wrong with a model shows before its gigabytes are here.
  return ensureFileSet({
    modelId,
    revision: sha,
    files: files.toSorted((one, two) => one.sizeBytes - two.sizeBytes),
  });
}

/** Matches one file name: `*` does not cross folders. */
export function patternOf(include: string): RegExp {
  const escaped = include.replace(/[.+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replaceAll("*", "[^/]*")}$`);
}

/** Undefined for folders, names that lead elsewhere, empty files and whatever else is no file to keep. */
function readEntry(value: unknown): Omit<ModelFile, "pieces"> | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { rfilename: name, size, blobId, lfs } = value as Record<string, unknown>;
  if (!isFileName(name) || !isSize(size)) return undefined;
  const stated = typeof lfs === "object" && lfs !== null ? (lfs as Record<string, unknown>) : undefined;
  const sha256 = stated?.["sha256"] ?? null;
  if (stated && stated["size"] !== size) throw notAListing("size");
  const plausible = typeof sha256 === "string" && SHA256.test(sha256) && sha256 !== EMPTY_SHA256;
  if (sha256 !== null && !plausible) throw notAListing("hash");
  const gitBlobId = sha256 === null && typeof blobId === "string" && COMMIT.test(blobId) ? blobId : null;
  return { name, sizeBytes: size, sha256: plausible ? sha256 : null, gitBlobId };
}

function isSize(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0 && (value as number) <= MAX_FILE_BYTES;
}

function parseObject(bytes: Uint8Array): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  } catch {
    // Falls through: another kind of document is the same failure as another kind of value.
  }
  throw notAListing("json");
}

function notAListing(field: string): AppError {
  return new AppError("download-not-weights", `hub listing: ${field}`, { field });
}
