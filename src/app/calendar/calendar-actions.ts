/** @file What the buttons of the calendar do with files and imported calendars, and how they say it. */
import type { ImportedCalendar } from "#calendar/imported-event";
import { toAppError } from "#shared/errors";
import { explainError } from "#app/error-text.ts";
import { calendars } from "#app/state/calendars.ts";
import { attachIfPictures } from "#app/pictures/attach-pictures.ts";
import { toast } from "#app/ui/toast.ts";
import { calendarName } from "./conflict-text.ts";

const sayFailure = (error: unknown): void => void toast(explainError(toAppError(error)).title);

/** One file at a time: each is looked at before it is kept. */
export function readCalendarFiles(files: FileList | null): void {
  const file = files?.[0];
  if (!file || attachIfPictures(files)) return;
  if (files.length > 1) toast(`One file at a time: reading ${file.name}.`);
  void calendars.read({ file, fileName: file.name });
}

/** Keeps the calendar of the preview, in place of an earlier import or beside it, and offers Undo. */
export async function keepCalendar(keepBoth = false): Promise<void> {
  try {
    const done = await calendars.commit(keepBoth);
    if (done === null) return;
    toast(`${calendarName(done.calendar)} imported.`, {
      actionLabel: "Undo",
      onAction: () => void done.undo().catch(sayFailure),
    });
  } catch (error) {
    sayFailure(error);
  }
}

/** Removes a calendar and offers Undo. */
export async function removeCalendar(calendar: ImportedCalendar): Promise<void> {
  try {
    const restore = await calendars.remove(calendar);
    toast(`${calendarName(calendar)} removed.`, {
      actionLabel: "Undo",
      onAction: () => void restore().catch(sayFailure),
    });
  } catch (error) {
    sayFailure(error);
  }
}
