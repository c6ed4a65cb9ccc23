/** @file Puts the work of this tab away before the page is reloaded for a new version. */
import { chats } from "./chats.ts";
import { flushComposerTexts } from "./composer-drafts.ts";
import { drafts } from "./drafts.ts";
import { imports } from "./imports.ts";

/**
 * Stops the answer, stores what is typed and what is in the editor.
 * @returns false while an import is being stored: that would be lost
 */
export async function putWorkAway(): Promise<boolean> {
  if (imports.store.getState().intake.phase === "saving") return false;
  chats.stop();
  await Promise.allSettled([flushComposerTexts(), drafts.leave()]);
  return true;
}
