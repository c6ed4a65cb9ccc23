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
import type { InstallPart, InstallState } from "../protocol-models.ts";
import { sha256Hex } from "../sha256.ts";
import { readFileList } from "./file-list.ts";
import { bytePlaces, rangeOf } from "./places.ts";
import type { Place } from "./places.ts";
import { Progress } from "./progress.ts";
import { withRetries } from "./retry.ts";
import type { Retries } from "./retry.ts";
import { ensureRoom } from "./room.ts";
import { storePiece } from "./store-piece.ts";
import { FileHasher } from "./file-hasher.ts";
import { inLanes, REQUESTS } from "./lanes.ts";
import type { Lane } from "./lanes.ts";
import { checkPiece, needsFileHash, verifyFile } from "./verify.ts";

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
  /** Those over which something may be arriving. */
  readonly open: Set<PieceRequest>;
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
    await ensureRoom(progress.missingBytes);
    const hashers = await hashersOf(model, set, stored, signal);
    const network = new Permits(REQUESTS);
    const versions: Versions = new Map();
    const open = new Set<PieceRequest>();
    const install = { ...options, model, set, place, progress, network, open, versions, stored, hashers };
    const jobs = set.files.flatMap((file) =>
      file.pieces.filter(({ name }) => !stored.has(name)).map((piece) => ({ file, piece })),
    );
    try {
      await inLanes(jobs, signal, (job, lane) => installPiece(install, job, lane, 0));
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

/**
 * One piece, from the network into the store. It holds a permit of the network from its first request until all of it has
 * arrived, over failures too.
 * @param firstPlace place to ask first, in the order of preference
 * @returns the memory of the piece
 */
async function installPiece(
  install: Install,
  job: Job,
  { signal, memory }: Lane,
  firstPlace: number,
): Promise<ArrayBuffer | null> {
  const { model, place, open, progress, stored, hashers, onPart } = install;
  const { file, piece } = job;
  const places = bytePlaces(model.entry, file, place);
  const buffer = new PieceBuffer(piece.sizeBytes, memory);
  const request = new PieceRequest(install, job, buffer, signal);
  const onWait: Retries["onWait"] = (waitMs, reason) => {
    // A download that others go on with does not wait.
    if (open.size === 0) onPart({ type: "download-retry", waitMs, reason });
  };
  const retries = { signal, onWait, arrived: () => request.arrivedBytes, sources: places.length };
  try {
    const sha256 = await withRetries(retries, async (index) => {
      await request.send(places[(index + firstPlace) % places.length]!);
      const hash = await sha256Hex(buffer.bytes);
      try {
        await checkPiece(file, piece, buffer.bytes, hash);
      } catch (error) {
        request.forget();
        throw error;
      }
      return hash;
    });
    const storing = { store: model.store, stored, progress, hasher: hashers.get(file.name) };
    return await storePiece(storing, piece, buffer.bytes, sha256);
  } catch (error) {
    request.forget();
    throw error;
  } finally {
    request.leaveNetwork();
  }
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
    const { model, set, network, open, progress, versions } = this.#install;
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
    open.add(this);
    try {
      await fetchPiece(range, this.#buffer, { signal: this.#signal, redirect, onBytes, versions });
    } finally {
      open.delete(this);
    }
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
  stored: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, FileHasher>> {
  const verified = await model.store.verifiedFiles();
  const files = set.files.filter((file) => needsFileHash(file) && !verified.has(file.name));
  return new Map(files.map((file) => [file.name, new FileHasher(model.store, file, stored, signal)]));
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
  await inLanes(jobs, install.signal, (job, lane) => installPiece({ ...install, progress }, job, lane, 1));
}

/** A full disk is told with how much room the rest needs. */
function withMissing(error: unknown, missingBytes: number): unknown {
  if (errorCode(error) !== "storage-full") return error;
  const { message, details } = toAppError(error);
  return new AppError("storage-full", message, { ...details, missingBytes }, error);
}
