/**
 * @file Gets a model onto this device: the list of its files, then each missing piece, checked before it is stored, then
 * each file as a whole. What is stored stays stored: a cancelled, failed or killed download goes on where it stopped (spec
 * reliability 0, P2 and P3).
 */
import { AppError, errorCode, toAppError } from "#shared/errors";
import { Permits } from "#shared/promise";
import { isBeyondBrowsers, MAX_MODEL_MEMORY_BYTES } from "#models/catalog";
import type { CatalogEntry } from "#models/catalog";
import { totalBytes } from "#models/weights/file-set";
import type { FileSet, ModelFile, Piece } from "#models/weights/file-set";
import { fetchPiece, PieceBuffer } from "../fetch-bytes.ts";
import type { Versions } from "../fetch-bytes.ts";
import type { ModelFiles } from "../model-files.ts";
import type { InstallPart, InstallState } from "../protocol.ts";
import { sha256Hex } from "../sha256.ts";
import { readFileList } from "./file-list.ts";
import { bytePlaces, rangeOf } from "./places.ts";
import type { Place } from "./places.ts";
import { Progress } from "./progress.ts";
import { withRetries } from "./retry.ts";
import type { Retries } from "./retry.ts";
import { FileHasher } from "./file-hasher.ts";
import { checkPiece, needsFileHash, verifyFile } from "./verify.ts";

/** Requests at once: enough to fill a fast connection. */
const REQUESTS = 3;
/**
 * Pieces in memory at once, at 32 MB each: while some are hashed and written, which takes as long as a fast connection
 * needs for a piece, the connection is not idle.
 */
const LANES = REQUESTS + 2;
/** GiB as the browser rounds them; below, no piece is fetched while another one waits to be written. */
const SMALL_DEVICE_MEMORY = 4;

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
  /** One for each request. */
  readonly network: Permits;
  readonly versions: Versions;
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
    const onWait: Retries["onWait"] = (waitMs, reason) => onPart({ type: "download-retry", waitMs, reason });
    const { set, mirror: place } = await readFileList(model, mirror, { signal, onWait });
    const stored = new Set(await model.store.storedPieces());
    const progress = new Progress(set, stored, onPart);
    const hashers = await hashersOf(model, set, signal);
    const network = new Permits(REQUESTS);
    const versions: Versions = new Map();
    const install = { ...options, model, set, place, progress, network, versions, stored, hashers };
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

/** Works through the jobs, several at a time; the first failure stops all. */
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
  const { deviceMemory = SMALL_DEVICE_MEMORY } = navigator as { deviceMemory?: number };
  const length = deviceMemory < SMALL_DEVICE_MEMORY ? REQUESTS : LANES;
  await Promise.all(Array.from({ length }, lane));
  signal.throwIfAborted();
  if (failure !== undefined) throw failure;
}

/**
 * One piece, from the network into the store. It holds a permit of the network from its first request until all of it has
 * arrived, over failures too.
 * @param firstPlace place to ask first, in the order of preference
 */
async function installPiece(
  install: Install,
  job: Job,
  signal: AbortSignal,
  firstPlace: number,
): Promise<void> {
  const { model, place, progress, onPart, stored, hashers } = install;
  const { file, piece } = job;
  const places = bytePlaces(model.entry, file, place);
  const buffer = new PieceBuffer(piece.sizeBytes);
  const request = new PieceRequest(install, job, buffer, signal);
  const onWait: Retries["onWait"] = (waitMs, reason) => onPart({ type: "download-retry", waitMs, reason });
  const retries = { signal, onWait, arrived: () => request.arrivedBytes, sources: places.length };
  try {
    await withRetries(retries, async (index) => {
      await request.send(places[(index + firstPlace) % places.length]!);
      const sha256 = await sha256Hex(buffer.bytes);
      try {
        await checkPiece(file, piece, buffer.bytes, sha256);
      } catch (error) {
        request.forget();
        throw error;
      }
      await model.store.savePiece(piece.name, buffer.bytes, sha256);
    });
  } catch (error) {
    request.forget();
    throw error;
  } finally {
    request.leaveNetwork();
  }
  progress.finishPiece(piece);
  stored.add(piece.name);
  hashers.get(file.name)?.follow(stored, piece, buffer.bytes);
}

/** The way of one piece into its buffer. */
class PieceRequest {
  /** Over all tries, also of bytes that were forgotten. */
  arrivedBytes = 0;
  readonly #install: Install;
  readonly #job: Job;
  readonly #buffer: PieceBuffer;
  readonly #signal: AbortSignal;
  #onNetwork = false;

  constructor(install: Install, job: Job, buffer: PieceBuffer, signal: AbortSignal) {
    this.#install = install;
    this.#job = job;
    this.#buffer = buffer;
    this.#signal = signal;
  }

  /** @throws as `fetchPiece` */
  async send(from: Place): Promise<void> {
    const { model, set, network, progress, versions } = this.#install;
    if (!this.#onNetwork) {
      await network.acquire();
      this.#onNetwork = true;
      this.#signal.throwIfAborted();
    }
    const redirect = from.layout === "app" ? "error" : "follow";
    const onBytes = (count: number): void => {
      this.arrivedBytes += count;
      progress.addBytes(count);
    };
    const range = rangeOf(from, model.entry, set, this.#job.file, this.#job.piece);
    await fetchPiece(range, this.#buffer, { signal: this.#signal, redirect, onBytes, versions });
    this.leaveNetwork();
  }

  leaveNetwork(): void {
    if (this.#onNetwork) this.#install.network.release();
    this.#onNetwork = false;
  }

  /** What arrived is not good. */
  forget(): void {
    this.#install.progress.addBytes(-this.#buffer.filled);
    this.#buffer.filled = 0;
  }
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
