/** @file Closes the editor, clears it for another draft, or leaves it; nothing that was worked on is lost. */
import { toAppError } from "#shared/errors";
import { explainError } from "#app/error-text.ts";
import { isFromThread } from "#app/state/drafts-state.ts";
import { currentRoute } from "#app/state/route.ts";
import { drafts } from "#app/state/drafts.ts";
import { toast } from "#app/ui/toast.ts";

const sayFailure = (error: unknown): void => void toast(explainError(toAppError(error)).title);

export function closeEditor(): void {
  const lost = drafts.close();
  if (!lost) return;
  toast("Draft closed without keeping it.", {
    actionLabel: "Reopen",
    onAction: () => drafts.reopen(lost),
  });
}

/** Keeps the changes on screen, so that an export has them, and offers Undo. @returns whether they are kept */
export async function keepForExport(): Promise<boolean> {
  try {
    const undo = await drafts.keepOnView();
    if (undo)
      toast("Your changes are kept: the file will have them.", {
        actionLabel: "Undo",
        onAction: () => void undo().catch(sayFailure),
      });
    return true;
  } catch (error) {
    sayFailure(error);
    return false;
  }
}

/** Called when the calendar is left. A draft stays open on the way to the messages it comes from. */
export async function leaveCalendar(): Promise<void> {
  const { editing } = drafts.store.getState();
  const route = currentRoute();
  if (editing && route.view === "messages" && isFromThread(editing.draft, route.threadId)) return;
  try {
    if (await drafts.leave()) toast("Kept as a draft in Calendar.");
  } catch (error) {
    sayFailure(error);
  }
}
