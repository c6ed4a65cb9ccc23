/**
 * @file The pieces of installed models in IndexedDB: one Blob a piece, one transaction a piece, written only after its
 * hash was checked (spec webllm-and-storage B, spec reliability 2). The database is `hearth-weights`; losing it loses no
 * user data. Written by the download worker, read by whoever runs a model.
 */
import { del, delMany, get, getMany, promisifyRequest, set, setMany } from "idb-keyval";
import { AppError } from "#shared/errors";
import { weightsStore } from "./weights-db.ts";

/** How it is known that a file of the hub is the right one. */
export type FileTrust = (typeof FILE_TRUST)[number];
const FILE_TRUST = ["sha256", "git", "first-use"] as const;

export interface StoredPiece {
  readonly blob: Blob | undefined;
  readonly sha256: string | undefined;
}

/** Everything below belongs to one model: its keys begin with `MODEL/`. */
export class WeightStore {
  readonly #modelId: string;

  constructor(modelId: string) {
    this.#modelId = modelId;
  }

  /** Names of the pieces that are here. The keys are the truth; there is no counter to go wrong. */
  storedPieces(): Promise<ReadonlySet<string>> {
    return this.#names("piece");
  }

  /**
   * Stores a piece and the hash it had when it came in one transaction, so that a later check has something to compare
   * with even where nobody stated a hash. Resolves when the transaction is complete.
   * @throws AppError `storage-full`, `storage-unavailable`.
   */
  async savePiece(name: string, bytes: Uint8Array<ArrayBuffer> | Blob, sha256: string): Promise<void> {
    const blob = bytes instanceof Blob ? bytes : new Blob([bytes]);
    const entries: [string, Blob | string][] = [
      [this.#key("piece", name), blob],
      [this.#key("hash", name), sha256],
    ];
    await setMany(entries, weightsStore(blob.size));
  }

  /** @throws AppError `weights-missing` when the piece is not here or its file is gone. */
  async readPiece(name: string): Promise<Blob> {
    const blob = await get<unknown>(this.#key("piece", name), weightsStore());
    if (!(blob instanceof Blob))
      throw new AppError("weights-missing", `piece ${name} is missing`, { piece: name });
    return blob;
  }

  /**
   * The pieces, and the hash each had when it was stored, as far as they are here; all in one transaction. The bytes stay
   * where they are.
   */
  async readPieces(names: readonly string[]): Promise<readonly StoredPiece[]> {
    const keys = (["piece", "hash"] as const).flatMap((kind) => names.map((name) => this.#key(kind, name)));
    const values = await getMany<unknown>(keys, weightsStore());
    return names.map((_, index) => {
      const blob = values[index];
      return {
        blob: blob instanceof Blob ? blob : undefined,
        sha256: textOrNothing(values[names.length + index]),
      };
    });
  }

  async deletePiece(name: string): Promise<void> {
    await delMany([this.#key("piece", name), this.#key("hash", name)], weightsStore());
  }

  /** The hash a piece had when it was stored; undefined for one stored before hashes were recorded. */
  async readHash(name: string): Promise<string | undefined> {
    return textOrNothing(await get<unknown>(this.#key("hash", name), weightsStore()));
  }

  /** The list of files, where it is not part of the app: see `parseFileSet`. */
  async readFileSet(): Promise<string | undefined> {
    return textOrNothing(await get<unknown>(this.#key("files"), weightsStore()));
  }

  async saveFileSet(text: string): Promise<void> {
    await set(this.#key("files"), text, weightsStore(text.length));
  }

  /** Files whose bytes as a whole were found right, and by what. */
  async verifiedFiles(): Promise<ReadonlyMap<string, FileTrust>> {
    const prefix = this.#key("verified", "");
    const range = IDBKeyRange.bound(prefix, `${prefix}\uFFFF`);
    const [keys, values] = await weightsStore()("readonly", (store) =>
      Promise.all([
        promisifyRequest(store.getAllKeys(range)),
        promisifyRequest<unknown[]>(store.getAll(range)),
      ]),
    );
    return new Map(
      textKeys(keys).flatMap((key, index): [string, FileTrust][] => {
        const trust = FILE_TRUST.find((known) => known === values[index]);
        return trust ? [[key.slice(prefix.length), trust]] : [];
      }),
    );
  }

  async saveVerified(file: string, trust: FileTrust): Promise<void> {
    await set(this.#key("verified", file), trust, weightsStore());
  }

  async deleteVerified(file: string): Promise<void> {
    await del(this.#key("verified", file), weightsStore());
  }

  /** Where the check of a few pieces at each load goes on, see `ModelFiles`. */
  async readCheckPosition(): Promise<number> {
    const position = await get<unknown>(this.#key("check-position"), weightsStore());
    return typeof position === "number" && Number.isSafeInteger(position) && position >= 0 ? position : 0;
  }

  async saveCheckPosition(position: number): Promise<void> {
    await set(this.#key("check-position"), position, weightsStore());
  }

  /** Smoothing factors found by the first load of exactly these files; undefined before it. */
  async readSmoothing(fingerprint: string): Promise<ReadonlyMap<string, Float32Array> | undefined> {
    const record = await get<unknown>(this.#key("smoothing"), weightsStore());
    return isSmoothingRecord(record) && record.fingerprint === fingerprint ? record.factors : undefined;
  }

  async saveSmoothing(fingerprint: string, factors: ReadonlyMap<string, Float32Array>): Promise<void> {
    const record = { fingerprint, factors } satisfies SmoothingRecord;
    await set(this.#key("smoothing"), record, weightsStore());
  }

  /** Removes everything of this model. */
  async deleteModel(): Promise<void> {
    const prefix = `${this.#modelId}/`;
    await weightsStore()("readwrite", (store) =>
      promisifyRequest(store.delete(IDBKeyRange.bound(prefix, `${prefix}\uFFFF`))),
    );
  }

  async #names(kind: string): Promise<ReadonlySet<string>> {
    const prefix = this.#key(kind, "");
    const range = IDBKeyRange.bound(prefix, `${prefix}\uFFFF`);
    const keys = await weightsStore()("readonly", (store) => promisifyRequest(store.getAllKeys(range)));
    return new Set(textKeys(keys).map((key) => key.slice(prefix.length)));
  }

  #key(kind: string, name?: string): string {
    return name === undefined ? `${this.#modelId}/${kind}` : `${this.#modelId}/${kind}/${name}`;
  }
}

interface SmoothingRecord {
  readonly fingerprint: string;
  readonly factors: ReadonlyMap<string, Float32Array>;
}

function isSmoothingRecord(value: unknown): value is SmoothingRecord {
  if (typeof value !== "object" || value === null) return false;
  const { factors } = value as Partial<SmoothingRecord>;
  return (
    factors instanceof Map && [...factors.values()].every((item: unknown) => item instanceof Float32Array)
  );
}

/** All keys here are strings: in the range of a string there are no others. */
function textKeys(keys: readonly IDBValidKey[]): string[] {
  return keys.filter((key) => typeof key === "string");
}

function textOrNothing(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
