/** @file What a step was about, for the log: the lines of its card, and the record before and after as data. */

import { phraseBook } from "#agent/phrases/books";
import { startOf } from "#calendar/resolution-start";

import { momentsOf } from "./dates.ts";
import type { AgentRun, Step } from "./run.ts";
import type { JsonObject, JsonValue } from "./schema.ts";
import type { FieldChange } from "./tool.ts";
import { isSame } from "./write-ahead.ts";

/** A draft, task or note as the log tells it; wall times in `zone`. */
export interface LoggedRecord {
  readonly title: string;
  readonly start?: string;
  readonly end?: string;
  readonly zone?: string;
  readonly allDay?: boolean;
}

export interface LogDetails {
  /** As the person saw it, with fields in the language of the run. */
  readonly lines: readonly (FieldChange & { readonly label: string })[];
  /** Null = there was none, or none is left. Both null when nothing was written. */
  readonly before: LoggedRecord | null;
  readonly after: LoggedRecord | null;
  /** What the person changed in the form; keys as what they stand for. */
  readonly edited: readonly {
    readonly field: string;
    readonly proposed: JsonValue;
    readonly approved: JsonValue;
  }[];
}

export function detailsOf(run: AgentRun, step: Step): LogDetails {
  const { fields } = phraseBook(run.language);
  return {
    lines: step.changes.map((change) => ({ ...change, label: fields[change.field] })),
    ...recordsOf(run, step),
    edited: editedOf(run, step),
  };
}

function recordsOf(run: AgentRun, { undo, args, state }: Step): Pick<LogDetails, "before" | "after"> {
  if (undo === undefined) return { before: null, after: proposedOf(run, args) };
  const before = undo.before && recordOf(undo.before);
  const wrote = undo.wrote && recordOf(undo.wrote);
  // Taken back: what was written is what was there before.
  return state === "undone" ? { before: wrote, after: before } : { before, after: wrote };
}

/** What was proposed and not written, as far as its arguments say. */
function proposedOf(run: AgentRun, args: JsonObject): LoggedRecord | null {
  const title = args["title"] ?? args["what"];
  const key = args["recurrence_key"] ?? args["date_key"];
  const date = run.tables.dates.find((entry) => entry.key === key);
  if (typeof title !== "string") return null;
  return { title, ...(date && momentsOf(date.resolution)) };
}

type Written = NonNullable<NonNullable<Step["undo"]>["wrote"]>;

function recordOf(record: Written): LoggedRecord {
  if ("start" in record) {
    const { title, start, end, zone, allDay } = record;
    return { title, start, end, zone, allDay };
  }
  if ("text" in record) return { title: record.text };
  const start = record.due && startOf(record.due.resolution);
  return { title: record.what, ...(start != null && record.due && momentsOf(record.due.resolution)) };
}

function editedOf(run: AgentRun, { args, proposedArgs }: Step): LogDetails["edited"] {
  if (proposedArgs === undefined) return [];
  const names = [...new Set([...Object.keys(proposedArgs), ...Object.keys(args)])];
  return names.flatMap((field) => {
    const [proposed, approved] = [said(run, proposedArgs[field]), said(run, args[field])];
    return isSame(proposed, approved) ? [] : [{ field, proposed, approved }];
  });
}

/** Keys of a run mean nothing outside it. */
function said({ tables }: AgentRun, value: JsonValue | undefined): JsonValue {
  if (value === undefined) return null;
  if (typeof value !== "string") return value;
  const named = [...tables.people, ...tables.drafts, ...tables.tasks];
  return (
    tables.dates.find(({ key }) => key === value)?.display ??
    named.find(({ key }) => key === value)?.name ??
    value
  );
}
