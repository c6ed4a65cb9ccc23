/** @file The number on the app icon: how many drafts wait for the person's yes or no. Never what they say. */
import { drafts } from "./drafts.ts";

/** Counts from now on. The icon keeps its number when no window is open. */
export async function badgeDrafts(): Promise<void> {
  let shown: number | null = null;
  drafts.store.subscribe(({ list }) => {
    if (list.phase !== "ready") return;
    const waiting = list.drafts.filter(({ state }) => state === "proposed").length;
    if (waiting !== shown) showBadge(waiting);
    shown = waiting;
  });
  await drafts.load();
}

/** Where the app is not installed the browser ignores or refuses it. */
function showBadge(count: number): void {
  const done = count === 0 ? navigator.clearAppBadge() : navigator.setAppBadge(count);
  done.catch(() => {});
}
