/** @file Another length, place or title of a draft, by code; the person approves the difference. */

import { phraseBook } from "#agent/phrases/books";
import type { EventDraft } from "#calendar/event-draft";

import { endMinutes, readEdit, type Change } from "./draft-edit.ts";
import { minutesOf } from "./move-draft.ts";
import type { Move, PlannerContext } from "./planner.ts";
import { failureText, say } from "./replies.ts";
import type { AgentRun, Step } from "./run.ts";
import type { JsonObject } from "./schema.ts";
import { MAX_EVENT_MINUTES, MIN_EVENT_MINUTES, stringArg } from "./tool.ts";
import { whichDraft } from "./which-draft.ts";

export async function nextEdit(run: AgentRun, context: PlannerContext): Promise<Move> {
  const book = phraseBook(run.language);
  const changed = run.steps.findLast(({ tool }) => tool === "update_calendar_draft");
  if (changed !== undefined) return closing(run, changed);
  const edit = readEdit(run.request.text, run.language);
  if (edit === null) return say(run, book.nothingChanged);
  const chosen = await whichDraft(run, { about: edit.about, name: edit.about }, context);
  if ("kind" in chosen) return chosen;
  const draft = (await context.ports.drafts.list()).find(({ id }) => id === chosen.id);
  if (draft === undefined) return say(run, book.noSuchDraft);
  const args = argsOf(edit.change, draft);
  if (args === null) return say(run, book.changeFailed);
  return { kind: "call", call: { tool: "update_calendar_draft", args: { draft: chosen.key, ...args } } };
}

/** Null for a length that no draft can have, and for one of whole days or none at all. */
function argsOf(change: Change, draft: EventDraft): JsonObject | null {
  if ("text" in change) return change.kind === "place" ? { location: change.text } : { title: change.text };
  const before = minutesOf(draft);
  if (before === null) return null;
  const minutes = lengthOf(change, draft, before);
  return minutes === null || minutes < MIN_EVENT_MINUTES || minutes > MAX_EVENT_MINUTES
    ? null
    : { duration_min: minutes };
}

function lengthOf(
  change: Exclude<Change, { readonly text: string }>,
  draft: EventDraft,
  before: number,
): number | null {
  switch (change.kind) {
    case "length":
      return change.minutes;
    case "longer":
      return before + change.minutes;
    case "shorter":
      return before - change.minutes;
    case "end":
      return endMinutes(change.clock, change.language, draft.start);
    default:
      return change satisfies never;
  }
}

function closing(run: AgentRun, changed: Step): Move {
  const book = phraseBook(run.language);
  const isSo = changed.error?.code === "nothing-to-change";
  if (changed.state === "declined" || isSo) return say(run, book.nothingChanged);
  if (changed.error !== undefined) return say(run, failureText(book.changeFailed, changed.error, run));
  const result = changed.result ?? {};
  const details = [stringArg(result, "when"), stringArg(changed.args, "location")];
  const told = details.filter((part) => part !== undefined && part !== "").join(", ");
  return say(run, book.changed(stringArg(result, "title") ?? "", told));
}
