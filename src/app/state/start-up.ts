/** @file What happens once when the page opens, in the order that matters. */
import { chats } from "./chats.ts";
import { engine } from "./engine.ts";
import { reportFailure } from "./failures.ts";
import { followAddress } from "./route.ts";
import { loadSettings } from "./settings.ts";
import { checkStorage, refreshStorageHealth } from "./storage-health.ts";

/** The engine starts even when the database of conversations does not open: answers then live for this visit only. */
export async function startUp(): Promise<void> {
  followAddress();
  try {
    await checkStorage();
    await loadSettings();
  } catch (error) {
    reportFailure(error);
  }
  await Promise.all([chats.loadList(), engine.start(), refreshStorageHealth()]);
}
