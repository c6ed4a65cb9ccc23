/**
 * @file The files of a model as they lie on this device: what is there, whether it is still what was verified, and the
 * map from file name to bytes that engines read. Nothing here reaches the network; see `download/` for that.
 */
import { AppError } from "#shared/errors";
import { inParallel } from "#shared/promise";
import type { CatalogEntry } from "#models/catalog";
import type { CheckpointFiles } from "#models/weights/checkpoint-files";
import { allPieces, parseFileSet, totalBytes } from "#models/weights/file-set";
import type { FileSet, ModelFile, Piece } from "#models/weights/file-set";
import { WeightStore } from "#storage/weight-store";
import type { FileTrust, StoredPiece } from "#storage/weight-store";
import { BlobSource } from "./engine/blob-source.ts";
import { isLost } from "./reading/lost-blob.ts";
import { ReadThreads } from "./reading/read-threads.ts";
import { piecesToCheck } from "./pieces-to-check.ts";
import type { InstallState } from "./protocol-models.ts";
import { sha256Hex } from "./sha256.ts";

/** Pieces read and hashed at once: the hash of one is computed while the next is read. */
const CHECK_LANES = 3;

/** An installed model, ready to be read. */
export interface OpenModel {
  readonly files: CheckpointFiles;
  /** The same as Blobs, each file's pieces in order, for engines that stream them. */
  readonly blobs: ReadonlyMap<string, readonly Blob[]>;
  /** Changes whenever any byte of the model does: the key for what is derived from it. */
  readonly fingerprint: string;
}

export class ModelFiles {
  readonly entry: CatalogEntry;
  readonly store: WeightStore;

  constructor(entry: CatalogEntry) {
    this.entry = entry;
    this.store = new WeightStore(entry.id);
  }

  /** The list of files; undefined while a model's list has not been fetched. @throws AppError of the storage. */
  async fileSet(): Promise<FileSet | undefined> {
    const { source, id } = this.entry;
    if (source.kind === "bundled") return { modelId: id, revision: null, files: source.files };
    const text = await this.store.readFileSet();
    if (text !== undefined) return parseFileSet(text);
    const known = source.kind === "hub" ? source.files : null;
    return known
      ? { modelId: id, revision: source.kind === "hub" ? source.revision : null, files: known }
      : undefined;
  }

  /** What of the model is on this device. Needs no network. */
  async state(): Promise<InstallState> {
    return this.#stateOf(await this.fileSet());
  }

  async #stateOf(set: FileSet | undefined): Promise<InstallState> {
    const stored = await this.store.storedPieces();
    const verified = await this.store.verifiedFiles();
    const all = set ? allPieces(set) : [];
    const pieces = all.filter((piece) => stored.has(piece.name));
    const checked =
      this.entry.source.kind === "bundled" || set?.files.every(({ name }) => verified.has(name)) === true;
    return {
      modelId: this.entry.id,
      totalBytes: set ? totalBytes(set.files) : this.entry.downloadBytes,
      storedBytes: totalBytes(pieces),
      totalPieces: all.length,
      storedPieces: pieces.length,
      complete: set !== undefined && pieces.length === all.length && checked,
      trust: set ? this.#trust([...verified.values()]) : null,
      revision: set?.revision ?? null,
    };
  }

  /**
   * The model's bytes, after hashing all of a small model or some of a large one. A damaged piece is removed, so that an
   * install repairs just that one.
   * @param threads who hash, and read along later; none unless told
   * @throws AppError `weights-missing` (with how many pieces), `weights-corrupt`.
   */
  async openVerified(
    onProgress: (fraction: number) => void,
    threads = new ReadThreads(0),
  ): Promise<OpenModel> {
    const set = await this.#completeFileSet();
    const jobs = set.files.flatMap((file) => file.pieces.map((piece) => ({ file, piece })));
    const stored = await this.store.readPieces(jobs.map(({ piece }) => piece.name));
    const { pieces: checked, next } = piecesToCheck(allPieces(set), await this.store.readCheckPosition());
    const saving = next === null ? null : this.store.saveCheckPosition(next);
    const hash = (blob: Blob): Promise<string> => threads.hash(blob);
    let done = 0;
    const opening = inParallel([...jobs.entries()], CHECK_LANES, async ([index, { file, piece }]) => {
      const result = await this.#openPiece(file, piece, stored[index]!, checked.has(piece) ? hash : null);
      onProgress(++done / jobs.length);
      return result;
    });
    const [opened] = await Promise.all([opening, saving]);
    const blobs = new Map<string, Blob[]>(set.files.map(({ name }) => [name, []]));
    jobs.forEach(({ file }, index) => blobs.get(file.name)?.push(opened[index]![0]));
    const hashes = opened.map(([, sha256]) => sha256);
    const files = new Map([...blobs].map(([name, parts]) => [name, new BlobSource(parts, threads)]));
    return { files, blobs, fingerprint: await sha256Hex(new TextEncoder().encode(hashes.join())) };
  }

  /** The hash a stored piece must have. @throws AppError `weights-missing` where none was ever recorded. */
  async expectedHash(piece: Piece): Promise<string> {
    const sha256 = piece.sha256 ?? (await this.store.readHash(piece.name));
    if (sha256 === undefined) throw missing(piece.name);
    return sha256;
  }

  /** Forgets a piece that is not what it was, and that its file was verified. */
  async dropPiece(file: ModelFile, piece: Piece): Promise<void> {
    await this.store.deletePiece(piece.name);
    await this.store.deleteVerified(file.name);
  }

  async #openPiece(
    file: ModelFile,
    piece: Piece,
    { blob, sha256: recorded }: StoredPiece,
    hash: ReadThreads["hash"] | null,
  ): Promise<[Blob, string]> {
    const sha256 = piece.sha256 ?? recorded;
    if (blob === undefined || sha256 === undefined) throw missing(piece.name);
    if (blob.size !== piece.sizeBytes || (hash && !(await hasHash(blob, sha256, hash)))) {
      await this.dropPiece(file, piece);
      throw new AppError("weights-corrupt", `stored piece ${piece.name} is damaged`, { piece: piece.name });
    }
    return [blob, sha256];
  }

  async #completeFileSet(): Promise<FileSet> {
    const set = await this.fileSet();
    const { complete, storedPieces, totalPieces } = await this.#stateOf(set);
    if (set && complete) return set;
    throw new AppError("weights-missing", "model is not complete", {
      model: this.entry.id,
      ...(storedPieces > 0 ? { storedPieces, totalPieces } : {}),
    });
  }

  #trust(verified: readonly FileTrust[]): InstallState["trust"] {
    const { source } = this.entry;
    if (source.kind === "bundled" || (source.kind === "hub" && source.files)) return "app";
    return verified.includes("first-use") || verified.length === 0 ? "first-use" : "hub";
  }
}

/**
 * False also when the browser lost the file behind the Blob. Other errors say nothing about the piece and are thrown: who
 * gets false may delete it.
 * @param hash who computes it; this thread unless told
 */
export async function hasHash(
  blob: Blob,
  sha256: string,
  hash: (blob: Blob) => Promise<string> = async (bytes) => sha256Hex(await bytes.arrayBuffer()),
): Promise<boolean> {
  try {
    return (await hash(blob)) === sha256;
  } catch (error) {
    if (isLost(error)) return false;
    throw error;
  }
}

function missing(piece: string): AppError {
  return new AppError("weights-missing", `piece ${piece} is missing`, { piece });
}
