/** @file What is known of an action item while its thread is being read. */

import type { Id } from "#messages/message";

import type { ActionItem, Owner } from "./action-item.ts";
import type { Due } from "./due.ts";
import type { ReadMessage, ReadSentence } from "./reading.ts";

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
  readonly superseded: readonly Due[];
  /** The latest message that touched it. */
  readonly last: ReadMessage;
}
