/**
 * @file Gets a model onto this device: each missing piece, checked before it is stored. What is stored stays stored: a
 * cancelled, failed or killed download goes on where it stopped (spec reliability 0, P2 and P3).
 */
import { AppError, isAbort, toAppError } from "#shared/errors";
import { delay } from "#shared/promise";
import { allPieces, totalBytes } from "#models/weights/file-set";
import type { FileSet, Piece } from "#models/weights/file-set";
import { fetchBytes } from "../fetch-bytes.ts";
import type { ModelFiles } from "../model-files.ts";
import type { InstallPart, InstallState } from "../protocol.ts";
import { sha256Hex } from "../sha256.ts";

/** Waits before tries 2..5; then the person decides. */
const RETRY_WAITS_MS = [1000, 2000, 4000, 8000];

/**
 * Downloads what is missing. One tab at a time: another one waits and then finds the pieces stored.
 * @throws AbortError; AppError `offline`, `download-failed`, `download-not-weights`, `weights-corrupt`, `storage-full`.
 */
export function installModel(
  model: ModelFiles,
  signal: AbortSignal,
  onPart: (part: InstallPart) => void,
): Promise<InstallState> {
  return navigator.locks.request(`download:${model.entry.id}`, { signal }, async () => {
    const set = (await model.fileSet())!;
    const stored = await model.store.storedPieces();
    const progress = new Progress(set, stored, onPart);
    for (const piece of allPieces(set)) {
      if (!stored.has(piece.name)) await installPiece(model, piece, signal, progress);
    }
    return model.state();
  });
}

async function installPiece(
  model: ModelFiles,
  piece: Piece,
  signal: AbortSignal,
  progress: Progress,
): Promise<void> {
  const { folder } = model.entry.source;
  const url = new URL(`${import.meta.env.BASE_URL}${folder}/${piece.name}`, self.location.origin).href;
  await withRetries(signal, progress.onPart, async () => {
    progress.startPiece();
    const bytes = await fetchBytes(url, {
      maxBytes: piece.sizeBytes,
      exactBytes: piece.sizeBytes,
      signal,
      onBytes: (count) => progress.addBytes(count),
    });
    const sha256 = await sha256Hex(bytes);
    if (sha256 !== piece.sha256) {
      throw new AppError("weights-corrupt", `piece ${piece.name} has another hash`, { piece: piece.name });
    }
    await model.store.savePiece(piece.name, bytes, sha256);
  });
  progress.finishPiece(piece);
}

/** A lost connection is worth five tries; a wrong piece one more (a proxy's cache), a full disk none. */
async function withRetries<T>(
  signal: AbortSignal,
  onPart: (part: InstallPart) => void,
  work: () => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (isAbort(error)) throw error;
      const failure = toAppError(error, "download-failed");
      const waitMs = RETRY_WAITS_MS[attempt - 1];
      const worthIt = mayPass(failure) || (failure.code === "weights-corrupt" && attempt === 1);
      if (!worthIt || waitMs === undefined) throw navigator.onLine ? failure : offline(failure);
      onPart({ type: "download-retry", attempt, waitMs });
      await delay(waitMs, signal);
    }
  }
}

/** Client errors that are the server's way to say "later" (RFC 9110 15.5.9, RFC 6585 4). */
const PASSING_STATUS = new Set([408, 425, 429]);

/** Lost connections and server errors pass; a file that is not there will not come. */
function mayPass({ code, details }: AppError): boolean {
  const status = details["status"];
  const permanent = typeof status === "number" && status < 500 && !PASSING_STATUS.has(status);
  return code === "download-failed" && !permanent;
}

function offline(cause: AppError): AppError {
  return cause.code === "download-failed"
    ? new AppError("offline", "no network", cause.details, cause)
    : cause;
}

/** Bytes received so far over the whole model. */
class Progress {
  readonly onPart: (part: InstallPart) => void;
  readonly #total: FileSet;
  #verifiedPieces = 0;
  #verifiedBytes = 0;
  #pieceBytes = 0;

  constructor(set: FileSet, stored: ReadonlySet<string>, onPart: (part: InstallPart) => void) {
    this.onPart = onPart;
    this.#total = set;
    for (const piece of allPieces(set)) if (stored.has(piece.name)) this.#count(piece);
    this.#report();
  }

  startPiece(): void {
    this.#pieceBytes = 0;
  }

  addBytes(count: number): void {
    this.#pieceBytes += count;
    this.#report();
  }

  finishPiece(piece: Piece): void {
    this.#pieceBytes = 0;
    this.#count(piece);
    this.#report();
  }

  #count(piece: Piece): void {
    this.#verifiedPieces++;
    this.#verifiedBytes += piece.sizeBytes;
  }

  #report(): void {
    this.onPart({
      type: "download-progress",
      receivedBytes: this.#verifiedBytes + this.#pieceBytes,
      totalBytes: totalBytes(this.#total.files),
      verifiedPieces: this.#verifiedPieces,
      totalPieces: allPieces(this.#total).length,
    });
  }
}
