/** @file What happens once when the page opens, in the order that matters. */
import { sweepJobs } from "#storage/agent-jobs";
import { refreshWaiting } from "./agent-status.ts";
import { chats } from "./chats.ts";
import { engine } from "./engine.ts";
import { reportFailure } from "./failures.ts";
import { keptItems } from "./kept-items.ts";
import { followAddress } from "./route.ts";
import { parseLaunch, type Launch } from "./launch.ts";
import { loadSettings } from "./settings.ts";
import { setShieldLoader } from "./shield.ts";
import { checkStorage, refreshStorageHealth } from "./storage-health.ts";

/** The engine starts even when the database of conversations does not open: answers then live for this visit only. */
export async function startUp(): Promise<void> {
  const launch = parseLaunch(location.search);
  followAddress(launch.route);
  setShieldLoader(() => import("./shield-engine.ts"));
  receiveLaunches(launch).catch(reportFailure);
  try {
    await checkStorage();
    await loadSettings();
  } catch (error) {
    reportFailure(error);
  }
  await Promise.all([chats.loadList(), engine.start(), refreshStorageHealth(), startBadge(), countWaiting()]);
  await finishDeletes();
}

/** Threads that an earlier visit was about to delete. */
async function finishDeletes(): Promise<void> {
  const due = keptItems("hearth-").read("thread-deletes") ?? "{}";
  if (due !== "{}") (await import("./thread-deletes.ts")).threadDeletes.resume();
}

/** What waits for a person, now and after each change of the conversations. */
async function countWaiting(): Promise<void> {
  await sweepJobs().catch(reportFailure);
  await refreshWaiting();
  chats.store.subscribe((state, before) => {
    if (state.list !== before.list) void refreshWaiting();
  });
}

/** Most visits bring nothing, and then the code that takes it is not loaded. */
async function receiveLaunches(launch: Launch): Promise<void> {
  if (launch.inbox === null && !("launchQueue" in globalThis)) return;
  const { followLaunchQueue, takeInbox } = await import("./launch-inbox.ts");
  followLaunchQueue();
  if (launch.inbox !== null) await takeInbox(launch.inbox);
}

/** Calendar code comes after the page is up. */
async function startBadge(): Promise<void> {
  if (!("setAppBadge" in navigator)) return;
  const { badgeDrafts } = await import("./badge.ts");
  await badgeDrafts();
}
