/**
 * @file Gets a model onto this device: the list of its files, then each missing piece, checked before it is stored, then
 * each file as a whole. What is stored stays stored: a cancelled, failed or killed download goes on where it stopped (spec
 * reliability 0, P2 and P3).
 */
import { AppError, errorCode, toAppError } from "#shared/errors";
import { isBeyondBrowsers, MAX_MODEL_MEMORY_BYTES } from "#models/catalog";
import type { CatalogEntry } from "#models/catalog";
import { totalBytes } from "#models/weights/file-set";
import type { FileSet, ModelFile, Piece } from "#models/weights/file-set";
import { fetchPiece, PieceBuffer } from "../fetch-bytes.ts";
import type { ModelFiles } from "../model-files.ts";
import type { InstallPart, InstallState } from "../protocol.ts";
import { sha256Hex } from "../sha256.ts";
import { readFileList } from "./file-list.ts";
import { bytePlaces, rangeOf } from "./places.ts";
import type { Place } from "./places.ts";
import { Progress } from "./progress.ts";
import { withRetries } from "./retry.ts";
import { FileHasher } from "./file-hasher.ts";
import { checkPiece, needsFileHash, verifyFile } from "./verify.ts";

/** Pieces under way at once: enough to fill a fast connection, at 32 MB each little enough for a small device. */
const LANES = 3;

export interface InstallOptions {
  /** Address to use instead of the hub. */
  readonly mirror: string | null;
  readonly signal: AbortSignal;
  readonly onPart: (part: InstallPart) => void;
}

interface Job {
  readonly file: ModelFile;
  readonly piece: Piece;
}

interface Install extends InstallOptions {
  readonly model: ModelFiles;
  readonly set: FileSet;
  readonly place: Place | null;
  readonly progress: Progress;
  /** Names of the pieces that are stored; grows. */
  readonly stored: Set<string>;
  /** Of files whose pieces have no hash of their own; they work while the rest is on its way. */
  readonly hashers: ReadonlyMap<string, FileHasher>;
}

/**
 * Downloads what is missing. One tab at a time: another one waits and then finds the pieces stored.
 * @throws AbortError; AppError `model-too-large` before anything is asked for; `offline`, `download-failed`,
 * `download-not-weights`, `weights-corrupt`, `weights-unsupported`; `storage-full` with how much is missing.
 */
export function installModel(model: ModelFiles, options: InstallOptions): Promise<InstallState> {
  return withModelLock(model.entry.id, options, async () => {
    refuseTooLarge(model.entry);
    const { signal, onPart, mirror } = options;
    const onWait = (attempt: number, waitMs: number): void =>
      onPart({ type: "download-retry", attempt, waitMs });
    const { set, mirror: place } = await readFileList(model, mirror, { signal, onWait });
    const stored = new Set(await model.store.storedPieces());
    const progress = new Progress(set, stored, onPart);
    const hashers = await hashersOf(model, set, signal);
    const install: Install = { ...options, model, set, place, progress, stored, hashers };
    const jobs = set.files.flatMap((file) =>
      file.pieces.filter(({ name }) => !stored.has(name)).map((piece) => ({ file, piece })),
    );
    try {
      await inLanes(jobs, signal, (job, laneSignal) => installPiece(install, job, laneSignal, 0));
      if (model.entry.source.kind !== "bundled") await verifyFiles(install);
    } catch (error) {
      throw withMissing(error, progress.missingBytes);
    } finally {
      for (const hasher of hashers.values()) hasher.close();
    }
    return model.state();
  });
}

/** Runs `work` while no other tab changes what is stored of the model. */
export async function withModelLock<T>(
  modelId: string,
  options: Pick<InstallOptions, "signal" | "onPart">,
  work: () => Promise<T>,
): Promise<T> {
  const name = `download:${modelId}`;
  const tried = await navigator.locks.request(name, { ifAvailable: true }, async (lock) =>
    lock ? { done: await work() } : undefined,
  );
  if (tried) return tried.done;
  options.onPart({ type: "download-elsewhere" });
  return navigator.locks.request(name, { signal: options.signal }, work);
}

function refuseTooLarge(entry: CatalogEntry): void {
  if (!isBeyondBrowsers(entry)) return;
  throw new AppError("model-too-large", `${entry.id} needs ${entry.memoryBytes} bytes`, {
    model: entry.id,
    memoryBytes: entry.memoryBytes,
    weightBytes: entry.memory?.weightBytes ?? null,
    kvBytes: entry.memory?.kvBytes ?? null,
    contextTokens: entry.contextTokens,
    limitBytes: MAX_MODEL_MEMORY_BYTES,
  });
}

/** Works through the jobs, `LANES` at a time; the first failure stops all. */
async function inLanes(
  jobs: readonly Job[],
  signal: AbortSignal,
  work: (job: Job, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const queue = jobs.values();
  const stop = new AbortController();
  const laneSignal = AbortSignal.any([signal, stop.signal]);
  let failure: unknown;
  const lane = async (): Promise<void> => {
    try {
      for (const job of queue) {
        laneSignal.throwIfAborted();
        await work(job, laneSignal);
      }
    } catch (error) {
      failure ??= error;
      stop.abort();
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  signal.throwIfAborted();
  if (failure !== undefined) throw failure;
}

/**
 * One piece, from the network into the store.
 * @param firstPlace place to ask first, in the order of preference
 */
async function installPiece(
  { model, set, place, progress, onPart, stored, hashers }: Install,
  { file, piece }: Job,
  signal: AbortSignal,
  firstPlace: number,
): Promise<void> {
  const places = bytePlaces(model.entry, file, place);
  const buffer = new PieceBuffer(piece.sizeBytes);
  let arrived = 0;
  const onBytes = (count: number): void => {
    arrived += count;
    progress.addBytes(count);
  };
  const forget = (): void => {
    progress.addBytes(-buffer.filled);
    buffer.filled = 0;
  };
  const onWait = (attempt: number, waitMs: number): void =>
    onPart({ type: "download-retry", attempt, waitMs });
  try {
    await withRetries({ signal, onWait, arrived: () => arrived, sources: places.length }, async (index) => {
      const from = places[(index + firstPlace) % places.length]!;
      const redirect = from.layout === "app" ? "error" : "follow";
      await fetchPiece(rangeOf(from, model.entry, set, file, piece), buffer, { signal, redirect, onBytes });
      const sha256 = await sha256Hex(buffer.bytes);
      try {
        await checkPiece(file, piece, buffer.bytes, sha256);
      } catch (error) {
        forget();
        throw error;
      }
      await model.store.savePiece(piece.name, buffer.bytes, sha256);
    });
  } catch (error) {
    forget();
    throw error;
  }
  progress.finishPiece(piece);
  stored.add(piece.name);
  hashers.get(file.name)?.follow(stored, piece, buffer.bytes);
}

async function hashersOf(
  model: ModelFiles,
  set: FileSet,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, FileHasher>> {
  const verified = await model.store.verifiedFiles();
  const files = set.files.filter((file) => needsFileHash(file) && !verified.has(file.name));
  return new Map(files.map((file) => [file.name, new FileHasher(model, file, signal)]));
}

/** Checks the files that were not checked as a whole before, and repairs the ones that are wrong once. */
async function verifyFiles(install: Install): Promise<void> {
  const { model, set, signal, onPart } = install;
  const verified = await model.store.verifiedFiles();
  const files = set.files.filter(({ name }) => !verified.has(name));
  const total = totalBytes(files);
  let hashed = 0;
  const onBytes = (count: number): void => {
    hashed += count;
    onPart({ type: "verify-progress", fraction: Math.min(1, hashed / total) });
  };
  for (const file of files) {
    if (await verifyFile(model, file, signal, onBytes, install.hashers.get(file.name))) continue;
    await replaceDifferent(install, file);
    if (await verifyFile(model, file, signal, () => {})) continue;
    throw new AppError("weights-corrupt", `${file.name} has another hash`, {
      file: file.name,
      reason: "hash-of-file",
    });
  }
}

/** Fetches all pieces of a file again, from another place where there is one: a piece that was damaged is replaced. */
async function replaceDifferent(install: Install, file: ModelFile): Promise<void> {
  const jobs = file.pieces.map((piece) => ({ file, piece }));
  const progress = new Progress(install.set, new Set(), () => {});
  await inLanes(jobs, install.signal, (job, signal) =>
    installPiece({ ...install, progress }, job, signal, 1),
  );
}

/** A full disk is told with how much room the rest needs. */
function withMissing(error: unknown, missingBytes: number): unknown {
  if (errorCode(error) !== "storage-full") return error;
  const { message, details } = toAppError(error);
  return new AppError("storage-full", message, { ...details, missingBytes }, error);
}
