/**
 * @file Where the messages of a file lie while nobody has said yet that they shall be imported: pages that no query sees.
 * They are dropped after the import, on cancel, and, when their worker was killed, by the next one that opens the database.
 */
import type { PageStore } from "#messages/spool";
import { guard, lockManager } from "./imports-access.ts";
import type { ImportsDatabase } from "./imports-db.ts";

const LOCK_PREFIX = "hearth-import-stage ";
/** Stages of this worker. */
const alive = new Set<string>();

/** Holds a lock as long as it lives: a stage without one was left by a killed worker. */
export class ImportStage implements PageStore {
  readonly #database: () => Promise<ImportsDatabase>;
  readonly #id: string;
  readonly #release: () => void;
  #pages = 0;

  private constructor(database: () => Promise<ImportsDatabase>, id: string, release: () => void) {
    this.#database = database;
    this.#id = id;
    this.#release = release;
  }

  static async open(database: () => Promise<ImportsDatabase>): Promise<ImportStage> {
    const id = crypto.randomUUID();
    alive.add(id);
    const release = await holdLock(LOCK_PREFIX + id);
    return new ImportStage(database, id, () => {
      alive.delete(id);
      release();
    });
  }

  /** @throws AppError `storage-full` or `storage-unavailable`. */
  append(items: readonly unknown[]): Promise<number> {
    const page = this.#pages++;
    return guard(async () => {
      const tx = (await this.#database()).transaction("stages", "readwrite");
      // A failed request aborts the transaction, whose `done` has the reason.
      tx.store.put(items, [this.#id, page]).catch(() => {});
      await tx.done;
      return page;
    });
  }

  /** @throws AppError `storage-unavailable`, also when the page is gone. */
  read(page: number): Promise<readonly unknown[]> {
    return guard(async () => {
      const items = await (await this.#database()).get("stages", [this.#id, page]);
      if (!items) throw new Error("the stage was dropped");
      return items;
    });
  }

  /** Nothing can be read any more. What cannot be deleted now is deleted with the leftovers. */
  async drop(): Promise<void> {
    this.#release();
    await this.#database()
      .then((db) => db.delete("stages", pagesOf(this.#id)))
      .catch(() => {});
  }
}

/** Deletes the pages of killed workers. Call after opening. */
export function removeDeadStages(db: ImportsDatabase): Promise<void> {
  return guard(async () => {
    const ids = new Set((await db.getAllKeys("stages")).map(([id]) => id));
    if (ids.size === 0) return;
    const held = new Set((await lockManager()?.query())?.held?.map(({ name }) => name));
    for (const id of ids)
      if (!alive.has(id) && !held.has(LOCK_PREFIX + id)) await db.delete("stages", pagesOf(id));
  });
}

function pagesOf(id: string): IDBKeyRange {
  return IDBKeyRange.bound([id, 0], [id, Infinity]);
}

/** @returns what lets it go */
async function holdLock(name: string): Promise<() => void> {
  const locks = lockManager();
  if (!locks) return () => {};
  return new Promise((resolve, reject) => {
    locks.request(name, () => new Promise<void>((release) => resolve(release))).catch(reject);
  });
}
