/** @file Whether the list of shortcuts is shown; the header's menu and a key open it. */
import { createStore } from "zustand/vanilla";

export const shortcutsStore = createStore<{ readonly shown: boolean }>(() => ({ shown: false }));

export function showShortcuts(): void {
  shortcutsStore.setState({ shown: true });
}

export function hideShortcuts(): void {
  shortcutsStore.setState({ shown: false });
}
