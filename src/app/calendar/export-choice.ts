/** @file Which drafts can leave in one file, and why the others cannot. */
import type { EventDraft } from "#calendar/event-draft";
import type { IcsOptions } from "#calendar/ics-entry";
import { draftErrors } from "./draft-form.ts";

export interface ExportRow {
  readonly draft: EventDraft;
  /** Why it cannot be written; null = it can. */
  readonly problem: string | null;
}

/** @param tasksAs as all-day entries, to-dos need a day */
export function exportRows(
  drafts: readonly EventDraft[],
  tasksAs: IcsOptions["tasksAs"],
): readonly ExportRow[] {
  return drafts.map((draft) => {
    const [problem] = Object.values(draftErrors(draft));
    const isUndated = draft.kind === "task" && draft.start === "" && tasksAs === "event";
    return { draft, problem: problem ?? (isUndated ? "It has no due date." : null) };
  });
}
