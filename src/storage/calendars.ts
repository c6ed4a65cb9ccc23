/** @file Calendars that were imported, kept until the person removes them. */
import type { ImportedCalendar } from "#calendar/imported-event";
import { readUser, writeUser } from "./user-db.ts";

/** All of them with their events, the newest first. */
export async function listCalendars(): Promise<readonly ImportedCalendar[]> {
  const calendars = await readUser(["calendars"], (transaction) =>
    transaction.objectStore("calendars").getAll(),
  );
  return calendars.sort((a, b) => (a.importedAt < b.importedAt ? 1 : a.importedAt > b.importedAt ? -1 : 0));
}

/**
 * Adds a calendar or replaces the one of that id, and returns once it is on disk.
 * @throws AppError `storage-full`, `storage-unavailable`, `storage-newer`
 */
export async function saveCalendar(calendar: ImportedCalendar): Promise<void> {
  await writeUser(["calendars"], (transaction) => transaction.objectStore("calendars").put(calendar));
}

export async function deleteCalendar(id: string): Promise<void> {
  await writeUser(["calendars"], (transaction) => transaction.objectStore("calendars").delete(id));
}
