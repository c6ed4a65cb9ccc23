/**
 * @file What one request to the assistant becomes: parts that are worked on one after the other, each kept as it stands.
 * Plain data: a job goes on after a reload from what was stored.
 */
import type { AgentProgress } from "#agent/agent-options";
import { parseRun, type AgentRun } from "#agent/act/run";
import { refusalText } from "#agent/phrases/refusals";
import type { Language } from "#calendar/resolution";
import type { Id } from "#messages/message";
import type { JobRecord } from "#storage/agent-jobs";
import { isHeld } from "#storage/conversations";
import type { Failure } from "./engine-status.ts";
import type { ActionItems, Kept, Summary } from "./kept-results.ts";

/** Raised when the shape changes; a job of another version is not shown. */
const JOB_VERSION = 1;

/** News between tabs: the id of a job that stands otherwise now. */
export const JOBS_CHANNEL = "hearth-agent";

export type PartKind = "summary" | "items" | "act";

export type PartState = "queued" | "working" | "waiting" | "done" | "stopped" | "failed";

/** Whether the messages of a summary or list may be read; left out = nobody had to be asked. */
export type PartReading = "ask" | "allowed" | "declined" | "blocked";

interface PartBase {
  readonly state: PartState;
  readonly error?: Failure;
  /** A conversation it came from was deleted, and what it said with it; `withdrawn` = it waited for the person then. */
  readonly gone?: "removed" | "withdrawn";
}

interface ReadingPart extends PartBase {
  readonly threadId: Id;
  readonly reading?: PartReading;
  /** Of the request. */
  readonly language?: Language;
}

export type JobPart =
  | (ReadingPart & { readonly kind: "summary"; readonly value: Kept<Summary> | null })
  | (ReadingPart & { readonly kind: "items"; readonly value: Kept<ActionItems> | null })
  /** A run of the loop for `text`; null until reading is over. */
  | (PartBase & { readonly kind: "act"; readonly text: string; readonly run: AgentRun | null });

/** Which messages a request is about. */
export interface Scope {
  /** Empty = none were chosen. */
  readonly threadIds: readonly Id[];
  /** The latest of each thread; null = all. */
  readonly lastCount: number | null;
}

export const NO_SCOPE: Scope = { threadIds: [], lastCount: null };

export interface AgentJob {
  readonly version: typeof JOB_VERSION;
  readonly id: string;
  readonly conversationId: string;
  readonly turnId: string;
  /** ISO instant. */
  readonly createdAt: string;
  readonly scope: Scope;
  readonly parts: readonly JobPart[];
}

/** The job as it is stored. */
export function recordOf(job: AgentJob, revision: number): JobRecord {
  const { id, conversationId, turnId } = job;
  const waiting = isWaiting(job) ? ({ waiting: 1 } as const) : {};
  return { id, conversationId, turnId, revision, ...waiting, value: job };
}

/** Where work is, for the parts that report it. */
export interface JobProgress {
  readonly jobId: string;
  readonly part: number;
  readonly progress: AgentProgress | null;
}

export function newJob(about: Omit<AgentJob, "version">): AgentJob {
  return { ...about, version: JOB_VERSION };
}

/** A job as it was stored, or null when it is none of this version. */
export function parseJob(value: unknown): AgentJob | null {
  const job = value as Partial<AgentJob> | null | undefined;
  if (typeof job !== "object" || job === null || job.version !== JOB_VERSION) return null;
  if (typeof job.id !== "string" || typeof job.turnId !== "string" || !Array.isArray(job.parts)) return null;
  const parts = job.parts as readonly JobPart[];
  const sound = parts.every(
    (part) => part.kind !== "act" || part.run === null || parseRun(part.run) !== null,
  );
  return sound ? (job as AgentJob) : null;
}

export function withPart(job: AgentJob, at: number, part: JobPart): AgentJob {
  return { ...job, parts: job.parts.map((other, index) => (index === at ? part : other)) };
}

/**
 * The job without a word that came from a thread: that it ran, and what the person asked, stays. The very same job where it
 * did not read the thread.
 */
export function withoutThread(job: AgentJob, threadId: Id): AgentJob {
  if (!job.parts.some((part) => isFrom(part, job, threadId))) return job;
  return { ...job, parts: job.parts.map((part) => (isFrom(part, job, threadId) ? emptied(part) : part)) };
}

/** It was chosen, or a search led there. */
function isFrom(part: JobPart, { scope }: AgentJob, threadId: Id): boolean {
  if (part.gone !== undefined) return false;
  if (part.kind !== "act") return part.threadId === threadId;
  const labels = part.run?.tables.labels ?? [];
  return scope.threadIds.includes(threadId) || labels.some((label) => label.threadId === threadId);
}

function emptied({ error: _error, ...part }: JobPart): JobPart {
  const over = { state: "done", gone: part.state === "waiting" ? "withdrawn" : "removed" } as const;
  return part.kind === "act" ? { ...part, ...over, run: null } : { ...part, ...over, value: null };
}

/** The first part that is not over; -1 when all are. */
export function nextPart({ parts }: AgentJob): number {
  return parts.findIndex(({ state }) => state !== "done");
}

function isWaiting({ parts }: AgentJob): boolean {
  return parts.some(({ state }) => state === "waiting");
}

/** The part with its run as it stands now; any other part stays as it is. */
export function withRun(part: JobPart, run: AgentRun): JobPart {
  return part.kind === "act" ? { ...part, ...stateOfRun(run), run } : part;
}

/** How a part stands after its run stands so. */
function stateOfRun({ phase }: AgentRun): Pick<JobPart, "state" | "error"> {
  switch (phase.kind) {
    case "thinking":
    case "running":
      return { state: "working" };
    case "approval":
    case "question":
      return { state: "waiting" };
    case "finished":
      return { state: "done" };
    case "stopped":
      return { state: "stopped" };
    case "failed":
      return { state: "failed", error: { code: phase.code, details: {} } };
    default:
      return phase satisfies never;
  }
}

/** What the job said and nothing holds back, as later questions of the conversation see it and as it is copied. */
export function jobText({ parts }: AgentJob): string {
  return parts
    .map(partText)
    .filter((text) => text !== "")
    .join("\n");
}

/** What one part said, as in `jobText`; empty while it says nothing. */
export function partText(part: JobPart): string {
  if (part.kind === "act") return part.run?.answer?.text ?? "";
  const refusal = refusalOfPart(part);
  if (refusal !== null) return refusal;
  if (part.value === null || isHeld(part.value)) return "";
  if (part.kind === "summary") return part.value.value.sentences.map(({ text }) => `- ${text}`).join("\n");
  return part.value.value.items.map(({ what }) => `- ${what}`).join("\n");
}

/** Why a summary or list was not made, in words; null = it was, or will be. */
export function refusalOfPart({ reading, language = "en" }: ReadingPart): string | null {
  return reading === "blocked" || reading === "declined" ? refusalText("messages", reading, language) : null;
}

/** For the turn that shows a job: its text, and whether it is over. */
export function turnOf(job: AgentJob): { readonly text: string; readonly state: "done" | "stopped" } {
  const stopped = job.parts.some(({ state }) => state === "stopped");
  return { text: jobText(job), state: stopped ? "stopped" : "done" };
}
