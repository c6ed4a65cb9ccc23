/** @file Moving or cancelling a draft, by code. Which one is asked when several fit; the difference is always approved. */

import { findDatePhrases } from "#calendar/find-phrases";
import { resolveDate } from "#calendar/resolve-date";
import type { Resolution } from "#calendar/resolution";
import type { EventDraft } from "#calendar/event-draft";
import { ALL_DATE_WORDS, STOP_WORDS } from "#agent/lexicon";
import { phraseBook } from "#agent/phrases/books";
import { contentStems, foldedWords } from "#agent/text";

import { displayOf, isCertain, laterBy, optionsOf, questionReason } from "./dates.ts";
import { withoutCues } from "./intent.ts";
import type { Move, PlannerContext } from "./planner.ts";
import type { AgentPorts } from "./ports.ts";
import { ask, askDate, asks, cut, dateQuestion, failureText, say } from "./replies.ts";
import type { AgentRun, Step } from "./run.ts";
import { withDate, type KeyEntry } from "./tables.ts";

export async function nextMove(
  run: AgentRun,
  change: "move" | "cancel",
  context: PlannerContext,
): Promise<Move> {
  const book = phraseBook(run.language);
  const changed = run.steps.findLast((step) => step.tool === "update_calendar_draft");
  if (changed !== undefined) return closing(run, changed);
  const fitting = fittingDrafts(run);
  const chosen = (fitting.length === 1 && !namesAnother(run) ? fitting[0] : undefined) ?? answeredDraft(run);
  if (chosen === undefined) {
    if (fitting.length === 0) return say(run, book.noSuchDraft);
    if (run.steps.some((step) => asksWhich(run, step))) return say(run, book.nothingChanged);
    return ask(book.whichDraft, await optionNames(fitting, context, book.noDate));
  }
  if (change === "cancel") {
    const args = { draft: chosen.key, status: "cancelled" };
    return { kind: "call", call: { tool: "update_calendar_draft", args } };
  }
  const draft = (await context.ports.drafts.list()).find((other) => other.id === chosen.id);
  return draft === undefined ? say(run, book.noSuchDraft) : moved(run, chosen, draft);
}

const asksWhich = ({ language }: AgentRun, step: Step): boolean =>
  asks(step, phraseBook(language).whichDraft);

function closing(run: AgentRun, changed: Step): Move {
  const book = phraseBook(run.language);
  if (changed.state === "declined") return say(run, book.nothingChanged);
  if (changed.error !== undefined) return say(run, failureText(book.changeFailed, changed.error, run));
  const when = changed.result?.["when"];
  return say(run, typeof when === "string" ? book.moved(when) : book.removed);
}

/** Drafts whose title shares most words with the request; all when none shares any. */
function fittingDrafts(run: AgentRun): readonly KeyEntry[] {
  const drafts = run.tables.drafts.filter((entry) => entry.name !== "");
  const asked = new Set(contentStems(run.request.text, STOP_WORDS[run.language]));
  const shared = drafts.map(
    (entry) =>
      new Set(contentStems(entry.name, STOP_WORDS[run.language]).filter((word) => asked.has(word))).size,
  );
  const most = Math.max(0, ...shared);
  return most === 0 ? drafts : drafts.filter((_, index) => shared[index] === most);
}

/** "Move the dentist" where no draft has that word: which one is meant is asked, even of a single one. */
function namesAnother(run: AgentRun): boolean {
  // The 3-grams of Thai are no words.
  if (run.language === "th") return false;
  const stems = (text: string): string[] => contentStems(text, STOP_WORDS[run.language]);
  const own = new Set(run.tables.drafts.flatMap((entry) => stems(entry.name)));
  const { zone, dayParts } = run.request;
  const context = { refEpochMs: Date.parse(run.createdAt), zone, language: run.language, dayParts };
  const undated = findDatePhrases(run.request.text.slice(0, 600), context).reduce(
    (rest, { phrase }) => rest.replace(phrase, " "),
    run.request.text.slice(0, 600),
  );
  const words = foldedWords(withoutCues(undated)).filter(
    (word) => !ALL_DATE_WORDS.has(word) && !/\d/.test(word),
  );
  const said = stems(words.join(" ")).filter((word) => word.length > 3);
  return said.length > 0 && !said.some((word) => own.has(word));
}

/** The new date of the one draft a request can mean, as a key: for models that choose the call themselves. */
export async function withMovedDate(run: AgentRun, ports: AgentPorts): Promise<AgentRun> {
  const [entry, second] = fittingDrafts(run);
  if (namesAnother(run)) return run;
  const draft = (await ports.drafts.list()).find((other) => other.id === entry?.id);
  if (draft === undefined || second !== undefined) return run;
  const resolution = newDate(run, draft);
  if (resolution === null || !isCertain(resolution)) return run;
  const date = { phrase: null, label: null, display: displayOf(resolution, run.language), resolution };
  return { ...run, tables: withDate(run.tables, date).tables };
}

/** Titles, with their dates: two drafts may have one name. */
async function optionNames(
  entries: readonly KeyEntry[],
  { ports }: PlannerContext,
  noDate: string,
): Promise<string[]> {
  const drafts = await ports.drafts.list();
  return entries.map((entry) => {
    const start = drafts.find((draft) => draft.id === entry.id)?.start ?? "";
    const when = start === "" ? noDate : start.replace("T", " ");
    return cut(`${entry.key}: ${cut(entry.name, 34)}, ${when}`, 60);
  });
}

function answeredDraft(run: AgentRun): KeyEntry | undefined {
  const step = run.steps.findLast((other) => asksWhich(run, other) && other.state === "done");
  const said = step?.result?.["said"];
  if (typeof said !== "string") return undefined;
  return run.tables.drafts.find((entry) => said.startsWith(`${entry.key}:`) || said === entry.name);
}

function moved(run: AgentRun, entry: KeyEntry, draft: EventDraft): Move {
  const question = dateQuestion(draft.title, "no-date", run);
  const answered = run.steps.findLast(
    (step) => step.tool === "ask_user" && step.result?.["date_key"] !== undefined,
  );
  const key = answered?.result?.["date_key"];
  if (typeof key === "string") return update(entry, key);
  if (run.steps.some((step) => step.tool === "ask_user" && !asksWhich(run, step)))
    return say(run, phraseBook(run.language).nothingChangedWithoutDate);
  const resolution = newDate(run, draft);
  if (resolution === null) return ask(question);
  if (!isCertain(resolution)) {
    const from = { phrase: null, label: null };
    const { language, request } = run;
    const options = optionsOf(resolution, request.defaultDurationMinutes, draft.zone, from, language);
    return askDate(dateQuestion(draft.title, questionReason(resolution) ?? "no-date", run), options);
  }
  const date = { phrase: null, label: null, display: displayOf(resolution, run.language), resolution };
  const { tables, key: dateKey } = withDate(run.tables, date);
  return { ...update(entry, dateKey), tables };
}

const update = (entry: KeyEntry, dateKey: string): Extract<Move, { kind: "call" }> => ({
  kind: "call",
  call: { tool: "update_calendar_draft", args: { draft: entry.key, date_key: dateKey } },
});

/** "An hour later" counts from the draft, "to 4 pm" keeps its day, "to Monday" its time. */
function newDate(run: AgentRun, draft: EventDraft): Resolution | null {
  const { request, language, createdAt } = run;
  const context = {
    refEpochMs: Date.parse(createdAt),
    zone: draft.zone,
    language,
    dayParts: request.dayParts,
  };
  const phrases = findDatePhrases(request.text.slice(0, 600), context);
  const relative = phrases.find((found) => found.resolution.kind === "relative")?.resolution;
  if (relative?.kind === "relative" && !draft.allDay && draft.start !== "")
    return at(draft, laterBy(draft.start, relative.deltaMinutes, draft.zone));
  const found = phrases.find(
    (phrase) => phrase.resolution.kind !== "none" && phrase.resolution.kind !== "duration",
  );
  if (found === undefined) return null;
  const { phrase, resolution } = found;
  if (draft.start === "" || draft.allDay) return resolution;
  // A clock without a day would mean today.
  const onItsDay = resolveDate(`${draft.start.slice(0, 10)} ${phrase}`, context);
  if (onItsDay.kind === "time" && onItsDay.start.local.startsWith(draft.start.slice(0, 10))) return onItsDay;
  if (resolution.kind !== "date") return resolution;
  return resolveDate(`${resolution.start} ${draft.start.slice(11)}`, context);
}

const at = (draft: EventDraft, start: ReturnType<typeof laterBy>): Resolution => {
  const minutes = Math.round((Date.parse(`${draft.end}Z`) - Date.parse(`${draft.start}Z`)) / 60_000);
  return {
    kind: "time",
    start,
    end: laterBy(start.local, Math.max(1, minutes), draft.zone),
    flags: [],
    trace: [],
  };
};
