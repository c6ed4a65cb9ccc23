/**
 * @file What the person's own request names: "schedule dentist tomorrow at 3" is an event without any message. The request
 * becomes a source like a message, counted from now, with the person's words as its quote.
 */

import { saysWhen } from "#agent/sentences/due";
import { oneLine } from "#agent/sentences/text";
import { findDatePhrases } from "#calendar/find-phrases";
import type { DateContext, Language } from "#calendar/resolution";
import type { Message, Thread } from "#messages/message";

import { displayOf, isCertain } from "./dates.ts";
import type { Intent } from "./intent-kinds.ts";
import { withoutOrder } from "./intent.ts";
import { onlyAhead } from "./new-date.ts";
import { localNow } from "./now.ts";
import { readThread, type Reading } from "./reader.ts";
import { MAX_READ } from "./request-form.ts";
import type { AgentItem, RunRequest } from "./run.ts";
import { withDate, withLabel } from "./tables.ts";

/** Where a draft's source names its thread, for the person's own words. */
export const REQUEST_THREAD = "request";

interface OwnWords {
  readonly request: RunRequest;
  readonly language: Language;
  readonly intent: Intent;
  /** Of the run: what its label points at. */
  readonly runId: string;
  /** ISO instant. */
  readonly now: string;
}

/** The reading with an event of the request, or with the dates it names; unchanged when it names none. */
export async function readRequest(
  reading: Reading,
  own: OwnWords,
  signal: AbortSignal | undefined,
): Promise<Reading> {
  const { request, language, intent, runId, now } = own;
  const text = withoutOrder(request.text.slice(0, MAX_READ), language);
  const context = { refEpochMs: Date.parse(now), zone: request.zone, language, dayParts: request.dayParts };
  const phrases = findDatePhrases(text, context).filter(saysWhen);
  if (phrases.length === 0) return reading;
  const labelled = withLabel(reading.tables, { threadId: null, messageId: runId, cautions: [] });
  if (labelled === null) return reading;
  // "Add Friday 3pm" of an open conversation names which of its events is meant, and no other.
  const undated = phrases.reduce((rest, { phrase }) => rest.replace(phrase, " "), text);
  if (intent === "add" && /\p{L}/u.test(undated)) {
    const message = asMessage(text, own);
    const empty = { tables: labelled.tables, items: [] };
    const thread = asThread(own);
    const read = await readThread(empty, { thread, messages: [message] }, { ...request, language, signal });
    const named = read.items.filter((item) => item.kind === "event");
    // "Remind me to call the bank tomorrow at 10": what is to be done then is what is planned.
    const tasks = read.items.filter((item) => item.kind === "task");
    const events = named.length > 0 ? named : tasks.map((task) => ({ ...task, title: titleIn(undated) }));
    const tables = { ...read.tables, threads: reading.tables.threads };
    const start: Reading = { tables, items: reading.items };
    return events.reduce((so, item) => withPlan(so, item, context), start);
  }
  let { tables } = labelled;
  for (const { phrase, resolution } of phrases.filter((found) => isCertain(found.resolution))) {
    const date = { phrase, label: labelled.label, display: displayOf(resolution, language), resolution };
    tables = withDate(tables, date).tables;
  }
  return { ...reading, tables };
}

/** The reading with an event that is planned: it is not over yet. */
function withPlan(reading: Reading, read: AgentItem, context: DateContext): Reading {
  const { question } = read;
  const item: AgentItem = { ...read, kind: "event", title: withoutLead(read.title) };
  const isOpen = question?.reason === "alternatives";
  const date = isOpen ? onlyAhead(question.options, (option) => option.resolution, context) : null;
  if (date === null) return { ...reading, items: [...reading.items, item] };
  const { tables, key } = withDate(reading.tables, date);
  return { tables, items: [...reading.items, { ...item, dateKey: key, question: null }] };
}

/** What stood between a date and the event: "Monday for gym", "Friday's dinner". */
const LEAD = /^(?:['’]s|for|für|pour|per|para)\s+/iu;

const withoutLead = (title: string): string => (LEAD.test(title) ? titleIn(title.replace(LEAD, "")) : title);

/** What is left of a request, from its first to its last letter or figure. */
function titleIn(text: string): string {
  const bare = oneLine(text).replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}\p{M})'"]+$/gu, "");
  return bare.replace(/^\p{Ll}/u, (first) => first.toUpperCase());
}

function asMessage(text: string, { request, runId, now }: OwnWords): Message {
  const { zone } = request;
  return {
    id: runId,
    threadId: runId,
    seq: 0,
    senderId: null,
    time: { epochMs: Date.parse(now), local: localNow(now, zone), zone, zoneFrom: "device", precision: "s" },
    kind: "text",
    text,
    attachments: [],
    flags: [],
    batchId: runId,
  };
}

const asThread = ({ request, runId }: OwnWords): Thread => ({
  id: runId,
  source: "paste",
  title: "Request",
  people: [],
  kind: "paste",
  zone: request.zone,
  first: null,
  last: null,
  count: 1,
  batchIds: [],
});
