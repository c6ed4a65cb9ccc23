/** @file Tasks and notes that the agent keeps for a person. Plain data. */

import type { Owner } from "#agent/sentences/ownership";
import type { Resolution } from "#calendar/resolution";
import type { Id } from "#messages/message";

export interface SourceRef {
  /** Null for a picture. */
  readonly threadId: Id | null;
  readonly messageId: Id;
}

export interface AgentTask {
  readonly id: Id;
  readonly what: string;
  readonly who: Owner;
  /** As written, and what code made of it; null = no date. */
  readonly due: {
    readonly phrase: string | null;
    readonly display: string;
    readonly resolution: Resolution;
  } | null;
  readonly sources: readonly SourceRef[];
  readonly status: "open" | "done" | "cancelled";
  /** ISO instants. */
  readonly createdAt: string;
  readonly updatedAt: string;
}

export interface AgentNote {
  readonly id: Id;
  readonly text: string;
  readonly sources: readonly SourceRef[];
  readonly createdAt: string;
}
