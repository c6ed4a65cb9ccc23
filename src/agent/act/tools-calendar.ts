/**
 * @file Calendar drafts: made (A1, an undo away) and changed (A2, a person approves the difference). Dates come as keys
 * only; a date that has to be chosen has no key, so no draft can be made of it.
 */

import { trimAtWord } from "#agent/sentences/text";
import { draftFromResolution, formatWhen, validateDraft, withChange } from "#calendar/draft";
import type { DraftSource, EventDraft } from "#calendar/event-draft";
import type { Language } from "#calendar/resolution";
import { fail, ok, type Result } from "#shared/result";

import { conflictsWith, eventSpan } from "./conflicts.ts";
import { isCertain, laterBy, withDuration, zoneIn } from "./dates.ts";
import { draftChanges } from "./draft-changes.ts";
import { isDraftedTwice } from "./drafted-already.ts";
import { movedTo } from "./move-draft.ts";
import { REQUEST_THREAD } from "./request-reader.ts";
import {
  integer,
  listOf,
  objectOf,
  oneOf,
  oneOfNumbers,
  text,
  type JsonObject,
  type Schema,
} from "./schema.ts";
import { idOf, keysOf, withKeys, withoutKey, type DateEntry, type RunTables } from "./tables.ts";
import {
  citedLabels,
  listArg,
  MAX_EVENT_MINUTES,
  MIN_EVENT_MINUTES,
  numberArg,
  stringArg,
  type FieldChange,
  type ToolContext,
  type ToolDefinition,
  type ToolError,
} from "./tool.ts";
import { carryOut, CHANGED_SINCE, NOTHING_TO_CHANGE } from "./write-ahead.ts";

const REMINDERS = [0, 5, 10, 15, 30, 60, 1440] as const;
const STATES = ["tentative", "confirmed", "cancelled"] as const;
const MAX_QUOTE_LENGTH = 160;
/** Stands for a picture where a draft names its thread. */
const PICTURE_THREAD = "picture";

const failed = (code: ToolError["code"], message: string): Result<never, ToolError> =>
  fail({ code, message });

/** A series brings its own first date: a call names one key or the other. */
function dateKeys({ dates }: RunTables): {
  readonly date_key: Schema | null;
  readonly recurrence_key: Schema | null;
} {
  const keys = dates.map((entry) => entry.key);
  return { date_key: oneOf(keys), recurrence_key: oneOf(keys.filter((key) => key.startsWith("r"))) };
}

function dateOf(args: JsonObject, { dates }: RunTables): DateEntry | undefined {
  const key = stringArg(args, "recurrence_key") ?? stringArg(args, "date_key");
  return dates.find((entry) => entry.key === key);
}

export const createCalendarDraft: ToolDefinition = {
  name: "create_calendar_draft",
  description: "Prepares a calendar event from an item. The person sees it before anything leaves the app.",
  approval: () => "A1",
  schema: (tables) => {
    const { date_key, recurrence_key } = dateKeys(tables);
    return objectOf(
      {
        title: text(120, 1),
        date_key,
        duration_min: integer(MIN_EVENT_MINUTES, MAX_EVENT_MINUTES),
        location: text(120),
        people: listOf(oneOf(keysOf(tables.people)), 0, 20),
        recurrence_key,
        reminder_min: { type: "integer", enum: REMINDERS },
        source: listOf(oneOfNumbers(tables.labels.map((entry) => entry.label)), 1, 5),
      },
      ["title", "date_key", "source"],
    );
  },
  async preview(args, context) {
    const draft = await newDraft(args, context);
    if (!draft.ok) return draft;
    if (isOver(draft.value, context)) return DATE_OVER;
    if (await isDraftedTwice(draft.value, context)) return NOTHING_TO_CHANGE;
    return ok([
      ...draftChanges(draft.value, null, context.run.language),
      ...(await conflictLines(draft.value, context)),
    ]);
  },
  async execute(args, context) {
    const draft = await newDraft(args, context);
    if (!draft.ok) return draft;
    const { ports, run } = context;
    const before = (await ports.drafts.list()).find((other) => other.id === draft.value.id);
    // After a reload in the middle of this step the draft is there already, perhaps edited since.
    if (before === undefined) await ports.drafts.put(draft.value);
    const tables = withKeys(run.tables, "drafts", [{ id: draft.value.id, name: draft.value.title }]);
    const conflicts = (await conflictLines(draft.value, context)).map((change) => change.after);
    const key = tables.drafts.find((entry) => entry.id === draft.value.id)?.key ?? "";
    const result = { draft: key, when: formatWhen(draft.value, run.language), conflicts };
    return ok({
      tables,
      result,
      undo: { table: "drafts", id: draft.value.id, before: null, wrote: before ?? draft.value },
    });
  },
};

async function newDraft(args: JsonObject, context: ToolContext): Promise<Result<EventDraft, ToolError>> {
  const { run, ports, newIds } = context;
  const { tables, request } = run;
  const entry = dateOf(args, tables);
  if (entry === undefined) return failed("not-found", "this date is not known");
  if (!isCertain(entry.resolution)) return failed("date-not-certain", "this date has to be asked about");
  const duration = numberArg(args, "duration_min");
  const base = draftFromResolution(withDuration(entry.resolution, duration), {
    id: newIds[0] ?? "",
    uid: newIds[1] ?? "",
    title: (stringArg(args, "title") ?? "").trim(),
    zone: zoneIn(entry.resolution) ?? request.zone,
    defaultDurationMinutes: duration ?? request.defaultDurationMinutes,
    sources: await sourcesOf(citedLabels(args), context),
    phrase: entry.phrase,
    language: run.language,
    now: ports.now(),
  });
  const people = listArg(args, "people", "string").flatMap(
    (person) => tables.people.find((other) => other.key === person)?.name ?? [],
  );
  const reminder = numberArg(args, "reminder_min");
  const location = stringArg(args, "location") ?? "";
  return valid({ ...base, location, people: [...new Set(people)], reminderMinutes: reminder ?? null });
}

function valid(draft: EventDraft): Result<EventDraft, ToolError> {
  const checked = validateDraft(draft);
  if (checked.ok) return ok(draft);
  const [problem] = checked.error;
  return failed("draft-invalid", `${problem?.field ?? "draft"}: ${problem?.code ?? "invalid"}`);
}

/** The cited messages, each with its own words. */
async function sourcesOf(
  labels: readonly number[],
  { run, ports }: Pick<ToolContext, "run" | "ports">,
): Promise<readonly DraftSource[]> {
  const sources: DraftSource[] = [];
  for (const label of new Set(labels)) {
    const entry = run.tables.labels.find((other) => other.label === label);
    if (entry === undefined) continue;
    const messages = entry.threadId === null ? [] : await ports.messages.messages(entry.threadId);
    const message = messages.find((other) => other.id === entry.messageId);
    const phrase = run.tables.dates.find((date) => date.label === label)?.phrase ?? "";
    const isRequest = entry.messageId === run.id;
    const chatId = run.request.images.find(({ id }) => id === entry.messageId)?.chatId;
    sources.push({
      threadId: entry.threadId ?? (isRequest ? REQUEST_THREAD : PICTURE_THREAD),
      messageId: entry.messageId,
      quote: trimAtWord(message?.text ?? (isRequest ? run.request.text : phrase), MAX_QUOTE_LENGTH),
      ...(chatId !== undefined && { chatId }),
    });
  }
  return sources;
}

async function conflictLines(draft: EventDraft, { ports, run }: ToolContext): Promise<FieldChange[]> {
  const span = eventSpan(draft);
  if (span === null) return [];
  const { events } = await conflictsWith(span, ports, draft.id, run.language);
  return events.map((event) => ({ field: "conflict", before: null, after: event.display }));
}

export const updateCalendarDraft: ToolDefinition = {
  name: "update_calendar_draft",
  description: "Changes or cancels a draft. The person approves the difference first.",
  approval: () => "A2",
  schema: (tables) =>
    objectOf(
      {
        draft: oneOf(keysOf(tables.drafts)),
        title: text(120, 1),
        ...dateKeys(tables),
        duration_min: integer(MIN_EVENT_MINUTES, MAX_EVENT_MINUTES),
        location: text(120),
        status: { type: "string", enum: STATES },
      },
      ["draft"],
      2,
    ),
  async preview(args, context) {
    const change = await changedDraft(args, context);
    if (!change.ok) return change;
    const { before, after } = change.value;
    const { language } = context.run;
    if (after === null) return ok([{ field: "draft", before: titleAndWhen(before, language), after: "" }]);
    if (after.start !== before.start && isOver(after, context)) return DATE_OVER;
    const changes = draftChanges(after, before, language);
    if (changes.length === 0) return NOTHING_TO_CHANGE;
    return ok([
      { field: "draft", before: null, after: draftNamed(before, changes, language) },
      ...changes,
      ...(await conflictLines(after, context)),
    ]);
  },
  async plan(args, context) {
    const change = await changedDraft(args, context);
    if (!change.ok) return change;
    const { before, after } = change.value;
    return ok({ table: "drafts", id: before.id, before, wrote: after });
  },
  async execute(args, { run, ports, planned: undo }) {
    if (undo?.table !== "drafts" || !(await carryOut(ports.drafts, undo))) return CHANGED_SINCE;
    const { id, before, wrote } = undo;
    const draft = stringArg(args, "draft") ?? "";
    if (wrote === null) {
      const result = { draft, title: before?.title ?? "", cancelled: true };
      return ok({ tables: withoutKey(run.tables, "drafts", id), undo, result });
    }
    const tables = withKeys(run.tables, "drafts", [{ id, name: wrote.title }]);
    return ok({ tables, undo, result: { draft, title: wrote.title, when: formatWhen(wrote, run.language) } });
  },
};

const titleAndWhen = (draft: EventDraft, language: Language): string =>
  draft.start === "" ? draft.title : `${draft.title}, ${formatWhen(draft, language)}`;

/** Which one it is: with its date, unless a line of its own says that. */
function draftNamed(before: EventDraft, changes: readonly FieldChange[], language: Language): string {
  return changes.some(({ field }) => field === "when") ? before.title : titleAndWhen(before, language);
}

const DATE_OVER = failed("date-over", "this date is over by now");

/** It was to come when it was asked for, and is past now: a late approval would book the past. */
function isOver(draft: EventDraft, { run, ports }: ToolContext): boolean {
  const endMs = eventSpan(draft)?.endMs ?? null;
  return endMs !== null && endMs > Date.parse(run.createdAt) && endMs <= Date.parse(ports.now());
}

/** `after` null = cancelled: the draft goes, undo brings it back. */
async function changedDraft(
  args: JsonObject,
  { run, ports }: ToolContext,
): Promise<Result<{ readonly before: EventDraft; readonly after: EventDraft | null }, ToolError>> {
  const id = idOf(run.tables.drafts, stringArg(args, "draft") ?? "");
  const before = (await ports.drafts.list()).find((draft) => draft.id === id);
  if (before === undefined) return failed("not-found", "this draft is not here any more");
  const status = stringArg(args, "status");
  if (status === "cancelled") return ok({ before, after: null });
  const entry = dateOf(args, run.tables);
  if (entry !== undefined && !isCertain(entry.resolution))
    return failed("date-not-certain", "this date has to be asked about");
  const { language, request } = run;
  const settings = { language, defaultMinutes: request.defaultDurationMinutes };
  const moved = entry === undefined ? before : movedTo(before, entry, settings);
  const duration = numberArg(args, "duration_min");
  const hasLength = moved.kind === "event" && !moved.allDay && moved.start !== "";
  const stretched = duration === undefined || !hasLength ? moved : { ...moved, end: endOf(moved, duration) };
  const change = {
    kind: moved.kind,
    title: stringArg(args, "title")?.trim() ?? before.title,
    location: stringArg(args, "location") ?? before.location,
    status: status === "tentative" || status === "confirmed" ? status : before.status,
    start: stretched.start,
    end: stretched.end,
    allDay: stretched.allDay,
    zone: stretched.zone,
    repeat: moved.repeat,
    phrase: moved.phrase,
    assumptions: moved.assumptions,
    sources: await withSourceOf(entry, before.sources, { run, ports }),
  };
  const after = valid(withChange(before, change, ports.now()));
  return after.ok ? ok({ before, after: after.value }) : after;
}

/** A moved draft also leads back to the message that its new date was read in. */
async function withSourceOf(
  entry: DateEntry | undefined,
  sources: readonly DraftSource[],
  context: Pick<ToolContext, "run" | "ports">,
): Promise<readonly DraftSource[]> {
  if (entry?.label == null) return sources;
  const known = new Set(sources.map(({ messageId }) => messageId));
  const added = await sourcesOf([entry.label], context);
  return [...sources, ...added.filter(({ messageId }) => !known.has(messageId))];
}

const endOf = (draft: EventDraft, minutes: number): string => laterBy(draft.start, minutes, draft.zone).local;
