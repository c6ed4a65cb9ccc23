/**
 * @file Four ways to keep bytes in a browser, for the storage bench: our weight store with its hashes, and the calls that
 * the peers make (their storage classes are not exported): Transformers.js and WebLLM's `cache` put Responses into the
 * Cache API, WebLLM's `indexeddb` puts `{ url, data: ArrayBuffer }`, its `opfs` writes files through `createWritable`.
 */
import { WeightStore } from "#storage/weight-store";
import { sha256Hex } from "#workers/sha256";
import type { StoreKind } from "./bench-storage-types.ts";

interface BenchStore {
  write(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Every byte in memory. @returns how many */
  read(name: string): Promise<number>;
  clear(): Promise<void>;
}

const NAME = "storage-bench";
const RANDOM_BYTES = 65_536;

const OPEN: Readonly<Record<StoreKind, () => Promise<BenchStore>>> = {
  hearth: async () => hearthStore(),
  "cache-api": cacheStore,
  "indexeddb-buffer": bufferStore,
  opfs: fileStore,
};

export function openStore(kind: StoreKind): Promise<BenchStore> {
  return OPEN[kind]();
}

/** Bytes that nothing makes smaller. */
export function randomBytes(length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += RANDOM_BYTES) {
    crypto.getRandomValues(bytes.subarray(at, Math.min(length, at + RANDOM_BYTES)));
  }
  return bytes;
}

/** As the product writes and checks: the hash before the commit, and again on what is read. */
function hearthStore(): BenchStore {
  const store = new WeightStore(NAME);
  return {
    write: async (name, bytes) => store.savePiece(name, bytes, await sha256Hex(bytes)),
    read: async (name) => {
      const bytes = await (await store.readPiece(name)).arrayBuffer();
      if ((await sha256Hex(bytes)) !== (await store.readHash(name))) throw new Error(`${name} is damaged`);
      return bytes.byteLength;
    },
    clear: () => store.deleteModel(),
  };
}

async function cacheStore(): Promise<BenchStore> {
  const cache = await caches.open(NAME);
  return {
    write: (name, bytes) => cache.put(`/${name}`, new Response(bytes)),
    read: async (name) => (await (await cache.match(`/${name}`))?.arrayBuffer())?.byteLength ?? 0,
    clear: async () => void (await caches.delete(NAME)),
  };
}

async function bufferStore(): Promise<BenchStore> {
  const opening = indexedDB.open(NAME, 1);
  opening.addEventListener("upgradeneeded", () => {
    opening.result.createObjectStore("urls", { keyPath: "url" });
  });
  const database = await settled(opening);
  const begin = (mode: IDBTransactionMode): IDBObjectStore =>
    database.transaction("urls", mode).objectStore("urls");
  return {
    // Resolves with the request, not with the transaction, as the peer's does.
    write: async (url, bytes) =>
      void (await settled(begin("readwrite").add({ url, data: bytes.slice().buffer }))),
    read: async (url) => {
      const record = (await settled<unknown>(begin("readonly").get(url))) as { readonly data: ArrayBuffer };
      return record.data.byteLength;
    },
    clear: async () => {
      database.close();
      await settled(indexedDB.deleteDatabase(NAME));
    },
  };
}

async function fileStore(): Promise<BenchStore> {
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle(NAME, { create: true });
  return {
    write: async (name, bytes) => {
      const file = await folder.getFileHandle(name, { create: true });
      const writable = await file.createWritable();
      await writable.write(bytes);
      await writable.close();
    },
    read: async (name) => {
      const file = await (await folder.getFileHandle(name)).getFile();
      return (await file.arrayBuffer()).byteLength;
    },
    clear: () => root.removeEntry(NAME, { recursive: true }),
  };
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener("success", () => resolve(request.result));
    request.addEventListener("error", () => reject(request.error ?? new Error("no reason given")));
  });
}
