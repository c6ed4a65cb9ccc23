/** @file Into the calendar, by code: each event that was agreed becomes a draft, a question where its date is open. */

import { phraseBook } from "#agent/phrases/books";
import type { EventDraft } from "#calendar/event-draft";
import { findDatePhrases } from "#calendar/find-phrases";
import type { LanguageModel } from "#shared/language-model";

import { closing } from "./add-closing.ts";
import {
  instead,
  missingQuestion,
  peopleOf,
  wantedEvents,
  type Missing,
  type Wanted,
  type WantedEvent,
} from "./add-wanted.ts";
import { updateDate } from "./form-move.ts";
import { guestsIn } from "./guests.ts";
import { withoutOrder } from "./intent.ts";
import type { Move, PlannerContext } from "./planner.ts";
import { proposeTitle } from "./propose-title.ts";
import { ask, askDate, asks, cut, dateQuestion, say } from "./replies.ts";
import { MAX_STEPS, type AgentItem, type AgentRun, type Step } from "./run.ts";
import type { JsonObject } from "./schema.ts";
import { withKeys, withLabel } from "./tables.ts";
import { citedLabels, MAX_EVENT_MINUTES, MIN_EVENT_MINUTES } from "./tool.ts";

/** Events of one request: more at once nobody checks with care. */
const MAX_EVENTS = 3;
const MAX_SOURCES = 5;
/** Pictures of one request that are read: steps are left to draft what they say. */
const MAX_PICTURES = 2;

export async function nextAdd(
  run: AgentRun,
  model: LanguageModel | null,
  context: PlannerContext,
  alwaysAsk = false,
): Promise<Move> {
  const picture = run.tables.images.slice(0, MAX_PICTURES).find(({ key }) => !wasRead(run, key));
  if (picture !== undefined)
    return { kind: "call", call: { tool: "ocr_image", args: { image: picture.key, lang: run.language } } };
  const guests = await guestsOf(run, context);
  if (guests.length === 0) return nextEvent(run, model, context, alwaysAsk);
  const byHand = phraseBook(run.language).guestsByHand(guests.join(", "));
  // "Invite Wendy to the dinner" named an event that was no draft yet.
  if (!run.steps.some(({ tool }) => tool === "create_calendar_draft")) return say(run, byHand);
  const move = await nextEvent(run, model, context, alwaysAsk);
  return move.kind === "answer"
    ? { ...move, answer: { ...move.answer, text: `${move.answer.text} ${byHand}` } }
    : move;
}

async function nextEvent(
  run: AgentRun,
  model: LanguageModel | null,
  context: PlannerContext,
  alwaysAsk: boolean,
): Promise<Move> {
  const wanted = await wantedEvents(run, context);
  if (wanted.missing !== null) return askInstead(run, wanted, wanted.missing);
  const events = eventsOf(run, wanted.events);
  const open = events.find(({ event }) => !run.steps.some((step) => concerns(run, step, event)));
  if (open !== undefined) {
    const { event, before } = open;
    if (event.dateKey === null) return askAbout(run, event);
    if (before !== null) return moveDraft(run, before, event.dateKey);
    return draft(run, event, event.dateKey, model, context, alwaysAsk);
  }
  const asked = lastAnswered(
    run,
    events.map(({ event }) => event),
  );
  if (asked !== null) return draft(run, asked.event, asked.key, model, context, alwaysAsk);
  return wanted.events.length === 0 && wanted.drafted.length === 0
    ? nothingFound(run, wanted)
    : closing(
        run,
        wanted,
        events.map(({ event }) => event),
      );
}

async function guestsOf(run: AgentRun, { ports }: PlannerContext): Promise<readonly string[]> {
  const titles = run.tables.drafts.map(({ name }) => name);
  return guestsIn(run.request.text, run.language, await peopleOf(run, ports), titles);
}

function wasRead({ steps }: AgentRun, image: string): boolean {
  return steps.some((step) => step.tool === "ocr_image" && step.args["image"] === image);
}

/** What fits into the steps of a run, the latest ones of many: an open date takes a question and then a draft. */
function eventsOf(run: AgentRun, wanted: readonly WantedEvent[]): readonly WantedEvent[] {
  // One step is the answer.
  let room = MAX_STEPS - 1 - run.steps.filter(({ tool }) => tool === "ocr_image").length;
  const fitting: WantedEvent[] = [];
  for (const one of wanted.toReversed()) {
    room -= one.event.dateKey === null ? 2 : 1;
    if (room < 0 || fitting.length === MAX_EVENTS) break;
    fitting.unshift(one);
  }
  return fitting;
}

/** Nothing to plan was read: the person is asked, and their own words become the event. */
function nothingFound(run: AgentRun, wanted: Wanted): Move {
  const { whatAndWhen } = phraseBook(run.language);
  const asked = run.steps.find((step) => asks(step, whatAndWhen));
  const made = run.steps.some((step) => step.tool === "create_calendar_draft");
  if (wanted.off !== undefined || made) return closing(run, wanted, []);
  return asked === undefined ? ask(whatAndWhen) : (ownEvent(run, asked, "") ?? closing(run, wanted, []));
}

/** Nothing that was read is called as the request says: that is said, and what it is about is asked. */
function askInstead(run: AgentRun, wanted: Wanted, missing: Missing): Move {
  const question = missingQuestion(run, missing);
  const asked = run.steps.find((step) => asks(step, question));
  const found = instead(run, missing);
  const book = phraseBook(run.language);
  if (asked === undefined) return ask(question, found.length > 0 ? [...found, book.noOther] : []);
  if (run.steps.some((step) => step.tool === "create_calendar_draft")) return closing(run, wanted, []);
  return ownEvent(run, asked, missing.name.text) ?? say(run, book.nothingAdded);
}

/** An event in the words of an answer that names a date; null where it names none. */
function ownEvent(run: AgentRun, asked: Step, name: string): Move | null {
  const date = run.tables.dates.find((entry) => entry.key === asked.result?.["date_key"]);
  const labelled = withLabel(run.tables, { threadId: null, messageId: run.id, cautions: [] });
  if (date === undefined || labelled === null) return null;
  const said = withoutOrder(withoutDates(text(asked.result?.["reply"]), run), run.language);
  const title = said === "" ? name : said;
  const args = {
    title: cut(title === "" ? phraseBook(run.language).event : title, 120),
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

/** A step that made, changed, asked about or was refused for this event. */
function concerns(run: AgentRun, step: Step, event: AgentItem): boolean {
  if (step.tool === "update_calendar_draft") return step.args["date_key"] === event.dateKey;
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
  // What a person was asked about keeps the name it had in the question.
  const wasAsked = run.steps.some((step) => asks(step, questionOf(run, event)));
  const title = wasAsked ? event.title : await proposeTitle(run, event, model, context);
  const args: JsonObject = {
    title: cut(title, 120),
    date_key: dateKey,
    ...(series && { recurrence_key: dateKey }),
    ...(minutes !== null &&
      minutes >= MIN_EVENT_MINUTES &&
      minutes <= MAX_EVENT_MINUTES && { duration_min: minutes }),
    ...(event.location !== "" && { location: event.location }),
    ...(people.length > 0 && { people }),
    source: event.labels.slice(-MAX_SOURCES),
  };
  return { kind: "call", call: { tool: "create_calendar_draft", args }, alwaysAsk };
}

/** A later message says another date: the person sees what that changes of the draft. */
function moveDraft(run: AgentRun, before: EventDraft, dateKey: string): Move {
  const tables = withKeys(run.tables, "drafts", [{ id: before.id, name: before.title }]);
  const entry = tables.drafts.find(({ id }) => id === before.id);
  if (entry === undefined) return say(run, phraseBook(run.language).changeFailed);
  return { ...updateDate(entry, dateKey), tables };
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");
