/**
 * @file The hash of a stored file, in a thread of its own. It can follow a download: what is in order is hashed while the
 * rest is on its way, from the memory it arrived in.
 */
import { totalBytes } from "#models/weights/file-set";
import type { ModelFile, Piece } from "#models/weights/file-set";
import type { WeightStore } from "#storage/weight-store";
import { HashThread } from "./hash-thread.ts";

/** Null when the memory is lost. */
type Memory = ArrayBuffer | null;

interface Arrived {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly giveBack: (memory: Memory) => void;
}

export class FileHasher {
  readonly #store: WeightStore;
  readonly #file: ModelFile;
  readonly #stored: ReadonlySet<string>;
  readonly #signal: AbortSignal;
  /** By number of the piece: what waits in memory for its turn. */
  readonly #arrived = new Map<number, Arrived>();
  #thread: HashThread | null = null;
  #next = 0;
  #following: Promise<void> = Promise.resolve();
  #follows = true;

  /** @param stored names of the pieces that are stored; grows while it follows */
  constructor(store: WeightStore, file: ModelFile, stored: ReadonlySet<string>, signal: AbortSignal) {
    this.#store = store;
    this.#file = file;
    this.#stored = stored;
    this.#signal = signal;
  }

  /**
   * Hashes a piece that arrived once all before it are hashed. Whoever brings the pieces waits for that, so that they do not
   * come faster than they are hashed; but not for one that is missing: then the piece is read back from the store later.
   * @param bytes the hasher's own until they are given back
   * @param saving resolves when the piece is in `stored`
   * @returns their memory
   * @throws what `saving` throws
   */
  async follow(piece: Piece, bytes: Uint8Array<ArrayBuffer>, saving: Promise<void>): Promise<Memory> {
    const index = this.#file.pieces.indexOf(piece);
    if (!this.#follows || index < this.#next) return saving.then(() => bytes.buffer);
    const hashed = new Promise<Memory>((giveBack) => this.#arrived.set(index, { bytes, giveBack }));
    const go = (): Promise<void> => this.#advance(({ name }, at) => this.#has(name, at));
    // A piece that can't be read stops it; `digest` then meets the same piece and says why.
    this.#following = this.#following.then(go).catch(() => this.#stop());
    await saving;
    if (this.#isBehindGap(index)) this.#giveBack(index);
    return hashed;
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
    this.#stop();
    this.#thread?.close();
  }

  #has(name: string, index: number): boolean {
    return this.#arrived.has(index) || this.#stored.has(name);
  }

  #isBehindGap(index: number): boolean {
    const before = this.#file.pieces.slice(this.#next, index);
    return before.some(({ name }, at) => !this.#has(name, this.#next + at));
  }

  #stop(): void {
    this.#follows = false;
    for (const index of this.#arrived.keys()) this.#giveBack(index);
  }

  #giveBack(index: number): void {
    const arrived = this.#arrived.get(index);
    this.#arrived.delete(index);
    arrived?.giveBack(arrived.bytes.buffer);
  }

  async #advance(goOn: (piece: Piece, index: number) => boolean): Promise<void> {
    for (;;) {
      const piece = this.#file.pieces[this.#next];
      if (!piece || !goOn(piece, this.#next)) return;
      this.#signal.throwIfAborted();
      await this.#add(piece, this.#arrived.get(this.#next));
      this.#arrived.delete(this.#next++);
    }
  }

  async #add(piece: Piece, arrived: Arrived | undefined): Promise<void> {
    this.#thread ??= new HashThread();
    if (!arrived) return this.#addStored(this.#thread, piece);
    try {
      arrived.giveBack(await this.#thread.add(arrived.bytes));
    } catch (error) {
      arrived.giveBack(null);
      throw error;
    }
  }

  /** What breaks off in the middle of a piece is worth nothing: the hash begins anew. */
  async #addStored(thread: HashThread, { name }: Piece): Promise<void> {
    const piece = await this.#store.readPiece(name);
    try {
      await thread.add(piece);
    } catch (error) {
      thread.close();
      this.#thread = null;
      this.#next = 0;
      throw error;
    }
  }
}
