/** @file The .ics file of drafts: written, read back and compared. Nothing is offered that did not pass (spec 5.2). */

import { AppError } from "#shared/errors";
import type { EventDraft } from "./event-draft.ts";
import { checkIcs } from "./ics-check.ts";
import { cleanText } from "./ics-text.ts";
import type { IcsOptions } from "./ics-entry.ts";
import { writeIcs } from "./ics.ts";
import { validateDraft } from "./validate-draft.ts";

export interface IcsExport {
  readonly fileName: string;
  readonly text: string;
}

const MAX_NAME_LENGTH = 60;

/**
 * The file for `drafts` (at least one).
 * @throws AppError `draft-invalid` (details: field, code) or `calendar-check-failed`.
 */
export function exportIcs(drafts: readonly EventDraft[], options: IcsOptions): IcsExport {
  const [first] = drafts;
  if (first === undefined)
    throw new AppError("draft-invalid", "no draft to export", { field: "start", code: "missing" });
  for (const draft of drafts) ensureValid(draft, options);
  const text = writeIcs(drafts, options);
  checkIcs(text, drafts, options);
  return { fileName: fileName(first, drafts.length), text };
}

function ensureValid(draft: EventDraft, options: IcsOptions): void {
  const result = validateDraft(draft);
  const undated = draft.kind === "task" && draft.start === "" && options.tasksAs === "event";
  const problem = undated
    ? ({ field: "start", code: "missing" } as const)
    : result.ok
      ? undefined
      : result.error[0];
  if (problem !== undefined)
    throw new AppError("draft-invalid", `draft field ${problem.field}: ${problem.code}`, { ...problem });
}

/** "budget-review-2026-11-27.ics"; letters of any script, no path characters. */
function fileName(draft: EventDraft, count: number): string {
  const words = cleanText(draft.title)
    .normalize("NFC")
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/g, "");
  const name = words.slice(0, MAX_NAME_LENGTH).replace(/\p{Surrogate}|-+$/gu, "");
  const more = count === 1 ? "" : `-and-${count - 1}-more`;
  const day = draft.start === "" ? "" : `-${draft.start.slice(0, 10)}`;
  return `${name === "" ? draft.kind : name}${day}${more}.ics`;
}
