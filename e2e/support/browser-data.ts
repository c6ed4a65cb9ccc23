/** @file Reads and writes what a page has stored, where a journey needs a state that no click leads to. */

import type { Page } from "@playwright/test";

import type { WholeConversation } from "../../src/storage/conversations.ts";
import type { Settings } from "../../src/storage/settings.ts";

/** A file of this origin: a page that runs none of the app's scripts, while the databases are the same. */
const PLAIN_PAGE = "/samples/weekend-trip.txt";

interface StoredRecord {
  readonly store: string;
  readonly value: unknown;
  /** Where the store has no key path. */
  readonly key?: string;
}

/** Stores a conversation; the app must have been opened before, because it makes the database. */
export async function storeConversation(page: Page, conversation: WholeConversation): Promise<void> {
  await putUserRecords(page, [
    { store: "conversations", value: conversation.conversation },
    ...conversation.turns.map((value) => ({ store: "turns", value })),
  ]);
}

/** Replaces the text of the last stored answer, as if the model had read that. In force after a reload. */
export async function storeAnswerText(page: Page, text: string): Promise<void> {
  await page.evaluate(async (words) => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open("hearth-user");
      request.addEventListener("success", () => resolve(request.result));
      request.addEventListener("error", () => reject(request.error));
    });
    const transaction = database.transaction("turns", "readwrite");
    const store = transaction.objectStore("turns");
    const read = store.getAll();
    read.addEventListener("success", () => {
      const answers = (read.result as { role: string }[]).filter(({ role }) => role === "assistant");
      store.put({ ...answers.at(-1), text: words });
    });
    await new Promise((resolve, reject) => {
      transaction.addEventListener("complete", resolve);
      transaction.addEventListener("error", () => reject(transaction.error));
    });
    database.close();
  }, text);
}

/** Stores settings; what is left out is at its default. In force after a reload. */
export async function storeSettings(page: Page, settings: Partial<Settings>): Promise<void> {
  await putUserRecords(page, [{ store: "settings", key: "settings", value: settings }]);
}

async function putUserRecords(page: Page, records: readonly StoredRecord[]): Promise<void> {
  await page.evaluate(async (puts) => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open("hearth-user");
      // Where the browser has removed it, an empty one of the first version would be left to the app.
      request.addEventListener("upgradeneeded", () => request.transaction?.abort());
      request.addEventListener("success", () => resolve(request.result));
      request.addEventListener("error", () => reject(request.error));
    });
    const transaction = database.transaction(new Set(puts.map(({ store }) => store)), "readwrite");
    for (const { store, value, key } of puts) transaction.objectStore(store).put(value, key);
    await new Promise((resolve, reject) => {
      transaction.addEventListener("complete", resolve);
      transaction.addEventListener("error", () => reject(transaction.error));
    });
    database.close();
  }, records);
}

/** Replaces a stored piece of a model by as many zero bytes, as a failing disk might. Leaves the app. */
export async function damagePiece(page: Page, modelId: string, piece: string): Promise<void> {
  await page.goto(PLAIN_PAGE);
  await page.evaluate(async (key) => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open("hearth-weights");
      request.addEventListener("success", () => resolve(request.result));
      request.addEventListener("error", () => reject(request.error));
    });
    const transaction = database.transaction("pieces", "readwrite");
    const store = transaction.objectStore("pieces");
    const read = store.get(key);
    read.addEventListener("success", () => {
      const { size } = read.result as Blob;
      store.put(new Blob([new Uint8Array(size)]), key);
    });
    await new Promise((resolve, reject) => {
      transaction.addEventListener("complete", resolve);
      transaction.addEventListener("error", () => reject(transaction.error));
    });
    database.close();
  }, `${modelId}/piece/${piece}`);
}

/** Names of the pieces that are stored of a model. */
export function storedPieces(page: Page, modelId: string): Promise<string[]> {
  return page.evaluate(async (prefix) => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open("hearth-weights");
      request.addEventListener("success", () => resolve(request.result));
      request.addEventListener("error", () => reject(request.error));
    });
    const keys = await new Promise<IDBValidKey[]>((resolve, reject) => {
      const request = database.transaction("pieces").objectStore("pieces").getAllKeys();
      request.addEventListener("success", () => resolve(request.result));
      request.addEventListener("error", () => reject(request.error));
    });
    database.close();
    return keys.flatMap((key) =>
      typeof key === "string" && key.startsWith(prefix) ? [key.slice(prefix.length)] : [],
    );
  }, `${modelId}/piece/`);
}
