/** @file The calendar drafts of this page. */
import { useStore } from "zustand";
import type { EventDraft } from "#calendar/event-draft";
import type { IcsOptions } from "#calendar/ics-entry";
import { deleteDraft, listDrafts, saveDraft } from "#storage/drafts";
import { handOver, type IcsFile } from "#app/calendar/ics-file.ts";
import { Drafts } from "./drafts-controller.ts";
import type { DraftsState } from "./drafts-state.ts";
import { defaultZone, settingsStore } from "./settings.ts";
import { tabNews } from "./tab-news.ts";

const tell = tabNews<null>("hearth-drafts", () => void drafts.heard());

/** The stored drafts; other tabs show every change. */
export const storedDrafts = {
  list: listDrafts,
  save: async (draft: EventDraft): Promise<void> => {
    await saveDraft(draft);
    tell(null);
  },
  remove: async (id: string): Promise<void> => {
    await deleteDraft(id);
    tell(null);
  },
};

/** The writer and its checker are large: they are loaded with the first draft that is approved. */
async function writeIcs(drafts: readonly EventDraft[], options: IcsOptions): Promise<IcsFile> {
  const { exportIcs } = await import("#calendar/ics-export");
  return exportIcs(drafts, options);
}

export const drafts = new Drafts({
  ...storedDrafts,
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
