/** @file Erases everything Hearth keeps on this device. */
import { AppError } from "#shared/errors";
import { IMPORTED_PICTURES_DB } from "#storage/imported-pictures";
import { IMPORTS_DB } from "#storage/imports-db";
import { SUMMARIES_DATABASE } from "#storage/summaries";
import { closeUserDb, USER_DATABASE } from "#storage/user-db";
import { WEIGHTS_DATABASE } from "#storage/weights-db";
import { downloads } from "./downloads.ts";
import { engine } from "./engine.ts";
import { imports } from "./imports.ts";
import { forgetMarker } from "./storage-health.ts";

/** Databases by name, for browsers that cannot list them. */
const DATABASES = [USER_DATABASE, IMPORTS_DB, IMPORTED_PICTURES_DB, SUMMARIES_DATABASE, WEIGHTS_DATABASE];
const PREFIX = "hearth-";
const BLOCKED_DEADLINE_MS = 5000;

/**
 * Ends the workers, then deletes every database, cache and key of this origin, and the service worker. The page has to
 * be reloaded afterwards. @throws AppError `storage-unavailable` when another window does not let go
 */
export async function eraseEverything(): Promise<void> {
  engine.shutDown();
  downloads.shutDown();
  imports.shutDown();
  await closeUserDb();
  const listed = (await indexedDB.databases?.().catch(() => [])) ?? [];
  const found = listed.flatMap(({ name }) => (name?.startsWith(PREFIX) ? [name] : []));
  for (const name of new Set([...DATABASES, ...found])) await deleteDatabase(name);
  for (const name of await caches.keys()) await caches.delete(name);
  const registrations = (await navigator.serviceWorker?.getRegistrations()) ?? [];
  for (const registration of registrations) await registration.unregister();
  forgetMarker();
  for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
}

/** Open connections get a `versionchange` event and close; one that does not is reported after the deadline. */
function deleteDatabase(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (): void =>
      reject(new AppError("storage-unavailable", "database is held open", { reason: "blocked", name }));
    const timer = setTimeout(fail, BLOCKED_DEADLINE_MS);
    const request = indexedDB.deleteDatabase(name);
    request.addEventListener("success", () => (clearTimeout(timer), resolve()));
    request.addEventListener("error", () => (clearTimeout(timer), fail()));
  });
}
