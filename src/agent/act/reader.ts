/**
 * @file The read phase (spec messages-calendar 8): messages become verified items, labels and dates. No tools exist here,
 * and no message text leaves it: the act phase sees titles, labels and dates in words.
 */

import type { ThreadSelection } from "#agent/agent-options";
import { writeEventTitle } from "#agent/events/event-title";
import { datedMessage, type Dated } from "#agent/events/event-when";
import { findItems } from "#agent/items/find-items";
import type { FoundItem } from "#agent/items/found-item";
import { mergeItems } from "#agent/items/merge-items";
import { shortNames } from "#agent/prompts/prompt-lines";
import { dueOf } from "#agent/sentences/due";
import type { Owner } from "#agent/sentences/ownership";
import { findPlace } from "#agent/sentences/place";
import { readMessages, type ReadMessage } from "#agent/sentences/reading";
import { holdsSecretCode } from "#agent/sentences/secret-code";
import { trimAtWord } from "#agent/sentences/text";
import type { DayParts, Language } from "#calendar/resolution";
import type { Id, Message, Thread } from "#messages/message";

import { displayOf, isCertain, optionsOf, questionReason } from "./dates.ts";
import type { AgentItem } from "./run.ts";
import { withDate, withKeys, withLabel, type Caution, type RunTables } from "./tables.ts";

export interface Reading {
  readonly tables: RunTables;
  readonly items: readonly AgentItem[];
}

export interface ReadSettings {
  readonly dayParts: DayParts;
  readonly defaultDurationMinutes: number;
  /** Dates are put into words of it. */
  readonly language: Language;
  readonly signal?: AbortSignal | undefined;
}

const MAX_TITLE_LENGTH = 100;
/** Items of one thread an act prompt can hold. */
const MAX_ITEMS = 24;
/** Messages with a date that are offered as events where no sentence reads like one. */
const MAX_DATED = 3;

/** What a message is to be treated with care for. */
export function messageCautions(message: Message): Caution[] {
  const { flags } = message;
  return [
    ...(flags.includes("maybeQuoted") ? (["maybe-quoted"] as const) : []),
    ...(flags.includes("injection") ? (["aimed-at-assistants"] as const) : []),
    ...(flags.includes("hiddenContent") ? (["hidden-content"] as const) : []),
  ];
}

/** False for what must never be acted on by itself: text aimed at assistants, or not shown to its readers. */
export function isTrusted(cautions: readonly Caution[]): boolean {
  return !cautions.includes("aimed-at-assistants") && !cautions.includes("hidden-content");
}

/** Reads one thread into a run. @throws AbortError when the signal fires. */
export async function readThread(
  reading: Reading,
  input: ThreadSelection,
  settings: ReadSettings,
): Promise<Reading> {
  const { thread } = input;
  const options = settings.signal === undefined ? {} : { signal: settings.signal };
  const read = await readMessages(input, options);
  const dates = { zone: thread.zone, dayParts: settings.dayParts };
  const found = mergeItems(await findItems(read, thread, dates, settings.signal));
  const events = found.some((item) => item.kind === "event") ? [] : datedItems(read, found, thread, settings);
  let next: Reading = { ...reading, tables: withPeople(reading.tables, thread) };
  const cautions = new Map(input.messages.map((message) => [message.id, messageCautions(message)]));
  for (const item of [...found, ...events].slice(-MAX_ITEMS))
    next = await withItem(next, item, thread, { ...settings, cautions });
  return next;
}

function withPeople(tables: RunTables, thread: Thread): RunTables {
  const names = shortNames(thread);
  const people = thread.people
    .filter((person) => !person.isSelf)
    .map((person) => ({ id: person.id, name: names.get(person.id) ?? person.name }));
  const named = withKeys(tables, "people", people);
  return withKeys(named, "threads", [{ id: thread.id, name: trimAtWord(thread.title, 60) }]);
}

/** "Dec 24–26 at the cabin": no word says that it is an event, but its date does. */
function datedItems(
  read: readonly ReadMessage[],
  found: readonly FoundItem[],
  thread: Thread,
  settings: ReadSettings,
): FoundItem[] {
  const dates = { zone: thread.zone, dayParts: settings.dayParts };
  const taken = new Set(found.filter((item) => item.duePhrase !== null).flatMap((item) => item.messageIds));
  return read
    .filter(
      ({ message, suspicious }) => !suspicious && !taken.has(message.id) && !holdsSecretCode(message.text),
    )
    .flatMap((entry): FoundItem[] => {
      for (const sentence of entry.sentences) {
        const due = dueOf(sentence.text, entry.message, entry.language, dates);
        const open = due.due !== null && !due.due.flags.includes("past") && due.due.kind !== "none";
        const reports = sentence.cues.done || sentence.cues.cancelled || sentence.cues.negated;
        if (!open || reports || isAboutDates(sentence.cues.act)) continue;
        const base = { read: entry, sentence, ...due, superseded: [], last: entry } as const;
        const owner: Owner = { kind: "unclear" };
        return [{ ...base, kind: "event", who: owner, status: "open", messageIds: [entry.message.id] }];
      }
      return [];
    })
    .slice(-MAX_DATED);
}

/** "Is it on Friday?" asks about a date and sets none. */
const isAboutDates = (act: FoundItem["sentence"]["cues"]["act"]): boolean => act === "question";

async function withItem(
  reading: Reading,
  found: FoundItem,
  thread: Thread,
  settings: ReadSettings & { readonly cautions: ReadonlyMap<Id, readonly Caution[]> },
): Promise<Reading> {
  const cited = found.messageIds.length === 0 ? [found.read.message.id] : found.messageIds;
  let { tables } = reading;
  const labels: number[] = [];
  for (const messageId of cited) {
    const cautions = settings.cautions.get(messageId) ?? [];
    const labelled = withLabel(tables, { threadId: thread.id, messageId, cautions });
    if (labelled === null) return reading;
    tables = labelled.tables;
    labels.push(labelled.label);
  }
  const dated = datedMessage(found.read.message, {
    zone: thread.zone,
    dayParts: settings.dayParts,
    language: found.read.language,
  });
  const when = dateOf(found, tables, labels, thread.zone, settings);
  const item: AgentItem = {
    kind: found.kind,
    title: await titleOf(found, dated, thread),
    labels,
    who: ownerKey(found.who, when.tables),
    status: found.status,
    dateKey: when.dateKey,
    question: when.question,
    superseded: found.superseded.flatMap((old) =>
      old.due === null ? [] : [displayOf(old.due, settings.language)],
    ),
    durationMinutes: dated.durationMinutes,
    location: locationOf(found, dated),
    ticked: cited.every((id) => isTrusted(settings.cautions.get(id) ?? [])),
  };
  return { tables: when.tables, items: [...reading.items, item] };
}

type When = Pick<AgentItem, "dateKey" | "question"> & { readonly tables: RunTables };

function dateOf(
  found: FoundItem,
  tables: RunTables,
  labels: readonly number[],
  zone: string,
  settings: ReadSettings,
): When {
  const { due, duePhrase } = found;
  if (due !== null && isCertain(due)) {
    const label = labels.at(-1) ?? null;
    const entry = { phrase: duePhrase, label, display: displayOf(due, settings.language), resolution: due };
    const { tables: next, key } = withDate(tables, entry);
    return { tables: next, dateKey: key, question: null };
  }
  if (duePhrase === null && found.kind !== "event") return { tables, dateKey: null, question: null };
  const reason = questionReason(due) ?? "no-date";
  const from = { phrase: duePhrase, label: labels.at(-1) ?? null };
  const options = optionsOf(due, settings.defaultDurationMinutes, zone, from, settings.language);
  return { tables, dateKey: null, question: { reason, options } };
}

/** An event gets a short name, everything else the words of its sentence. */
async function titleOf(found: FoundItem, dated: Dated, thread: Thread): Promise<string> {
  if (found.kind !== "event") return trimAtWord(found.sentence.text, MAX_TITLE_LENGTH);
  const { message, language } = found.read;
  return (await writeEventTitle(null, message, thread, language, dated.spans)).text;
}

function locationOf(found: FoundItem, dated: Dated): string {
  const taken = dated.phrases.map((phrase) => [phrase.start, phrase.end] as const);
  return findPlace(found.read.message.text, found.read.language, taken).slice(0, 120);
}

/** `me`, `everyone`, `unclear` or the person's key. */
function ownerKey(owner: Owner, tables: RunTables): string {
  if (owner.kind !== "person") return owner.kind;
  const { personId } = owner;
  return tables.people.find((entry) => entry.id === personId)?.key ?? "unclear";
}
