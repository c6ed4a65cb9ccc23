/** @file Tasks and notes: made (A1), changed (A1, or A2 where a task is closed). */

import { phraseBook } from "#agent/phrases/books";
import type { ChangeField } from "#agent/phrases/phrase-book";
import type { Owner } from "#agent/sentences/ownership";
import { trimAtWord } from "#agent/sentences/text";
import { fail, ok, type Result } from "#shared/result";

import type { AgentRun } from "./run.ts";
import { listOf, objectOf, oneOf, oneOfNumbers, text, type JsonObject } from "./schema.ts";
import { idOf, keysOf, withKeys, type RunTables } from "./tables.ts";
import type { AgentTask, SourceRef } from "./task.ts";
import {
  citedLabels,
  stringArg,
  type FieldChange,
  type ToolContext,
  type ToolDefinition,
  type ToolError,
} from "./tool.ts";
import { carryOut, CHANGED_SINCE, NOTHING_TO_CHANGE } from "./write-ahead.ts";

const NO_DATE = "none";
const STATES = ["open", "done", "cancelled"] as const;

const failed = (code: ToolError["code"], message: string): Result<never, ToolError> =>
  fail({ code, message });

const owners = (tables: RunTables): readonly string[] => [
  "me",
  ...keysOf(tables.people),
  "everyone",
  "unclear",
];
const dates = (tables: RunTables): readonly string[] => [...tables.dates.map((entry) => entry.key), NO_DATE];
const labels = (tables: RunTables) => oneOfNumbers(tables.labels.map((entry) => entry.label));

function ownerOfKey(key: string, tables: RunTables): Owner {
  if (key === "me" || key === "everyone" || key === "unclear") return { kind: key };
  const personId = idOf(tables.people, key);
  return personId === undefined ? { kind: "unclear" } : { kind: "person", personId };
}

function ownerName(owner: Owner, { tables, language }: AgentRun): string {
  const { you, everyone, unclear } = phraseBook(language);
  const person = owner.kind === "person" ? tables.people.find(({ id }) => id === owner.personId) : undefined;
  return person?.name ?? (owner.kind === "me" ? you : owner.kind === "everyone" ? everyone : unclear);
}

function dueOfKey(key: string | undefined, tables: RunTables): AgentTask["due"] {
  const entry = tables.dates.find((other) => other.key === key);
  if (entry === undefined) return null;
  return { phrase: entry.phrase, display: entry.display, resolution: entry.resolution };
}

function refsOf(args: JsonObject, tables: RunTables): SourceRef[] {
  return citedLabels(args).flatMap((label) => {
    const entry = tables.labels.find((other) => other.label === label);
    return entry === undefined ? [] : [{ threadId: entry.threadId, messageId: entry.messageId }];
  });
}

const FIELDS: readonly (readonly [field: ChangeField, read: (task: AgentTask, run: AgentRun) => string])[] = [
  ["what", (task) => task.what],
  ["who", (task, run) => ownerName(task.who, run)],
  ["due", (task) => task.due?.display ?? ""],
  ["status", (task, run) => phraseBook(run.language).statuses[task.status]],
];

function taskFields(after: AgentTask, before: AgentTask | null, run: AgentRun): FieldChange[] {
  return FIELDS.flatMap(([field, read]): FieldChange[] => {
    const was = before === null ? null : read(before, run);
    const value = read(after, run);
    return value === (was ?? "") ? [] : [{ field, before: was, after: value }];
  });
}

export const createTask: ToolDefinition = {
  name: "create_task",
  description: "Notes a task from an item. Who is unclear stays unclear.",
  approval: () => "A1",
  schema: (tables) =>
    objectOf(
      {
        what: text(120, 1),
        who: oneOf(owners(tables)),
        date_key: oneOf(dates(tables)),
        source: listOf(labels(tables), 1, 5),
      },
      ["what", "who", "source"],
    ),
  preview: (args, context) => Promise.resolve(ok(taskFields(newTask(args, context), null, context.run))),
  async execute(args, context) {
    const task = newTask(args, context);
    const { ports, run } = context;
    const before = (await ports.tasks.list()).find((other) => other.id === task.id);
    if (before === undefined) await ports.tasks.put(task);
    const tables = withKeys(run.tables, "tasks", [{ id: task.id, name: trimAtWord(task.what, 60) }]);
    const key = tables.tasks.find((entry) => entry.id === task.id)?.key ?? "";
    return ok({
      tables,
      result: { task: key, due: task.due?.display ?? "" },
      undo: { table: "tasks", id: task.id, before: null, wrote: before ?? task },
    });
  },
};

function newTask(args: JsonObject, { run, ports, newIds }: ToolContext): AgentTask {
  const now = ports.now();
  return {
    id: newIds[0] ?? "",
    what: (stringArg(args, "what") ?? "").trim(),
    who: ownerOfKey(stringArg(args, "who") ?? "", run.tables),
    due: dueOfKey(stringArg(args, "date_key"), run.tables),
    sources: refsOf(args, run.tables),
    status: "open",
    createdAt: now,
    updatedAt: now,
  };
}

export const updateTask: ToolDefinition = {
  name: "update_task",
  description: "Changes a task, or closes it after the person approved.",
  approval: (args) => {
    const status = stringArg(args, "status");
    return status === "done" || status === "cancelled" ? "A2" : "A1";
  },
  schema: (tables) =>
    objectOf(
      {
        task: oneOf(keysOf(tables.tasks)),
        status: { type: "string", enum: STATES },
        who: oneOf(owners(tables)),
        date_key: oneOf(dates(tables)),
      },
      ["task"],
      2,
    ),
  async preview(args, context) {
    const change = await changedTask(args, context);
    if (!change.ok) return change;
    const changes = taskFields(change.value.after, change.value.before, context.run);
    return changes.length === 0 ? NOTHING_TO_CHANGE : ok(changes);
  },
  async plan(args, context) {
    const change = await changedTask(args, context);
    if (!change.ok) return change;
    const { before, after } = change.value;
    return ok({ table: "tasks", id: after.id, before, wrote: after });
  },
  async execute(args, { ports, planned: undo }) {
    if (undo?.table !== "tasks" || !(await carryOut(ports.tasks, undo))) return CHANGED_SINCE;
    const status = undo.wrote?.status ?? "open";
    return ok({ result: { task: stringArg(args, "task") ?? "", status }, undo });
  },
};

async function changedTask(
  args: JsonObject,
  { run, ports }: ToolContext,
): Promise<Result<{ readonly before: AgentTask; readonly after: AgentTask }, ToolError>> {
  const id = idOf(run.tables.tasks, stringArg(args, "task") ?? "");
  const before = (await ports.tasks.list()).find((task) => task.id === id);
  if (before === undefined) return failed("not-found", "this task is not here any more");
  const who = stringArg(args, "who");
  const key = stringArg(args, "date_key");
  const status = STATES.find((state) => state === stringArg(args, "status"));
  const after: AgentTask = {
    ...before,
    who: who === undefined ? before.who : ownerOfKey(who, run.tables),
    due: key === undefined ? before.due : dueOfKey(key, run.tables),
    status: status ?? before.status,
    updatedAt: ports.now(),
  };
  return ok({ before, after });
}

export const saveNote: ToolDefinition = {
  name: "save_note",
  description: "Keeps a note for the person.",
  approval: () => "A1",
  schema: (tables) => objectOf({ text: text(2000, 1), source: listOf(labels(tables), 0, 5) }, ["text"]),
  preview: (args) =>
    Promise.resolve(ok([{ field: "note", before: null, after: stringArg(args, "text") ?? "" }])),
  async execute(args, { run, ports, newIds }) {
    const note = {
      id: newIds[0] ?? "",
      text: stringArg(args, "text") ?? "",
      sources: refsOf(args, run.tables),
      createdAt: ports.now(),
    };
    const before = (await ports.notes.list()).find((other) => other.id === note.id);
    if (before === undefined) await ports.notes.put(note);
    const undo = { table: "notes", id: note.id, before: null, wrote: before ?? note } as const;
    return ok({ result: { saved: true }, undo });
  },
};
