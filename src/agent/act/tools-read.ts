/**
 * @file Tools that only read (class A0). None returns message text: what a message says is read in the read phase and
 * comes back as verified items.
 */

import { detectLanguage } from "#agent/sentences/language";
import { trimAtWord } from "#agent/sentences/text";
import { LANGUAGES } from "#calendar/resolution";
import type { Id, Message, Thread } from "#messages/message";
import { fail, ok, type Result } from "#shared/result";

import { conflictsWith, spanDays } from "./conflicts.ts";
import { displayOf, isCertain, optionsOf, questionReason } from "./dates.ts";
import { imageItems } from "./image-reader.ts";
import { resolvePhrase } from "./phrases.ts";
import { readChosen } from "./read-chosen.ts";
import { readThread } from "./reader.ts";
import { integer, objectOf, oneOf, oneOfNumbers, text } from "./schema.ts";
import { answerItems } from "./search-reader.ts";
import { idOf, keysOf, withDate, withKeys, type RunTables } from "./tables.ts";
import {
  numberArg,
  stringArg,
  type ToolContext,
  type ToolDefinition,
  type ToolError,
  type ToolOutcome,
} from "./tool.ts";

const READ_ONLY = () => "A0" as const;
const DEFAULT_LIMIT = 10;

const failed = (code: ToolError["code"], message: string): Result<never, ToolError> =>
  fail({ code, message });

const labelsOf = (tables: RunTables): readonly number[] => tables.labels.map((entry) => entry.label);
const dateKeys = (tables: RunTables): string[] =>
  tables.dates.map((entry) => entry.key).filter((key) => key.startsWith("d"));

const listThreads: ToolDefinition = {
  name: "list_threads",
  description: "Lists conversations whose title or people match the words; all without words.",
  approval: READ_ONLY,
  schema: () => objectOf({ query: text(60), limit: integer(1, 20) }, []),
  async execute(args, { ports, run }) {
    const words = (stringArg(args, "query") ?? "").toLowerCase().trim();
    const matches = (thread: Thread): boolean =>
      words === "" ||
      [thread.title, ...thread.people.map((person) => person.name)].some((name) =>
        name.toLowerCase().includes(words),
      );
    const threads = (await ports.messages.threads()).filter(matches);
    const listed = threads.slice(0, numberArg(args, "limit") ?? DEFAULT_LIMIT);
    const entries = listed.map((thread) => ({ id: thread.id, name: trimAtWord(thread.title, 60) }));
    const tables = withKeys(run.tables, "threads", entries);
    const keys = tables.threads.filter((entry) => listed.some((thread) => thread.id === entry.id));
    return ok({ tables, result: { threads: keys.map((entry) => entry.key), found: threads.length } });
  },
};

const searchMessages: ToolDefinition = {
  name: "search_messages",
  description: "Searches messages for words. What was found appears among the items.",
  approval: READ_ONLY,
  schema: (tables) =>
    objectOf(
      {
        thread: oneOf(keysOf(tables.threads)),
        query: text(80, 2),
        from_person: oneOf(keysOf(tables.people)),
        after: text(60),
        before: text(60),
        limit: integer(1, 20),
      },
      ["query"],
    ),
  async execute(args, context) {
    const { run, ports } = context;
    const thread = stringArg(args, "thread");
    const person = stringArg(args, "from_person");
    const range = searchRange(args, context);
    if (!range.ok) return range;
    const threadId = thread === undefined ? undefined : idOf(run.tables.threads, thread);
    const senderId = person === undefined ? undefined : idOf(run.tables.people, person);
    const hits = await ports.messages.search({
      words: stringArg(args, "query") ?? "",
      limit: numberArg(args, "limit") ?? DEFAULT_LIMIT,
      ...(threadId !== undefined && { threadId }),
      ...(senderId !== undefined && { senderId }),
      ...range.value,
    });
    return ok(await answerItems(hits, stringArg(args, "query") ?? "", context));
  },
};

/** Only certain dates bound a search; "after the holidays" is an error the model is told. */
function searchRange(
  args: Parameters<ToolDefinition["execute"]>[0],
  context: ToolContext,
): Result<{ afterMs?: number; beforeMs?: number }, ToolError> {
  const range: { afterMs?: number; beforeMs?: number } = {};
  for (const side of ["after", "before"] as const) {
    const phrase = stringArg(args, side);
    if (phrase === undefined || phrase === "") continue;
    const moment = resolvePhrase(phrase, null, context);
    if (moment === null) return failed("date-not-certain", `"${side}" is no certain date`);
    if (side === "after") range.afterMs = moment.startMs;
    else range.beforeMs = moment.endMs;
  }
  return ok(range);
}

const getMessage: ToolDefinition = {
  name: "get_message",
  description: "Reads one message and those around it again. What it says appears among the items.",
  approval: READ_ONLY,
  schema: (tables) => objectOf({ label: oneOfNumbers(labelsOf(tables)), context: integer(0, 5) }, ["label"]),
  async execute(args, context) {
    const { run, ports, signal } = context;
    // No model can leave it out: this is the step that asked whether what was chosen may be read.
    if (numberArg(args, "label") === undefined) return ok(await readChosen(context));
    const entry = run.tables.labels.find((other) => other.label === numberArg(args, "label"));
    const found = entry?.threadId == null ? null : await findThread(entry.threadId, ports);
    const at = found?.messages.findIndex((message) => message.id === entry?.messageId) ?? -1;
    if (found === null || at < 0) return failed("not-found", "the message is not here any more");
    const around = numberArg(args, "context") ?? 0;
    const messages = found.messages.slice(Math.max(0, at - around), at + around + 1);
    const start = { tables: run.tables, items: [] };
    const settings = { ...run.request, language: run.language, signal };
    const reading = await readThread(start, { thread: found.thread, messages }, settings);
    return ok({ ...reading, result: { read: messages.length, items: reading.items.length } });
  },
};

async function findThread(
  threadId: Id,
  ports: ToolContext["ports"],
): Promise<{ thread: Thread; messages: readonly Message[] } | null> {
  const thread = (await ports.messages.threads()).find((other) => other.id === threadId);
  return thread === undefined ? null : { thread, messages: await ports.messages.messages(threadId) };
}

const resolveDateTool: ToolDefinition = {
  name: "resolve_date",
  description: "Turns date words of a message, copied exactly, into a date key. The only way to get a date.",
  approval: READ_ONLY,
  schema: (tables) =>
    objectOf({ phrase: text(60, 1), source: oneOfNumbers(labelsOf(tables)) }, ["phrase", "source"]),
  async execute(args, context) {
    const phrase = stringArg(args, "phrase") ?? "";
    const label = numberArg(args, "source") ?? 0;
    const source = await sourceMessage(label, context);
    if (source === null) return failed("not-found", "the message is not here any more");
    if (!holdsPhrase(source.message.text, phrase))
      return failed("no-date-found", "the message does not hold these words");
    const resolved = resolvePhrase(phrase, source, context);
    return resolved === null
      ? failed("no-date-found", "these words are no date")
      : ok(dateOutcome(phrase, label, resolved.resolution, source.thread.zone, context));
  },
};

const holdsPhrase = (message: string, phrase: string): boolean =>
  phrase.trim() !== "" &&
  message.normalize("NFC").toLowerCase().includes(phrase.normalize("NFC").trim().toLowerCase());

async function sourceMessage(
  label: number,
  { run, ports }: ToolContext,
): Promise<{ thread: Thread; message: Message } | null> {
  const entry = run.tables.labels.find((other) => other.label === label);
  const found = entry?.threadId == null ? null : await findThread(entry.threadId, ports);
  const message = found?.messages.find((other) => other.id === entry?.messageId);
  return found === null || message === undefined ? null : { thread: found.thread, message };
}

function dateOutcome(
  phrase: string,
  label: number,
  resolution: NonNullable<ReturnType<typeof resolvePhrase>>["resolution"],
  zone: string,
  { run }: ToolContext,
): ToolOutcome {
  const display = displayOf(resolution, run.language);
  if (isCertain(resolution)) {
    const { tables, key } = withDate(run.tables, { phrase, label, display, resolution });
    return { tables, result: { key, display, kind: resolution.kind, flags: [...resolution.flags] } };
  }
  const { language, request } = run;
  const from = { phrase, label };
  const options = optionsOf(resolution, request.defaultDurationMinutes, zone, from, language);
  const reason = questionReason(resolution) ?? "no-date";
  return { options, result: { ask: reason, options: options.map((option) => option.display) } };
}

const listEvents: ToolDefinition = {
  name: "list_events",
  description: "Lists what is in the imported calendar and among the drafts from a date on.",
  approval: READ_ONLY,
  schema: (tables) => objectOf({ date_key: oneOf(dateKeys(tables)), days: integer(1, 31) }, ["date_key"]),
  async execute(args, { run, ports }) {
    const entry = run.tables.dates.find((other) => other.key === stringArg(args, "date_key"));
    const days = entry === undefined ? null : spanDays(entry.resolution, numberArg(args, "days") ?? 1);
    if (days === null) return failed("not-found", "this date is not known");
    const found = await conflictsWith(days, ports, null, run.language);
    if (found.calendar === "none" && found.events.length === 0)
      return failed("no-calendar", "no calendar was imported");
    return ok({ result: { events: found.events.map((event) => event.display), calendar: found.calendar } });
  },
};

const ocrImage: ToolDefinition = {
  name: "ocr_image",
  description: "Reads the text of a picture the person attached. What it says appears among the items.",
  approval: READ_ONLY,
  schema: (tables) => objectOf({ image: oneOf(keysOf(tables.images)), lang: oneOf(LANGUAGES) }, ["image"]),
  async execute(args, context) {
    const { run, ports, signal } = context;
    const id = idOf(run.tables.images, stringArg(args, "image") ?? "");
    const wanted = LANGUAGES.find((language) => language === stringArg(args, "lang")) ?? run.language;
    const read = id === undefined ? null : await ports.images.read(id, wanted, signal);
    if (id === undefined || read === null || read.trim() === "")
      return failed("no-text-found", "no text could be read off the picture");
    const outcome = await imageItems(read, id, detectLanguage(read, wanted), context);
    return outcome === null ? failed("not-found", "too many sources") : ok(outcome);
  },
};

export const READ_TOOLS: readonly ToolDefinition[] = [
  listThreads,
  searchMessages,
  getMessage,
  resolveDateTool,
  listEvents,
  ocrImage,
];
