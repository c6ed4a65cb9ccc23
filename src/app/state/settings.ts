/** @file The settings in force. The database is the truth; the theme is mirrored so that it is right before it opens. */
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import { DEFAULT_SETTINGS, readSettings, saveSettings, type Settings } from "#storage/settings";
import { keptItems } from "./kept-items.ts";

const kept = keptItems("hearth-");

export const settingsStore = createStore<Settings>(() => DEFAULT_SETTINGS);

export function useSettings<T>(selector: (settings: Settings) => T): T {
  return useStore(settingsStore, selector);
}

/** The zone of this device. */
export function deviceZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** IANA zone of new events: the chosen one, else the device's. */
export function defaultZone(settings: Settings = settingsStore.getState()): string {
  return settings.zone ?? deviceZone();
}

/** Reads the stored settings. @throws AppError of the storage */
export async function loadSettings(): Promise<void> {
  settingsStore.setState(await readSettings(), true);
  applyTheme();
}

/** Changes at once, then stores. @throws AppError of the storage; the change then holds for this visit. */
export async function updateSettings(change: Partial<Settings>): Promise<void> {
  settingsStore.setState(change);
  applyTheme();
  await saveSettings(settingsStore.getState());
}

/** Called before the first paint, when the database is not open yet. */
export function applyEarlyTheme(): void {
  const theme = kept.read("theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset["theme"] = theme;
}

function applyTheme(): void {
  const { theme } = settingsStore.getState();
  if (theme === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
  kept.write("theme", theme);
}
