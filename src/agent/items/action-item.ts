/** @file One thing to do, to attend, that was decided, or that waits for an answer. Plain data. */

import type { Owner } from "#agent/sentences/ownership";
import type { Resolution } from "#calendar/resolution";
import type { Id } from "#messages/message";

export interface ActionItem {
  /** Made from kind and first cited message: the same item keeps its id when a longer range is read. */
  readonly id: Id;
  readonly kind: "task" | "event" | "decision" | "question";
  /** At most 100 characters. */
  readonly what: string;
  /** `quote` = words of the message. */
  readonly whatWrittenBy: "model" | "quote";
  readonly who: Owner;
  /** Exactly as written in a cited message, or null. */
  readonly duePhrase: string | null;
  /** Resolved by code against the time of its message; null when there is no phrase or the message has no time. */
  readonly due: Resolution | null;
  /** Dates that a later message replaced, earliest first: shown struck through. */
  readonly superseded?: readonly { readonly phrase: string; readonly resolution: Resolution | null }[];
  /** Earliest first, at least one: where it was said, accepted, changed, done. */
  readonly messageIds: readonly Id[];
  /** A question that got an answer is `done`. */
  readonly status: "open" | "accepted" | "done" | "cancelled" | "changed";
}
