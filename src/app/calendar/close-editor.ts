/** @file Closes the editor, or clears it for another draft; what would be lost can be brought back. */
import { drafts } from "#app/state/drafts.ts";
import { toast } from "#app/ui/toast.ts";

export function closeEditor(): void {
  const lost = drafts.close();
  if (!lost) return;
  toast("Draft closed without keeping it.", {
    actionLabel: "Reopen",
    onAction: () => drafts.reopen(lost),
  });
}
