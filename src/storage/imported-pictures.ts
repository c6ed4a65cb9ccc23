/**
 * @file Pictures of imported messages: the files as the export had them, in a database of their own, which the messages can
 * do without. Written after the messages and removed after them; what is left of an interrupted removal goes with
 * `dropOrphans`. Owned by import.worker.ts.
 */
import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type { Id } from "#messages/message";
import { guard } from "./imports-access.ts";

export const IMPORTED_PICTURES_DB = "hearth-imported-pictures";

export interface ImportedPicture {
  readonly threadId: Id;
  readonly attachmentId: Id;
  /** The import that brought it, and takes it along when it is undone. */
  readonly batchId: Id;
  readonly name: string;
  /** As the export had it; whether it is a picture is found out when it is opened. */
  readonly bytes: Blob;
}

interface ImportedPicturesSchema extends DBSchema {
  pictures: {
    key: [threadId: Id, attachmentId: Id];
    value: ImportedPicture;
    indexes: { "by-batch": Id };
  };
}

let connection: Promise<IDBPDatabase<ImportedPicturesSchema>> | null = null;

/** @throws AppError `storage-full`, `storage-unavailable` */
export function saveImportedPicture(picture: ImportedPicture): Promise<void> {
  return withPictures(async (db) => void (await db.put("pictures", picture)));
}

/** Undefined when it was not kept. @throws AppError `storage-unavailable` */
export function readImportedPicture(threadId: Id, attachmentId: Id): Promise<ImportedPicture | undefined> {
  return withPictures((db) => db.get("pictures", [threadId, attachmentId]));
}

/** Ids of the attachments of a thread that are here. @throws AppError `storage-unavailable` */
export function listImportedPictures(threadId: Id): Promise<readonly Id[]> {
  return withPictures(async (db) =>
    (await db.getAllKeys("pictures", picturesOf(threadId))).map(([, attachmentId]) => attachmentId),
  );
}

export function deleteThreadPictures(threadId: Id): Promise<void> {
  return withPictures((db) => db.delete("pictures", picturesOf(threadId)));
}

export function deleteBatchPictures(batchId: Id): Promise<void> {
  return withPictures(async (db) => {
    const tx = db.transaction("pictures", "readwrite");
    for (const key of await tx.store.index("by-batch").getAllKeys(batchId)) await tx.store.delete(key);
    await tx.done;
  });
}

/**
 * Removes the pictures of threads and imports that are gone.
 * @param readOwners what is here; asked for after the pictures were listed, so that those which another tab saves
 *   meanwhile, of an import that was not complete yet, are not among them
 */
export function dropOrphans(
  readOwners: () => Promise<{ readonly threadIds: ReadonlySet<Id>; readonly batchIds: ReadonlySet<Id> }>,
): Promise<void> {
  return withPictures(async (db) => {
    const listed: { readonly batchId: Id; readonly key: [Id, Id] }[] = [];
    // By keys: reading the pictures would open every file.
    for await (const { key: batchId, primaryKey } of db
      .transaction("pictures")
      .store.index("by-batch")
      .iterate())
      listed.push({ batchId, key: primaryKey });
    const { threadIds, batchIds } = await readOwners();
    const tx = db.transaction("pictures", "readwrite");
    for (const { batchId, key } of listed)
      if (!batchIds.has(batchId) || !threadIds.has(key[0])) tx.store.delete(key).catch(() => {});
    await tx.done;
  });
}

/** Every [threadId, attachmentId]; an array sorts after all strings (IndexedDB key order). */
function picturesOf(threadId: Id): IDBKeyRange {
  return IDBKeyRange.bound([threadId], [threadId, []]);
}

function withPictures<T>(work: (db: IDBPDatabase<ImportedPicturesSchema>) => Promise<T>): Promise<T> {
  return guard(async () => work(await (connection ??= open())));
}

function forget(): void {
  connection = null;
}

async function open(): Promise<IDBPDatabase<ImportedPicturesSchema>> {
  try {
    return await openDB<ImportedPicturesSchema>(IMPORTED_PICTURES_DB, 1, {
      upgrade: (db) =>
        void db
          .createObjectStore("pictures", { keyPath: ["threadId", "attachmentId"] })
          .createIndex("by-batch", "batchId"),
      // Erasing everything waits for open connections.
      blocking: (_current, _blocked, event) => {
        (event.target as IDBDatabase).close();
        forget();
      },
      terminated: forget,
    });
  } catch (error) {
    forget();
    throw error;
  }
}
