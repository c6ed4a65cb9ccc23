/** @file Where in the calendar a person is: which view, which day. Remembered while the page is open. */
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import { Temporal } from "temporal-polyfill";
import { defaultZone } from "#app/state/settings.ts";
import type { CalendarMode } from "./view-days.ts";

export interface CalendarPlace {
  readonly mode: CalendarMode;
  /** `YYYY-MM-DD`; null = today, whichever day that is. */
  readonly day: string | null;
}

const placeStore = createStore<CalendarPlace>(() => ({ mode: "agenda", day: null }));

/** Today in the person's zone. */
export function today(): string {
  return Temporal.Now.plainDateISO(defaultZone()).toString();
}

export function usePlace(): { readonly mode: CalendarMode; readonly day: string } {
  const { mode, day } = useStore(placeStore);
  return { mode, day: day ?? today() };
}

export function showMode(mode: CalendarMode): void {
  placeStore.setState({ mode });
}

export function showDay(day: string | null): void {
  placeStore.setState({ day });
}
