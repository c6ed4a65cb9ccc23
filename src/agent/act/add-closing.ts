/** @file What is said at the end of a request to plan something: what was drafted, or why there is nothing to do. */

import { counted, phraseBook } from "#agent/phrases/books";
import { formatWhen } from "#calendar/draft";

import type { Wanted } from "./add-wanted.ts";
import type { Move } from "./planner.ts";
import { failureText, say } from "./replies.ts";
import type { AgentItem, AgentRun, Step } from "./run.ts";
import { citedLabels } from "./tool.ts";

const isDone = ({ state }: Step): boolean => state === "done";

/** @param tried the wanted events that there was room for */
export function closing(run: AgentRun, wanted: Wanted, tried: readonly AgentItem[]): Move {
  const book = phraseBook(run.language);
  const made = run.steps.filter(({ tool }) => tool === "create_calendar_draft");
  const changed = run.steps.filter(({ tool }) => tool === "update_calendar_draft");
  if (made.some(isDone) || changed.some(isDone))
    return drafted(run, wanted, tried, made.filter(isDone), changed.filter(isDone));
  if (made.some(({ state }) => state === "declined")) return say(run, book.nothingAdded);
  if (changed.some(({ state }) => state === "declined")) return say(run, book.nothingChanged);
  const failed = made.find(({ error }) => error !== undefined);
  if (failed !== undefined) return say(run, failureText(book.draftFailed, failed.error, run));
  const unchanged = changed.find(({ error }) => error !== undefined);
  if (unchanged !== undefined) return say(run, failureText(book.changeFailed, unchanged.error, run));
  if (run.steps.some(({ tool }) => tool === "ask_user")) return say(run, book.nothingAddedWithoutDate);
  if (wanted.drafted.length > 0)
    return say(
      run,
      alreadyText(run, wanted),
      wanted.drafted.flatMap(({ event }) => event.labels),
    );
  const { off } = wanted;
  return off === undefined ? say(run, book.nothingToAdd) : say(run, book.wasCancelled(off.title), off.labels);
}

const alreadyText = ({ language }: AgentRun, { drafted: known }: Wanted): string => {
  const lines = known.map(({ draft }) =>
    draft.start === "" ? draft.title : `${draft.title}, ${formatWhen(draft, language)}`,
  );
  return phraseBook(language).draftedAlready([...new Set(lines)].join("; "));
};

function drafted(
  run: AgentRun,
  wanted: Wanted,
  tried: readonly AgentItem[],
  made: readonly Step[],
  changed: readonly Step[],
): Move {
  const book = phraseBook(run.language);
  const lines = made.map((step) => `${text(step.args["title"])}: ${text(step.result?.["when"])}`);
  const old = made.length === 0 ? [] : tried.flatMap((event) => event.superseded);
  const more = wanted.events.length - tried.length;
  const parts = [
    ...(lines.length > 0 ? [book.drafted(lines.join("; "))] : []),
    ...changed.map(({ result }) => book.moved(text(result?.["title"]), text(result?.["when"]))),
    ...(old.length > 0 ? [book.noLonger(old.join("; "))] : []),
    ...(wanted.drafted.length > 0 ? [alreadyText(run, wanted)] : []),
    ...(more > 0 ? [counted(run.language, more, book.moreFound)] : []),
  ];
  const labels = [
    ...made.flatMap((step) => citedLabels(step.args)),
    ...wanted.drafted.flatMap(({ event }) => event.labels),
  ];
  return say(run, parts.join(" "), labels);
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");
