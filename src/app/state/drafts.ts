/** @file The calendar drafts of this page. */
import { useStore } from "zustand";
import type { EventDraft } from "#calendar/event-draft";
import type { IcsOptions } from "#calendar/ics-entry";
import { deleteDraft, listDrafts, saveDraft } from "#storage/drafts";
import { handOver, type IcsFile } from "#app/calendar/ics-file.ts";
import { Drafts, type DraftsState } from "./drafts-controller.ts";
import { defaultZone, settingsStore } from "./settings.ts";

/** The writer and its checker are large: they are loaded with the first draft that is approved. */
async function writeIcs(drafts: readonly EventDraft[], options: IcsOptions): Promise<IcsFile> {
  const { exportIcs } = await import("#calendar/ics-export");
  return exportIcs(drafts, options);
}

export const drafts = new Drafts({
  list: listDrafts,
  save: saveDraft,
  remove: deleteDraft,
  write: writeIcs,
  handOver,
  now: () => new Date().toISOString(),
  newId: () => crypto.randomUUID(),
  zone: () => defaultZone(),
  includeQuotes: () => settingsStore.getState().quotesInCalendar,
});

export function useDrafts<T>(selector: (state: DraftsState) => T): T {
  return useStore(drafts.store, selector);
}
