/** @file What the page knows about calendar drafts: the stored list, the proposal being made, the one in the editor. */
import type { AgentProgress } from "#agent/agent-options";
import type { EventProposal } from "#agent/events/propose-event";
import type { EventDraft } from "#calendar/event-draft";
import type { Id } from "#messages/message";
import type { Failure } from "./engine-status.ts";

export type DraftList =
  | { readonly phase: "loading" }
  | { readonly phase: "ready"; readonly drafts: readonly EventDraft[] }
  | { readonly phase: "failed"; readonly error: Failure };

/** Index of the chosen answer, or a time of the person's own. */
export type Choice = number | "own";

/** The draft in the editor. */
export interface Editing {
  readonly draft: EventDraft;
  /** What code could not decide; approving waits for `choice`. */
  readonly question: EventProposal["question"];
  readonly choice: Choice | null;
  /** Writes the quoted messages into the notes of the file. */
  readonly includeQuotes: boolean;
  /** The draft as it is stored, or null when it is new. */
  readonly stored: EventDraft | null;
  /** A click on Approve found fields that are not right: they are shown from then on. */
  readonly showProblems: boolean;
  readonly saving: boolean;
}

export type Proposing =
  | { readonly phase: "idle" }
  | { readonly phase: "running"; readonly messageId: Id; readonly progress: AgentProgress | null }
  | { readonly phase: "failed"; readonly error: Failure };

export interface DraftsState {
  readonly list: DraftList;
  readonly editing: Editing | null;
  readonly proposing: Proposing;
}

/** A question with answers on offer is open: approving has to wait. */
export function mustChoose({ question, choice }: Editing): boolean {
  return question !== null && question.choices.length > 0 && choice === null;
}

/** Closing the editor would lose something. */
export function hasUnsavedWork({ draft, stored }: Editing): boolean {
  if (stored) return draft !== stored;
  const { title, start, location, notes, people, sources } = draft;
  return [title, start, location, notes, people, sources].some(({ length }) => length > 0);
}

/** The draft cites messages of that thread. */
export function isFromThread({ sources }: EventDraft, threadId: Id | null): boolean {
  return sources.some((source) => source.threadId === threadId);
}
