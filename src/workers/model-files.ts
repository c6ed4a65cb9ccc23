/**
 * @file Gets a model onto this device: manifest, then each missing piece, checked before it is stored. What is stored
 * stays stored: a cancelled, failed or killed download goes on where it stopped (spec reliability 0, P2 and P3).
 */
import { AppError, isAbort, toAppError } from "#shared/errors";
import { delay } from "#shared/promise";
import type { CatalogEntry } from "#models/catalog";
import { parsePieceManifest } from "#models/weights/piece-manifest";
import type { Piece, PieceManifest } from "#models/weights/piece-manifest";
import { WeightStore } from "#storage/weight-store";
import { fetchBytes } from "./fetch-bytes.ts";
import type { InstallPart, InstallState } from "./protocol.ts";
import { sha256Hex } from "./sha256.ts";

const MANIFEST_MAX_BYTES = 1 << 20;
/** Waits before tries 2..5; then the person decides. */
const RETRY_WAITS_MS = [1000, 2000, 4000, 8000];

export class ModelFiles {
  readonly #entry: CatalogEntry;
  readonly #store: WeightStore;

  constructor(entry: CatalogEntry) {
    this.#entry = entry;
    this.#store = new WeightStore(entry.id);
  }

  get store(): WeightStore {
    return this.#store;
  }

  /** What of the model is on this device. Needs no network. */
  async state(): Promise<InstallState> {
    const stored = await this.#store.storedPieces();
    const manifest = await this.#storedManifest();
    const pieces = manifest?.pieces.filter((piece) => stored.has(piece.name)) ?? [];
    return {
      modelId: this.#entry.id,
      totalBytes: this.#entry.downloadBytes,
      storedBytes: pieces.reduce((sum, piece) => sum + piece.sizeBytes, 0),
      totalPieces: manifest?.pieces.length ?? 0,
      storedPieces: pieces.length,
      complete: manifest !== undefined && pieces.length === manifest.pieces.length,
    };
  }

  /**
   * Downloads what is missing. One tab at a time: another one waits and then finds the pieces stored.
   * @throws AbortError; AppError `offline`, `download-failed`, `download-not-weights`, `weights-corrupt`, `storage-full`.
   */
  install(signal: AbortSignal, onPart: (part: InstallPart) => void): Promise<InstallState> {
    return navigator.locks.request(`download:${this.#entry.id}`, { signal }, async () => {
      const manifest = (await this.#storedManifest()) ?? (await this.#fetchManifest(signal, onPart));
      const stored = await this.#store.storedPieces();
      const progress = new Progress(manifest, stored, onPart);
      for (const piece of manifest.pieces) {
        if (!stored.has(piece.name)) await this.#installPiece(piece, signal, progress);
      }
      return this.state();
    });
  }

  /**
   * The pieces as Blobs, every byte hashed again: a damaged disk is found before the engine computes with it. A damaged
   * piece is removed, so that `install` repairs just that one.
   * @throws AppError `weights-missing`, `weights-corrupt`.
   */
  async readVerified(
    onProgress: (fraction: number) => void,
  ): Promise<{ pieces: readonly Piece[]; blobs: Blob[] }> {
    const manifest = await this.#storedManifest();
    if (!manifest) throw new AppError("weights-missing", "model is not installed", { model: this.#entry.id });
    const blobs: Blob[] = [];
    for (const piece of manifest.pieces) {
      const blob = await this.#store.readPiece(piece.name);
      if (!(await isIntact(blob, piece))) {
        await this.#store.deletePiece(piece.name);
        throw new AppError("weights-corrupt", `stored piece ${piece.name} is damaged`, { piece: piece.name });
      }
      blobs.push(blob);
      onProgress(blobs.length / manifest.pieces.length);
    }
    return { pieces: manifest.pieces, blobs };
  }

  /** The stored manifest if it is the one this version of the app trusts. */
  async #storedManifest(): Promise<PieceManifest | undefined> {
    const text = await this.#store.readManifest();
    const trusted = text !== undefined && (await this.#isTrusted(new TextEncoder().encode(text)));
    return trusted ? parsePieceManifest(text) : undefined;
  }

  async #isTrusted(bytes: Uint8Array<ArrayBuffer>): Promise<boolean> {
    return (await sha256Hex(bytes)) === this.#entry.source.manifestSha256;
  }

  async #fetchManifest(signal: AbortSignal, onPart: (part: InstallPart) => void): Promise<PieceManifest> {
    return withRetries(signal, onPart, async () => {
      const url = this.#url("manifest.json");
      const bytes = await fetchBytes(url, { maxBytes: MANIFEST_MAX_BYTES, signal, onBytes: () => {} });
      if (!(await this.#isTrusted(bytes))) {
        throw new AppError("weights-corrupt", "manifest has another hash", { piece: "manifest.json" });
      }
      const text = new TextDecoder().decode(bytes);
      const manifest = parsePieceManifest(text);
      await this.#store.saveManifest(text);
      return manifest;
    });
  }

  async #installPiece(piece: Piece, signal: AbortSignal, progress: Progress): Promise<void> {
    await withRetries(signal, progress.onPart, async () => {
      progress.startPiece();
      const bytes = await fetchBytes(this.#url(piece.name), {
        maxBytes: piece.sizeBytes,
        exactBytes: piece.sizeBytes,
        signal,
        onBytes: (count) => progress.addBytes(count),
      });
      if ((await sha256Hex(bytes)) !== piece.sha256) {
        throw new AppError("weights-corrupt", `piece ${piece.name} has another hash`, { piece: piece.name });
      }
      await this.#store.savePiece(piece.name, bytes);
    });
    progress.finishPiece(piece);
  }

  #url(name: string): string {
    return new URL(`${import.meta.env.BASE_URL}${this.#entry.source.folder}/${name}`, self.location.origin)
      .href;
  }
}

async function isIntact(blob: Blob, piece: Piece): Promise<boolean> {
  try {
    return blob.size === piece.sizeBytes && (await sha256Hex(await blob.arrayBuffer())) === piece.sha256;
  } catch {
    return false; // NotFoundError or NotReadableError: the browser lost the file behind the Blob.
  }
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
  readonly #total: PieceManifest;
  #verifiedPieces = 0;
  #verifiedBytes = 0;
  #pieceBytes = 0;

  constructor(manifest: PieceManifest, stored: ReadonlySet<string>, onPart: (part: InstallPart) => void) {
    this.onPart = onPart;
    this.#total = manifest;
    for (const piece of manifest.pieces) if (stored.has(piece.name)) this.#count(piece);
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
      totalBytes: this.#total.sizeBytes,
      verifiedPieces: this.#verifiedPieces,
      totalPieces: this.#total.pieces.length,
    });
  }
}
