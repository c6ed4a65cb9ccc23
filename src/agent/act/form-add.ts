/** @file Into the calendar, by code: each event that was agreed becomes a draft, a question where its date is open. */

import { counted, phraseBook } from "#agent/phrases/books";
import { STOP_WORDS } from "#agent/sentences/lexicon";
import { contentStems } from "#agent/sentences/text";
import { findDatePhrases } from "#calendar/find-phrases";
import type { LanguageModel } from "#shared/language-model";

import { withoutOrder } from "./intent.ts";
import type { Move, PlannerContext } from "./planner.ts";
import { proposeTitle } from "./propose-title.ts";
import { ask, askDate, asks, cut, dateQuestion, failureText, say } from "./replies.ts";
import { MAX_STEPS, type AgentItem, type AgentRun, type Step } from "./run.ts";
import type { JsonObject } from "./schema.ts";
import { withLabel } from "./tables.ts";
import { citedLabels } from "./tool.ts";

/** Events of one request: more at once nobody checks with care. */
const MAX_EVENTS = 3;
const MAX_SOURCES = 5;
/** Pictures of one request that are read: steps are left to draft what they say. */
const MAX_PICTURES = 2;
const MIN_MINUTES = 5;
const MAX_MINUTES = 1440;

export async function nextAdd(
  run: AgentRun,
  model: LanguageModel | null,
  context: PlannerContext,
  alwaysAsk = false,
): Promise<Move> {
  const picture = run.tables.images.slice(0, MAX_PICTURES).find(({ key }) => !wasRead(run, key));
  if (picture !== undefined)
    return { kind: "call", call: { tool: "ocr_image", args: { image: picture.key, lang: run.language } } };
  const events = eventsOf(run);
  const open = events.find((event) => !run.steps.some((step) => concerns(run, step, event)));
  if (open !== undefined && open.dateKey !== null)
    return draft(run, open, open.dateKey, model, context, alwaysAsk);
  if (open !== undefined) return askAbout(run, open);
  const asked = lastAnswered(run, events);
  if (asked !== null) return draft(run, asked.event, asked.key, model, context, alwaysAsk);
  return events.length === 0 ? nothingFound(run) : closing(run, events);
}

function wasRead({ steps }: AgentRun, image: string): boolean {
  return steps.some((step) => step.tool === "ocr_image" && step.args["image"] === image);
}

/** What fits into the steps of a run, the latest ones of many: an open date takes a question and then a draft. */
function eventsOf(run: AgentRun): readonly AgentItem[] {
  // One step is the answer.
  let room = MAX_STEPS - 1 - run.steps.filter(({ tool }) => tool === "ocr_image").length;
  const fitting: AgentItem[] = [];
  for (const event of namedEvents(run).toReversed()) {
    room -= event.dateKey === null ? 2 : 1;
    if (room < 0 || fitting.length === MAX_EVENTS) break;
    fitting.unshift(event);
  }
  return fitting;
}

/** Live events, those the request names before others. */
function namedEvents(run: AgentRun): readonly AgentItem[] {
  const live = run.items.filter((item) => item.kind === "event" && item.ticked && isLive(item));
  // What the request itself names is what it is about.
  const own = live.filter((item) =>
    run.tables.labels.some((entry) => entry.messageId === run.id && item.labels.includes(entry.label)),
  );
  if (own.length > 0) return own;
  const asked = new Set(contentStems(run.request.text, STOP_WORDS[run.language]));
  const named = live.filter((item) =>
    contentStems(`${item.title} ${item.location}`, STOP_WORDS[run.language]).some((word) => asked.has(word)),
  );
  if (live.length > 0) return named.length > 0 ? named : live;
  // "We should have lunch some time" reads like a task; asked to plan it, its date is what is missing.
  const off = run.items.some((item) => item.kind === "event" && item.ticked);
  const tasks = run.items.filter((item) => item.kind === "task" && item.ticked && isLive(item));
  return off ? [] : tasks.slice(-1);
}

const isLive = (item: AgentItem): boolean => item.status !== "cancelled" && item.status !== "done";

/** Nothing to plan was read: the person is asked, and their own words become the event. */
function nothingFound(run: AgentRun): Move {
  const book = phraseBook(run.language);
  const { whatAndWhen } = book;
  const asked = run.steps.find((step) => asks(step, whatAndWhen));
  const cancelled = run.items.some(
    (item) => item.kind === "event" && item.ticked && item.status === "cancelled",
  );
  const made = run.steps.some((step) => step.tool === "create_calendar_draft");
  if (cancelled || made) return closing(run, []);
  if (asked === undefined) return ask(whatAndWhen);
  const key = asked.result?.["date_key"];
  const date = run.tables.dates.find((entry) => entry.key === key);
  const labelled = withLabel(run.tables, { threadId: null, messageId: run.id, cautions: [] });
  if (date === undefined || labelled === null) return closing(run, []);
  const said = text(asked.result?.["reply"]);
  const title = withoutOrder(withoutDates(said, run), run.language);
  const args = {
    title: cut(title === "" ? book.event : title, 120),
    date_key: date.key,
    source: [labelled.label],
  };
  return { kind: "call", call: { tool: "create_calendar_draft", args }, tables: labelled.tables };
}

function withoutDates(said: string, run: AgentRun): string {
  const { zone, dayParts } = run.request;
  const context = { refEpochMs: Date.parse(run.createdAt), zone, language: run.language, dayParts };
  const rest = findDatePhrases(said, context).reduce((left, { phrase }) => left.replace(phrase, " "), said);
  return rest.replace(/\s+/g, " ").replace(/^[\s,.;:-]+|[\s,.;:-]+$/g, "");
}

/** A step that made, asked about or was refused for this event. */
function concerns(run: AgentRun, step: Step, event: AgentItem): boolean {
  if (step.tool === "create_calendar_draft") return sharesLabel(citedLabels(step.args), event);
  return asks(step, questionOf(run, event));
}

const sharesLabel = (labels: readonly number[], event: AgentItem): boolean =>
  event.labels.some((label) => labels.includes(label));

const questionOf = (run: AgentRun, event: AgentItem): string =>
  cut(dateQuestion(event.title, event.question?.reason ?? "no-date", run), 160);

function askAbout(run: AgentRun, event: AgentItem): Move {
  const options = event.question?.options ?? [];
  const question = questionOf(run, event);
  return options.length === 0 ? ask(question) : askDate(question, options);
}

/** A question whose answer is a date that no draft was made of yet. */
function lastAnswered(
  run: AgentRun,
  events: readonly AgentItem[],
): { readonly event: AgentItem; readonly key: string } | null {
  for (const step of run.steps) {
    const key = step.tool === "ask_user" ? step.result?.["date_key"] : undefined;
    if (typeof key !== "string") continue;
    const event = events.find((item) => step.args["question"] === questionOf(run, item));
    const made = run.steps.some(
      (other) =>
        other.tool === "create_calendar_draft" && event && sharesLabel(citedLabels(other.args), event),
    );
    if (event !== undefined && !made) return { event, key };
  }
  return null;
}

async function draft(
  run: AgentRun,
  event: AgentItem,
  dateKey: string,
  model: LanguageModel | null,
  context: PlannerContext,
  alwaysAsk: boolean,
): Promise<Move> {
  const people = run.tables.people.filter((person) => person.key === event.who).map((person) => person.key);
  const minutes = event.durationMinutes;
  const series = run.tables.dates.find((entry) => entry.key === dateKey)?.resolution.kind === "recurrence";
  const args: JsonObject = {
    title: cut(await proposeTitle(run, event, model, context), 120),
    date_key: dateKey,
    ...(series && { recurrence_key: dateKey }),
    ...(minutes !== null && minutes >= MIN_MINUTES && minutes <= MAX_MINUTES && { duration_min: minutes }),
    ...(event.location !== "" && { location: event.location }),
    ...(people.length > 0 && { people }),
    source: event.labels.slice(-MAX_SOURCES),
  };
  return { kind: "call", call: { tool: "create_calendar_draft", args }, alwaysAsk };
}

/** What was done, or why there is nothing to do. */
function closing(run: AgentRun, events: readonly AgentItem[]): Move {
  const book = phraseBook(run.language);
  const made = run.steps.filter((step) => step.tool === "create_calendar_draft");
  const done = made.filter((step) => step.state === "done");
  if (done.length > 0) return drafted(run, done, events);
  if (made.some((step) => step.state === "declined")) return say(run, book.nothingAdded);
  const failed = made.find((step) => step.error !== undefined);
  if (failed !== undefined) return say(run, failureText(book.draftFailed, failed.error, run));
  if (run.steps.some((step) => step.tool === "ask_user")) return say(run, book.nothingAddedWithoutDate);
  const off = run.items.findLast(
    (item) => item.kind === "event" && item.ticked && item.status === "cancelled",
  );
  return off === undefined ? say(run, book.nothingToAdd) : say(run, book.wasCancelled(off.title), off.labels);
}

function drafted(run: AgentRun, done: readonly Step[], events: readonly AgentItem[]): Move {
  const book = phraseBook(run.language);
  const lines = done.map((step) => `${text(step.args["title"])}: ${text(step.result?.["when"])}`);
  const old = events.flatMap((event) => event.superseded);
  const more = namedEvents(run).length - events.length;
  const parts = [
    book.drafted(lines.join("; ")),
    ...(old.length > 0 ? [book.noLonger(old.join("; "))] : []),
    ...(more > 0 ? [counted(run.language, more, book.moreFound)] : []),
  ];
  return say(
    run,
    parts.join(" "),
    done.flatMap((step) => citedLabels(step.args)),
  );
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");
