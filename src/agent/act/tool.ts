/**
 * @file What a tool of the agent is (spec messages-calendar 8). Approval classes: A0 reads, A1 makes a local, reversible
 * draft, A2 waits until a person approves exactly what will change. A3, what only a person may do, has no tools.
 */

import type { ChangeField } from "#agent/phrases/phrase-book";
import type { EventDraft } from "#calendar/event-draft";
import type { Resolution } from "#calendar/resolution";
import type { Result } from "#shared/result";

import type { AgentPorts } from "./ports.ts";
import type { AgentItem, AgentRun } from "./run.ts";
import type { JsonObject, JsonValue, ObjectSchema } from "./schema.ts";
import type { RunTables } from "./tables.ts";
import type { AgentNote, AgentTask } from "./task.ts";

export const TOOL_NAMES = [
  "list_threads",
  "search_messages",
  "get_message",
  "resolve_date",
  "list_events",
  "create_calendar_draft",
  "update_calendar_draft",
  "create_task",
  "update_task",
  "ocr_image",
  "save_note",
  "ask_user",
  "answer",
] as const;

export type ToolName = (typeof TOOL_NAMES)[number];
export type ApprovalClass = "A0" | "A1" | "A2";

/** `allow` never lowers A2: what needs a diff needs it always. */
export type ToolPolicy = Readonly<Partial<Record<ToolName, "allow" | "ask" | "block">>>;

/** One line of an approval card. */
export interface FieldChange {
  readonly field: ChangeField;
  /** Null for something new. */
  readonly before: string | null;
  readonly after: string;
}

/** What has to be written to take a step back. `wrote` is what the step left, to notice later changes. */
export type Undo =
  | {
      readonly table: "drafts";
      readonly id: string;
      readonly before: EventDraft | null;
      readonly wrote: EventDraft | null;
    }
  | {
      readonly table: "tasks";
      readonly id: string;
      readonly before: AgentTask | null;
      readonly wrote: AgentTask | null;
    }
  | {
      readonly table: "notes";
      readonly id: string;
      readonly before: AgentNote | null;
      readonly wrote: AgentNote | null;
    };

/** What a call gave back when it could not do its work: data for the model, not an exception. */
/** How long an event can be, in minutes. */
export const MIN_EVENT_MINUTES = 5;
export const MAX_EVENT_MINUTES = 1440;

export interface ToolError {
  readonly code:
    | "unknown-tool"
    | "tool-blocked"
    | "arguments-invalid"
    | "one-call-a-step"
    | "not-found"
    | "date-not-certain"
    | "no-date-found"
    | "no-calendar"
    | "no-text-found"
    | "not-supported-by-messages"
    | "draft-invalid"
    /** Something else changed what this step was to change, after it was begun. */
    | "changed-since"
    /** It waited for approval until its date was over. */
    | "date-over"
    /** It is as the call wants it already. */
    | "nothing-to-change";
  /** For the model: short, English, without user content. */
  readonly message: string;
}

/** A date a person can choose, in words and as data. */
export interface DateOption {
  readonly display: string;
  readonly resolution: Resolution;
  /** The words it was read from and the label of their message; null when they are the person's own. */
  readonly phrase: string | null;
  readonly label: number | null;
}

export interface ToolOutcome {
  /** For the model; never message text. */
  readonly result: JsonObject;
  readonly tables?: RunTables;
  /** What reading brought up: shown to the model as verified items. */
  readonly items?: readonly AgentItem[];
  readonly undo?: Undo;
  /** What a person can be asked, with the dates behind the words. */
  readonly options?: readonly DateOption[];
}

export interface ToolContext {
  readonly run: AgentRun;
  readonly ports: AgentPorts;
  /** Ids for what this step makes, chosen before it ran: running it again writes the same records. */
  readonly newIds: readonly string[];
  readonly signal?: AbortSignal | undefined;
  /** What `plan` gave, as it was stored before the step ran. */
  readonly planned?: Undo | undefined;
}

export interface ToolDefinition {
  readonly name: ToolName;
  /** For the model. */
  readonly description: string;
  /** Arguments as this run allows them; null when there is nothing to call it with. */
  schema(tables: RunTables): ObjectSchema | null;
  approval(args: JsonObject): ApprovalClass;
  /** What would change, without changing it. */
  preview?(args: JsonObject, context: ToolContext): Promise<Result<readonly FieldChange[], ToolError>>;
  /**
   * The record as it is and as it will be. Stored with the step before `execute` runs, so that a step that was cut off is
   * finished, not worked out again from what it has changed itself.
   */
  plan?(args: JsonObject, context: ToolContext): Promise<Result<Undo, ToolError>>;
  execute(args: JsonObject, context: ToolContext): Promise<Result<ToolOutcome, ToolError>>;
}

// Arguments were validated against the schema: what is asked for here has the type, or is not there.

export function stringArg(args: JsonObject, name: string): string | undefined {
  const value = own(args, name);
  return typeof value === "string" ? value : undefined;
}

export function numberArg(args: JsonObject, name: string): number | undefined {
  const value = own(args, name);
  return typeof value === "number" ? value : undefined;
}

export function listArg<T extends "string" | "number">(
  args: JsonObject,
  name: string,
  type: T,
): readonly (T extends "string" ? string : number)[] {
  const value = own(args, name);
  if (!Array.isArray(value)) return [];
  return value.filter((item) => typeof item === type);
}

function own(args: JsonObject, name: string): JsonValue | undefined {
  return Object.hasOwn(args, name) ? args[name] : undefined;
}

/** Labels a call cites, in whichever argument its tool has them. */
export function citedLabels(args: JsonObject): readonly number[] {
  const single = numberArg(args, "source") ?? numberArg(args, "label");
  return single === undefined ? listArg(args, "source", "number") : [single];
}
