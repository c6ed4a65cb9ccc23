/** @file The database of a person's own things as an old or stubborn window leaves it. On a page without the app. */
import type { Page } from "@playwright/test";

interface FirstVersion {
  /** Drafts of events in the form of that version. */
  readonly drafts: number;
  /** The connection stays open and ignores that another window wants to upgrade. */
  readonly keepOpen?: boolean;
}

/** Makes `hearth-user` as version 1 of its schema did. */
export function createFirstVersion(page: Page, { drafts, keepOpen = false }: FirstVersion): Promise<void> {
  return page.evaluate(
    ([count, open]) =>
      new Promise<void>((resolve, reject) => {
        const request = indexedDB.open("hearth-user", 1);
        request.addEventListener("upgradeneeded", () => {
          const database = request.result;
          database
            .createObjectStore("conversations", { keyPath: "id" })
            .createIndex("by-updated", "updatedAt");
          database
            .createObjectStore("turns", { keyPath: "id" })
            .createIndex("by-conversation", ["conversationId", "position"]);
          database.createObjectStore("composer-drafts", { keyPath: "conversationId" });
          const store = database.createObjectStore("event-drafts", { keyPath: "id" });
          database.createObjectStore("settings");
          for (let index = 0; index < count; index++) {
            store.put({ id: `draft-${index}`, title: `Lunch ${index}`, status: "tentative" });
          }
        });
        request.addEventListener("success", () => {
          if (!open) request.result.close();
          resolve();
        });
        request.addEventListener("error", () => reject(request.error));
      }),
    [drafts, keepOpen] as const,
  );
}

/** Begins to make the database and never ends: whoever opens it meanwhile hears nothing. @returns what ends it */
export async function holdUpgrade(page: Page): Promise<() => Promise<void>> {
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const scope = globalThis as { heldUpgrade?: IDBTransaction | null };
        const request = indexedDB.open("hearth-user", 1);
        request.addEventListener("upgradeneeded", () => {
          const store = request.result.createObjectStore("held");
          scope.heldUpgrade = request.transaction;
          const again = (): void => {
            if (scope.heldUpgrade) store.get("x").addEventListener("success", again);
          };
          again();
          resolve();
        });
        request.addEventListener("error", (event) => event.preventDefault());
      }),
  );
  return () =>
    page.evaluate(() => {
      const scope = globalThis as { heldUpgrade?: IDBTransaction | null };
      scope.heldUpgrade?.abort();
      scope.heldUpgrade = null;
    });
}

const UPGRADE_BEGUN = "hearth-user: upgrade begun";

/**
 * Resolves as soon as the page begins to upgrade the database; call it before the page is opened. The app opens it on its
 * main thread, where scripts of a page's start are run.
 */
export async function watchUpgrade(page: Page): Promise<{ readonly begun: Promise<unknown> }> {
  await page.addInitScript((word) => {
    const open = IDBFactory.prototype.open.bind(indexedDB);
    IDBFactory.prototype.open = (name, version) => {
      const request = open(name, version);
      if (name === "hearth-user") request.addEventListener("upgradeneeded", () => console.log(word));
      return request;
    };
  }, UPGRADE_BEGUN);
  return { begun: page.waitForEvent("console", (message) => message.text() === UPGRADE_BEGUN) };
}

/** Removes it, so that an older one can be made anew. Rejects while another window holds it. */
export function deleteUserDatabase(page: Page): Promise<void> {
  return page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const request = indexedDB.deleteDatabase("hearth-user");
        request.addEventListener("success", () => resolve());
        request.addEventListener("error", () => reject(request.error));
        request.addEventListener("blocked", () => reject(new Error("another window holds the database")));
      }),
  );
}

/** Its version, and how many drafts there are of each kind; those of version 1 have none. */
export function userDatabase(
  page: Page,
): Promise<{ readonly version: number; readonly drafts: Readonly<Record<string, number>> }> {
  return page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open("hearth-user");
      request.addEventListener("success", () => resolve(request.result));
      request.addEventListener("error", () => reject(request.error));
    });
    const { version } = database;
    const rows = await new Promise<{ kind?: string }[]>((resolve, reject) => {
      const request = database.transaction("event-drafts").objectStore("event-drafts").getAll();
      request.addEventListener("success", () => resolve(request.result as { kind?: string }[]));
      request.addEventListener("error", () => reject(request.error));
    });
    database.close();
    const drafts: Record<string, number> = {};
    for (const { kind = "none" } of rows) drafts[kind] = (drafts[kind] ?? 0) + 1;
    return { version, drafts };
  });
}
