/**
 * @file One run of the agent: a request, what was read for it, and steps. Plain data and nothing else, so that it can be
 * stored after each change and go on after a reload, in the middle of an approval too.
 */

import type { ActionItem } from "#agent/items/action-item";
import type { DayParts, Language } from "#calendar/resolution";
import type { Id } from "#messages/message";
import type { ErrorCode } from "#shared/errors";
import type { ShieldFinding } from "#shared/shield-finding";

import type { DateReason } from "./dates.ts";
import { INTENTS, type Intent } from "./intent-kinds.ts";
import type { CallMove } from "./planner.ts";
import type { JsonObject } from "./schema.ts";
import type { Caution, RunTables } from "./tables.ts";
import type {
  ApprovalClass,
  DateOption,
  FieldChange,
  ToolError,
  ToolName,
  ToolPolicy,
  Undo,
} from "./tool.ts";

/** Raised when the shape changes; a run of another version is not continued. */
export const RUN_VERSION = 1;
export const MAX_STEPS = 5;

/** What a person asked for, and where they were when they did. */
export interface RunRequest {
  readonly text: string;
  /** Threads that are open or were picked. */
  readonly threadIds: readonly Id[];
  /** Messages that were picked, if any; else the latest of each thread are read. */
  readonly messageIds: readonly Id[];
  /** Only so many of each thread, the latest. */
  readonly lastCount?: number | null;
  /** Drafts that this chat made or changed, the latest last. */
  readonly recentDraftIds?: readonly Id[];
  /** Pictures attached in this session. */
  readonly images: readonly RequestImage[];
  /** IANA zone of the person. */
  readonly zone: string;
  readonly dayParts: DayParts;
  readonly defaultDurationMinutes: number;
  readonly policy: ToolPolicy;
}

export interface RequestImage {
  readonly id: Id;
  readonly name: string;
  /** Where a draft made of it leads back to. */
  readonly chatId?: string;
}

/** Something reading found. Verified: every word of `title` stands in a cited message. */
export interface AgentItem {
  readonly kind: ActionItem["kind"] | "point";
  readonly title: string;
  readonly labels: readonly number[];
  /** `me`, `everyone`, `unclear` or a key of a person. */
  readonly who: string;
  readonly status: ActionItem["status"];
  /** A certain date. */
  readonly dateKey: string | null;
  /** Open dates: what can be meant. Null when the date is certain or there is none. */
  readonly question: { readonly reason: DateReason; readonly options: readonly DateOption[] } | null;
  /** Dates that a later message replaced, in words. */
  readonly superseded: readonly string[];
  readonly durationMinutes: number | null;
  readonly location: string;
  /** False for what comes from text aimed at assistants: it is never acted on by itself. */
  readonly ticked: boolean;
}

export interface Step {
  /** From 1. */
  readonly number: number;
  readonly tool: ToolName | "unknown";
  readonly args: JsonObject;
  /** What the model proposed, where the person changed it. */
  readonly proposedArgs?: JsonObject;
  readonly approvalClass: ApprovalClass;
  readonly state: "proposed" | "approved" | "declined" | "running" | "done" | "failed" | "undone";
  /** Shown before approval; empty for what only reads. */
  readonly changes: readonly FieldChange[];
  readonly cautions: readonly Caution[];
  readonly newIds: readonly string[];
  readonly approvedBy: "person" | "rule" | null;
  readonly result?: JsonObject;
  readonly error?: ToolError;
  /** While it runs: the change it makes, stored before it makes it. */
  readonly planned?: Undo;
  /** Approved once, then asked about again because what it changes had changed. */
  readonly changed?: boolean;
  readonly undo?: Undo;
  /** Dates behind the options of a question. */
  readonly options?: readonly DateOption[];
}

export type RunPhase =
  | { readonly kind: "thinking" }
  /** Step `step` waits for a person's yes or no. */
  | { readonly kind: "approval"; readonly step: number }
  /** Step `step` asked the person something. */
  | { readonly kind: "question"; readonly step: number }
  | { readonly kind: "running"; readonly step: number }
  | { readonly kind: "finished"; readonly why: "answered" | "step-limit" | "shielded" }
  | { readonly kind: "failed"; readonly code: ErrorCode }
  | { readonly kind: "stopped" };

export interface RunAnswer {
  readonly text: string;
  readonly messageIds: readonly Id[];
  /** False: said by the model without a message that bears it out. */
  readonly verified: boolean;
}

export interface AgentRun {
  readonly version: typeof RUN_VERSION;
  readonly id: string;
  readonly request: RunRequest;
  readonly createdAt: string;
  readonly nonce: string;
  /** Language of the request, for reading it. */
  readonly language: Language;
  /** As it was read when the drafts stood as the person saw them; absent from runs of before it was kept. */
  readonly intent?: Intent;
  readonly offered: readonly ToolName[];
  readonly tables: RunTables;
  readonly items: readonly AgentItem[];
  /** The name of the person in the threads read; null = unknown. */
  readonly selfKnown: boolean;
  readonly steps: readonly Step[];
  readonly phase: RunPhase;
  readonly answer: RunAnswer | null;
  /** What the shield did, where there is something to say. */
  readonly shield: RunShield | null;
}

export interface RunShield extends ShieldFinding {
  /** The answer that is held back. */
  readonly answer?: RunAnswer;
  /** The call that is held back; the next move once it is released. */
  readonly call?: CallMove;
  /** The person wanted it all the same. */
  readonly released?: true;
}

const PHASES: ReadonlySet<string> = new Set<RunPhase["kind"]>([
  "thinking",
  "approval",
  "question",
  "running",
  "finished",
  "failed",
  "stopped",
]);

/** A run as it was stored, or null when it is none of this version. */
export function parseRun(value: unknown): AgentRun | null {
  const run = value as Partial<AgentRun> | null;
  if (typeof run !== "object" || run === null || run.version !== RUN_VERSION) return null;
  const complete =
    typeof run.id === "string" &&
    typeof run.nonce === "string" &&
    typeof run.request?.text === "string" &&
    Array.isArray(run.offered) &&
    Array.isArray(run.items) &&
    Array.isArray(run.steps) &&
    typeof run.tables === "object" &&
    PHASES.has(run.phase?.kind ?? "") &&
    (run.intent === undefined || INTENTS.includes(run.intent));
  return complete ? (run as AgentRun) : null;
}

export function stepOf(run: AgentRun, number: number): Step | undefined {
  return run.steps.find((step) => step.number === number);
}

/** The run with a step replaced. */
export function withStep(run: AgentRun, step: Step): AgentRun {
  const known = run.steps.some((other) => other.number === step.number);
  const steps = known
    ? run.steps.map((other) => (other.number === step.number ? step : other))
    : [...run.steps, step];
  return { ...run, steps };
}
