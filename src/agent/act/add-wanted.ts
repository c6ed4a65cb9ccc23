/**
 * @file Which events a request to plan something is about: those it names, else all that were agreed. What is drafted
 * already is not drafted again, and where nothing that was read is called so, nothing else takes its place.
 */

import { phraseBook } from "#agent/phrases/books";
import type { EventDraft } from "#calendar/event-draft";
import { startOf } from "#calendar/resolution-start";

import { draftedAlready, isCalledAlike } from "./drafted-already.ts";
import { isCalled, isMentioned, type NamedEvent } from "./event-name.ts";
import { namedEvents } from "./named-event.ts";
import type { PlannerContext } from "./planner.ts";
import type { AgentPorts } from "./ports.ts";
import { asks, cut } from "./replies.ts";
import type { AgentItem, AgentRun } from "./run.ts";

export interface WantedEvent {
  readonly event: AgentItem;
  /** Its draft, where a later message says another date. */
  readonly before: EventDraft | null;
}

export interface Wanted {
  readonly events: readonly WantedEvent[];
  /** Drafts of events that are there already. */
  readonly drafted: readonly { readonly event: AgentItem; readonly draft: EventDraft }[];
  /** Called off, and not planned therefore. */
  readonly off: AgentItem | undefined;
  /** A name that nothing read has. */
  readonly missing: Missing | null;
}

export interface Missing {
  readonly name: NamedEvent;
  /** What was found instead. */
  readonly found: readonly AgentItem[];
  /** The words stand in its messages, though it is not called so. */
  readonly isMentioned: boolean;
}

/** Options of a question, but one for none of them. */
const MAX_INSTEAD = 3;
const MAX_OPTION = 60;
const MAX_NAME = 50;

const isLive = (item: AgentItem): boolean => item.status !== "cancelled" && item.status !== "done";

const isOff = (item: AgentItem): boolean => item.status === "cancelled";

export async function wantedEvents(run: AgentRun, { ports }: PlannerContext): Promise<Wanted> {
  const about = await eventsAbout(run, ports);
  const own = new Set(run.steps.flatMap(({ undo }) => (undo?.table === "drafts" ? [undo.id] : [])));
  const drafts = (await ports.drafts.list()).filter(
    ({ id, status }) => !own.has(id) && status !== "cancelled",
  );
  const matched = about.events.map((event) => ({ event, known: draftedAlready(run, event, drafts) }));
  return {
    ...about,
    events: matched.flatMap(({ event, known }) =>
      known === null || known.isChanged ? [{ event, before: known?.draft ?? null }] : [],
    ),
    drafted: matched.flatMap(({ event, known }) =>
      known === null || known.isChanged ? [] : [{ event, draft: known.draft }],
    ),
  };
}

type About = Omit<Wanted, "events" | "drafted"> & { readonly events: readonly AgentItem[] };

async function eventsAbout(run: AgentRun, ports: AgentPorts): Promise<About> {
  const ticked = run.items.filter((item) => item.ticked);
  const events = ticked.filter(({ kind }) => kind === "event");
  const live = events.filter(isLive);
  const about = (found: readonly AgentItem[], off = events.findLast(isOff)): About => ({
    events: found,
    off,
    missing: null,
  });
  // What the request itself names is what it is about.
  const own = live.filter((item) =>
    run.tables.labels.some((entry) => entry.messageId === run.id && item.labels.includes(entry.label)),
  );
  if (own.length > 0) return about([...new Set(own.map((item) => asRead(run, item, live) ?? item))]);
  const tasks = ticked.filter((item) => item.kind === "task" && isLive(item));
  const names = namedEvents(run, await peopleOf(run, ports));
  // "We should have lunch some time" reads like a task; asked to plan it, its date is what is missing.
  if (names.length === 0 || run.tables.images.length > 0)
    return about(live.length > 0 || events.length > 0 ? live : tasks.slice(-1));
  const isNamed = (item: AgentItem): boolean =>
    names.some((name) => isCalled(item.title, item.location, name, run.language));
  const named = live.filter(isNamed);
  const off = events.findLast((item) => isOff(item) && isNamed(item));
  const task = tasks.findLast(isNamed);
  if (named.length > 0 || off !== undefined) return about(named, off);
  if (task !== undefined) return about([task]);
  const name = names.find(({ isGeneric }) => !isGeneric);
  if (name === undefined) return about(live);
  const none = await missing(run, name, live, ports);
  const chosen = chosenInstead(run, none);
  return chosen === undefined ? { ...about([]), missing: none } : about([chosen]);
}

/** "The dinner on Friday" that messages tell of: they say when on that day, and where. */
function asRead(run: AgentRun, own: AgentItem, live: readonly AgentItem[]): AgentItem | undefined {
  const starts = startsOf(run, own);
  return live.find(
    (other) =>
      !own.labels.some((label) => other.labels.includes(label)) &&
      isCalledAlike(run, own, other) &&
      startsOf(run, other).some((start) => starts.includes(start) || starts.includes(start.slice(0, 10))),
  );
}

/** All that its date can mean. */
function startsOf({ tables }: AgentRun, { dateKey, question }: AgentItem): readonly string[] {
  const date = tables.dates.find(({ key }) => key === dateKey);
  const meant = date === undefined ? (question?.options ?? []) : [date];
  return meant.flatMap(({ resolution }) => startOf(resolution) ?? []);
}

/** What is asked where nothing that was read is called so. */
export function missingQuestion({ language }: AgentRun, { name, found, isMentioned }: Missing): string {
  const book = phraseBook(language);
  const question = found.length > 0 ? book.whichOne : book.whatAndWhen;
  return isMentioned ? question : `${book.notAmongRead(cut(name.text, MAX_NAME))} ${question}`;
}

/** Titles of what was found, with their dates where two share one. */
export function instead(run: AgentRun, { found }: Missing): readonly string[] {
  const latest = found.slice(-MAX_INSTEAD);
  return latest.map((item) => {
    const date = run.tables.dates.find(({ key }) => key === item.dateKey)?.display;
    const isTwin = latest.some((other) => other !== item && other.title === item.title);
    return cut(isTwin && date !== undefined ? `${cut(item.title, 30)}, ${date}` : item.title, MAX_OPTION);
  });
}

function chosenInstead(run: AgentRun, none: Missing): AgentItem | undefined {
  const step = run.steps.find((other) => asks(other, missingQuestion(run, none)));
  const at = instead(run, none).findIndex((option) => option === step?.result?.["said"]);
  return at < 0 ? undefined : none.found.slice(-MAX_INSTEAD)[at];
}

/** Whoever takes part in what was chosen. */
export async function peopleOf({ request, tables }: AgentRun, ports: AgentPorts): Promise<readonly string[]> {
  const threads = (await ports.messages.threads()).filter(({ id }) => request.threadIds.includes(id));
  return [...tables.people, ...threads.flatMap(({ people }) => people)].map(({ name }) => name);
}

async function missing(
  run: AgentRun,
  name: NamedEvent,
  live: readonly AgentItem[],
  ports: AgentPorts,
): Promise<Missing> {
  const texts = await Promise.all(live.map((item) => textOf(run, item, ports)));
  const mentioned = live.filter((_, at) => isMentioned(texts[at] ?? "", name, run.language));
  return { name, found: mentioned.length > 0 ? mentioned : live, isMentioned: mentioned.length > 0 };
}

async function textOf({ tables }: AgentRun, item: AgentItem, ports: AgentPorts): Promise<string> {
  const entries = tables.labels.filter(({ label }) => item.labels.includes(label));
  const texts = await Promise.all(
    entries.map(async ({ threadId, messageId }) => {
      const messages = threadId === null ? [] : await ports.messages.messages(threadId);
      return messages.find(({ id }) => id === messageId)?.text ?? "";
    }),
  );
  return texts.join("\n");
}
