/** @file Moving or cancelling a draft, by code. Which one is asked when several fit; the difference is always approved. */

import { phraseBook } from "#agent/phrases/books";
import { readCues } from "#agent/sentences/cues";
import { ALL_DATE_WORDS } from "#agent/sentences/lexicon";
import { fold, foldedWords } from "#agent/sentences/text";
import type { EventDraft } from "#calendar/event-draft";
import { findDatePhrases } from "#calendar/find-phrases";
import type { FoundPhrase, Resolution } from "#calendar/resolution";

import { isCertain, optionsOf, OWN_WORDS, ownDate, questionReason } from "./dates.ts";
import { withoutCues, withoutFirstCue } from "./intent.ts";
import { newDate, seriesOrOnce, UNDATED } from "./new-date.ts";
import type { CallMove, Move, PlannerContext } from "./planner.ts";
import type { AgentPorts } from "./ports.ts";
import { ask, askDate, asks, cut, dateQuestion, failureText, say } from "./replies.ts";
import { MAX_READ } from "./request-form.ts";
import type { AgentRun, Step } from "./run.ts";
import { withDate, type KeyEntry } from "./tables.ts";
import { asksWhich, onlyDraft, whichDraft, type DraftWords } from "./which-draft.ts";

export async function nextMove(
  run: AgentRun,
  change: "move" | "cancel",
  context: PlannerContext,
): Promise<Move> {
  const book = phraseBook(run.language);
  const changed = run.steps.findLast((step) => step.tool === "update_calendar_draft");
  if (changed !== undefined) return closing(run, changed);
  const chosen = await whichDraft(run, wordsOf(run), context);
  if ("kind" in chosen) return chosen;
  const draft = (await context.ports.drafts.list()).find((other) => other.id === chosen.id);
  if (draft === undefined) return say(run, book.noSuchDraft);
  return change === "cancel" ? cancelled(run, chosen, draft) : moved(run, chosen, draft);
}

function closing(run: AgentRun, changed: Step): Move {
  const book = phraseBook(run.language);
  const isSo = changed.error?.code === "nothing-to-change";
  if (changed.state === "declined" || isSo) return say(run, book.nothingChanged);
  if (changed.error !== undefined) return say(run, failureText(book.changeFailed, changed.error, run));
  const { title = "", when } = changed.result ?? {};
  const named = typeof title === "string" ? title : "";
  return say(run, typeof when === "string" ? book.moved(named, when) : book.removed(named));
}

/** What a request to move or cancel can name: not its verb ("a meeting that is moved" has that, too), no date. */
function wordsOf(run: AgentRun): DraftWords {
  const text = run.request.text.slice(0, MAX_READ);
  const undated = datesOf(run).reduce((rest, { phrase }) => rest.replace(phrase, " "), text);
  const words = foldedWords(withoutCues(undated)).filter(
    (word) => !ALL_DATE_WORDS.has(word) && !/\d/.test(word),
  );
  return { about: withoutFirstCue(text, run.language), name: words.join(" ") };
}

/** The new date of the one draft a request can mean, as a key: for models that choose the call themselves. */
export async function withMovedDate(run: AgentRun, ports: AgentPorts): Promise<AgentRun> {
  const entry = onlyDraft(run, wordsOf(run));
  const draft = (await ports.drafts.list()).find((other) => other.id === entry?.id);
  if (draft === undefined) return run;
  const resolution = newDate(run, draft);
  if (resolution === null || !isCertain(resolution) || seriesOrOnce(draft, resolution).length > 0) return run;
  return { ...run, tables: withDate(run.tables, ownDate(resolution, run.language)).tables };
}

/** All of it goes; where one date of a series was named, not before the person knows that. */
function cancelled(run: AgentRun, entry: KeyEntry, draft: EventDraft): Move {
  if (draft.repeat !== null && namesDate(run, draft)) {
    const book = phraseBook(run.language);
    const question = book.about(cut(draft.title, MAX_ASKED_TITLE), book.seriesWhole);
    const asked = run.steps.find((step) => asks(step, question));
    if (asked === undefined) return ask(question, [book.removeSeries, book.leaveSeries]);
    const said = asked.result?.["said"];
    const wanted =
      said === book.removeSeries || (typeof said === "string" && readCues(said, run.language).accepts);
    if (!wanted) return say(run, book.nothingChanged);
  }
  const args = { draft: entry.key, status: "cancelled" };
  return { kind: "call", call: { tool: "update_calendar_draft", args } };
}

/** "Cancel the choir on 3 December", but not "cancel the Sunday roast". */
function namesDate(run: AgentRun, { title }: EventDraft): boolean {
  return datesOf(run).some(
    ({ phrase, resolution }) =>
      !UNDATED.has(resolution.kind) &&
      resolution.kind !== "recurrence" &&
      !fold(title).includes(fold(phrase)),
  );
}

/** Date words of the request, counted from when it was made. */
function datesOf({ request, language, createdAt }: AgentRun): readonly FoundPhrase[] {
  const { zone, dayParts, text } = request;
  return findDatePhrases(text.slice(0, MAX_READ), {
    refEpochMs: Date.parse(createdAt),
    zone,
    language,
    dayParts,
  });
}

/** What the request says, or what was answered when it was asked. */
function moved(run: AgentRun, entry: KeyEntry, draft: EventDraft): Move {
  const asked = run.steps.findLast((step) => step.tool === "ask_user" && !asksWhich(run, step));
  if (asked === undefined) return firstMove(run, entry, draft);
  const key = asked.result?.["date_key"];
  const isOfSeries = asks(asked, seriesQuestion(run, draft));
  const { nothingChanged, nothingChangedWithoutDate } = phraseBook(run.language);
  if (typeof key !== "string") return say(run, isOfSeries ? nothingChanged : nothingChangedWithoutDate);
  const chosen = isOfSeries ? undefined : run.tables.dates.find((date) => date.key === key);
  const open = chosen === undefined ? null : askSeries(run, draft, chosen.resolution);
  return open ?? updateDate(entry, key);
}

function firstMove(run: AgentRun, entry: KeyEntry, draft: EventDraft): Move {
  const resolution = newDate(run, draft);
  if (resolution === null) return ask(dateQuestion(draft.title, "no-date", run));
  if (!isCertain(resolution)) {
    const { language, request } = run;
    const options = optionsOf(resolution, request.defaultDurationMinutes, draft.zone, OWN_WORDS, language);
    return askDate(dateQuestion(draft.title, questionReason(resolution) ?? "no-date", run), options);
  }
  const open = askSeries(run, draft, resolution);
  if (open !== null) return open;
  const { tables, key } = withDate(run.tables, ownDate(resolution, run.language));
  return { ...updateDate(entry, key), tables };
}

/** Characters of a title that leave the question behind it whole. */
const MAX_ASKED_TITLE = 28;

const seriesQuestion = ({ language }: AgentRun, { title }: EventDraft): string => {
  const book = phraseBook(language);
  return book.about(cut(title, MAX_ASKED_TITLE), book.seriesOrOnce);
};

/** A draft that repeats is to be on one date: all of it, or that once? Null where there is nothing to ask. */
function askSeries(run: AgentRun, draft: EventDraft, resolution: Resolution): Move | null {
  const choices = seriesOrOnce(draft, resolution);
  const options = choices.map((choice) => ownDate(choice, run.language));
  return options.length === 0 ? null : askDate(seriesQuestion(run, draft), options);
}

/** A draft at another date. */
export function updateDate(entry: KeyEntry, dateKey: string): CallMove {
  const series = dateKey.startsWith("r") ? { recurrence_key: dateKey } : {};
  const args = { draft: entry.key, date_key: dateKey, ...series };
  return { kind: "call", call: { tool: "update_calendar_draft", args } };
}
