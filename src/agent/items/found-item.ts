/** @file What is known of an action item while its thread is being read. */

import type { Due } from "#agent/sentences/due";
import type { Owner } from "#agent/sentences/ownership";
import type { ReadMessage, ReadSentence } from "#agent/sentences/reading";
import type { Id } from "#messages/message";

import type { ActionItem } from "./action-item.ts";

/** A date that no longer holds, and the message it was said in. */
export interface Replaced extends Due {
  readonly read: ReadMessage;
}

export interface FoundItem extends Due {
  readonly kind: ActionItem["kind"];
  /** The sentence it was found in. */
  readonly sentence: ReadSentence;
  readonly read: ReadMessage;
  readonly who: Owner;
  readonly status: ActionItem["status"];
  /** In reading order, the finding message first. */
  readonly messageIds: readonly Id[];
  /** Dates that a later message replaced, earliest first. */
  readonly superseded: readonly Replaced[];
  /** Where its present date was said, if not in its own sentence. */
  readonly movedBy?: { readonly read: ReadMessage; readonly sentence: ReadSentence };
  /** The time that was agreed on, while another one is only proposed and `due` asks which. */
  readonly proposed?: Replaced | undefined;
  /** The latest message that touched it. */
  readonly last: ReadMessage;
}
