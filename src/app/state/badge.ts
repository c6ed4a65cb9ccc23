/** @file The number on the app icon: how many drafts and steps wait for the person's yes or no. Never what they say. */
import { agentStatus } from "./agent-status.ts";
import { drafts } from "./drafts.ts";

/** Counts from now on. The icon keeps its number when no window is open. */
export async function badgeDrafts(): Promise<void> {
  let shown: number | null = null;
  const count = (): void => {
    const { list } = drafts.store.getState();
    if (list.phase !== "ready") return;
    const proposed = list.drafts.filter(({ state }) => state === "proposed").length;
    const waiting = proposed + agentStatus.getState().waiting;
    if (waiting !== shown) showBadge(waiting);
    shown = waiting;
  };
  drafts.store.subscribe(count);
  agentStatus.subscribe(count);
  await drafts.load();
}

/** Where the app is not installed the browser ignores or refuses it. */
function showBadge(count: number): void {
  const done = count === 0 ? navigator.clearAppBadge() : navigator.setAppBadge(count);
  done.catch(() => {});
}
