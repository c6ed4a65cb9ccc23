/** @file The imported event that is shown in full. */
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import type { ImportedCalendar, ImportedEvent } from "#calendar/imported-event";

export interface ShownEvent {
  readonly event: ImportedEvent;
  readonly calendar: ImportedCalendar;
}

const store = createStore<{ readonly shown: ShownEvent | null }>(() => ({ shown: null }));

export function showEvent(event: ImportedEvent, calendar: ImportedCalendar): void {
  store.setState({ shown: { event, calendar } });
}

export function hideEvent(): void {
  store.setState({ shown: null });
}

export function useShownEvent(): ShownEvent | null {
  return useStore(store, ({ shown }) => shown);
}
