/**
 * @file The pieces of installed models in IndexedDB: one Blob a piece, one transaction a piece, written only after its
 * hash was checked (spec webllm-and-storage B, spec reliability 2). The database is `hearth-weights`; losing it loses no
 * user data. Owned by the inference worker.
 */
import { createStore, del, delMany, get, keys, set } from "idb-keyval";
import type { UseStore } from "idb-keyval";
import { AppError } from "#shared/errors";

export const WEIGHTS_DATABASE = "hearth-weights";

/** Everything below belongs to one model: its keys begin with `MODEL/`. */
export class WeightStore {
  readonly #modelId: string;
  readonly #store: UseStore;

  constructor(modelId: string) {
    this.#modelId = modelId;
    this.#store = createStore(WEIGHTS_DATABASE, "pieces");
  }

  /** Names of the pieces that are here. The keys are the truth; there is no counter to go wrong. */
  async storedPieces(): Promise<ReadonlySet<string>> {
    const prefix = this.#pieceKey("");
    const all = await guarded(() => keys<string>(this.#store));
    return new Set(all.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length)));
  }

  /** Resolves when the transaction is complete. @throws AppError `storage-full`, `storage-unavailable`. */
  async savePiece(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    await guarded(() => set(this.#pieceKey(name), new Blob([bytes]), this.#store), bytes.byteLength);
  }

  /** @throws AppError `weights-missing` when the piece is not here or its file is gone. */
  async readPiece(name: string): Promise<Blob> {
    const blob = await guarded(() => get<unknown>(this.#pieceKey(name), this.#store));
    if (!(blob instanceof Blob))
      throw new AppError("weights-missing", `piece ${name} is missing`, { piece: name });
    return blob;
  }

  async deletePiece(name: string): Promise<void> {
    await guarded(() => del(this.#pieceKey(name), this.#store));
  }

  /** The verified text of `manifest.json`, so that a model loads without the network. */
  async readManifest(): Promise<string | undefined> {
    const text = await guarded(() => get<unknown>(`${this.#modelId}/manifest`, this.#store));
    return typeof text === "string" ? text : undefined;
  }

  async saveManifest(text: string): Promise<void> {
    await guarded(() => set(`${this.#modelId}/manifest`, text, this.#store));
  }

  /** Smoothing factors found by the first load of the files with this manifest; undefined before it. */
  async readSmoothing(manifestSha256: string): Promise<ReadonlyMap<string, Float32Array> | undefined> {
    const record = await guarded(() => get<unknown>(`${this.#modelId}/smoothing`, this.#store));
    return isSmoothingRecord(record) && record.manifestSha256 === manifestSha256 ? record.factors : undefined;
  }

  async saveSmoothing(manifestSha256: string, factors: ReadonlyMap<string, Float32Array>): Promise<void> {
    const record = { manifestSha256, factors } satisfies SmoothingRecord;
    await guarded(() => set(`${this.#modelId}/smoothing`, record, this.#store));
  }

  /** Removes everything of this model. */
  async deleteModel(): Promise<void> {
    const all = await guarded(() => keys<string>(this.#store));
    const own = all.filter((key) => key.startsWith(`${this.#modelId}/`));
    await guarded(() => delMany(own, this.#store));
  }

  #pieceKey(name: string): string {
    return `${this.#modelId}/piece/${name}`;
  }
}

interface SmoothingRecord {
  readonly manifestSha256: string;
  readonly factors: ReadonlyMap<string, Float32Array>;
}

function isSmoothingRecord(value: unknown): value is SmoothingRecord {
  if (typeof value !== "object" || value === null) return false;
  const { factors } = value as Partial<SmoothingRecord>;
  return (
    factors instanceof Map && [...factors.values()].every((item: unknown) => item instanceof Float32Array)
  );
}

/** What browsers throw when there is no room: quota, or a full disk while a Blob's file is written (spec storage B5). */
const FULL_ERRORS = new Set(["QuotaExceededError", "DataError"]);

async function guarded<T>(work: () => Promise<T>, neededBytes = 0): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const name = error instanceof Error ? error.name : "";
    const full = FULL_ERRORS.has(name) || /write blobs/i.test(String(error));
    const code = full ? "storage-full" : "storage-unavailable";
    throw new AppError(code, `weight store: ${String(error)}`, { neededBytes }, error);
  }
}
