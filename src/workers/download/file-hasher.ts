/**
 * @file The hash of a stored file, in a thread of its own. It can follow a download: what is in order is hashed while the
 * rest is on its way, from memory where the piece is still there.
 */
import { totalBytes } from "#models/weights/file-set";
import type { ModelFile, Piece } from "#models/weights/file-set";
import type { ModelFiles } from "../model-files.ts";
import { HashThread } from "./hash-thread.ts";

/** Pieces that wait in memory for their turn, at 32 MB each; others are read back from the store. */
const MAX_KEPT_PIECES = 1;

export class FileHasher {
  readonly #model: ModelFiles;
  readonly #file: ModelFile;
  readonly #signal: AbortSignal;
  readonly #kept = new Map<number, Uint8Array<ArrayBuffer>>();
  #thread: HashThread | null = null;
  #next = 0;
  #following: Promise<void> = Promise.resolve();

  constructor(model: ModelFiles, file: ModelFile, signal: AbortSignal) {
    this.#model = model;
    this.#file = file;
    this.#signal = signal;
  }

  /**
   * Goes on as far as pieces are stored without a gap; does not keep the caller waiting.
   * @param bytes of `piece`, which was stored just now; the hasher's own from here on
   */
  follow(stored: ReadonlySet<string>, piece: Piece, bytes: Uint8Array<ArrayBuffer>): void {
    const index = this.#file.pieces.indexOf(piece);
    if (index >= this.#next && this.#kept.size < MAX_KEPT_PIECES) this.#kept.set(index, bytes);
    const go = (): Promise<void> => this.#advance(({ name }) => stored.has(name));
    // A piece that can't be read stops it; `digest` then meets the same piece and says why.
    this.#following = this.#following.then(go).catch(() => undefined);
  }

  /** @param onBytes how many bytes were hashed, those of `follow` at once. @throws AbortError; AppError of the storage */
  async digest(onBytes: (count: number) => void): Promise<string> {
    await this.#following;
    onBytes(totalBytes(this.#file.pieces.slice(0, this.#next)));
    await this.#advance((piece) => (onBytes(piece.sizeBytes), true));
    return (this.#thread ??= new HashThread()).end();
  }

  /** Ends the thread. */
  close(): void {
    this.#thread?.close();
    this.#kept.clear();
  }

  async #advance(goOn: (piece: Piece) => boolean): Promise<void> {
    for (;;) {
      const piece = this.#file.pieces[this.#next];
      if (!piece || !goOn(piece)) return;
      this.#signal.throwIfAborted();
      const bytes = this.#kept.get(this.#next);
      this.#kept.delete(this.#next);
      this.#thread ??= new HashThread();
      await this.#thread.add(bytes ?? (await this.#model.store.readPiece(piece.name)));
      this.#next++;
    }
  }
}
