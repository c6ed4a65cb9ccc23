/** @file The imported calendars of this page. */
import { useStore } from "zustand";
import type { ImportedCalendar, ParsedCalendar } from "#calendar/imported-event";
import { deleteCalendar, listCalendars, saveCalendar } from "#storage/calendars";
import { startImportWorker } from "#workers/client";
import { Calendars, type CalendarsState } from "./calendars-controller.ts";
import { defaultZone } from "./settings.ts";
import { tabNews } from "./tab-news.ts";

const tell = tabNews<null>("hearth-calendars", () => void calendars.heard());

/** A worker of its own for each file: ending it is what stops a read. */
async function readFile(file: Blob, zone: string, signal: AbortSignal): Promise<ParsedCalendar> {
  const worker = startImportWorker();
  signal.addEventListener("abort", () => worker.terminate());
  try {
    return await worker.rpc.call("calendar-read", { file, zone });
  } finally {
    worker.terminate();
  }
}

export const calendars = new Calendars({
  list: listCalendars,
  save: async (calendar) => {
    await saveCalendar(calendar);
    tell(null);
  },
  remove: async (id) => {
    await deleteCalendar(id);
    tell(null);
  },
  read: readFile,
  now: () => new Date().toISOString(),
  newId: () => crypto.randomUUID(),
  zone: () => defaultZone(),
});

export function useCalendars<T>(selector: (state: CalendarsState) => T): T {
  return useStore(calendars.store, selector);
}

const NONE: readonly ImportedCalendar[] = [];

/** Those that are stored; none while they load. */
export function useImportedCalendars(): readonly ImportedCalendar[] {
  return useCalendars(({ list }) => (list.phase === "ready" ? list.calendars : NONE));
}
