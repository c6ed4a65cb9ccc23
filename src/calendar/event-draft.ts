/** @file A calendar event or task being prepared. Plain data; `ics.ts` writes it, the page edits it. */

import type { Recurrence } from "./recurrence.ts";

export interface EventDraft {
  readonly id: string;
  /** RFC 7986 5.3: random, without host or user data. Never changes. */
  readonly uid: string;
  /** RFC 5545 3.8.7.4: raised by one each time an exported draft is changed and exported again. */
  readonly sequence: number;
  /** A task has a due moment in `start`, or none; its `end` is not used. */
  readonly kind: "event" | "task";
  readonly title: string;
  readonly allDay: boolean;
  /** `YYYY-MM-DDTHH:mm` in `zone`, or `YYYY-MM-DD` when `allDay`. Empty string = not chosen yet. */
  readonly start: string;
  /** Same form. Exclusive for timed events; for all-day events the last day, inclusive. */
  readonly end: string;
  /** IANA zone name. */
  readonly zone: string;
  /** How an event repeats, or null. */
  readonly repeat: Recurrence | null;
  readonly location: string;
  readonly notes: string;
  /** A web or mail address the person typed, or empty. */
  readonly url: string;
  /** Names only, written into DESCRIPTION: guests are added in the person's calendar app (spec 5.1). */
  readonly people: readonly string[];
  /** Minutes before the start, or null. Negative (after midnight of the day) only for all-day drafts. */
  readonly reminderMinutes: number | null;
  readonly status: DraftStatus;
  /** RFC 5545 3.8.1.9: 0 = none, 1 = high, 5 = medium, 9 = low. Tasks only. */
  readonly priority: number;
  /** A task that is done. */
  readonly done: boolean;
  readonly sources: readonly DraftSource[];
  /** The words the date was read from, exactly as written, or null. */
  readonly phrase: string | null;
  /** What was assumed, in words a person reads ("assumed 3 pm"). */
  readonly assumptions: readonly string[];
  /** `approved` = the .ics was written by a click; editing it afterwards makes it `proposed` again. */
  readonly state: "proposed" | "approved";
  /** ISO instants. */
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** `cancelled` is offered once a file was written: the next file withdraws the event. */
export type DraftStatus = "tentative" | "confirmed" | "cancelled";

export interface DraftSource {
  readonly threadId: string;
  readonly messageId: string;
  readonly quote: string;
  /** Set where it was read off a picture of this chat, and not in a message. */
  readonly chatId?: string;
}

/** An empty draft. @param now ISO instant */
export function emptyDraft(identity: {
  readonly id: string;
  readonly uid: string;
  readonly zone: string;
  readonly now: string;
}): EventDraft {
  const { id, uid, zone, now } = identity;
  return {
    id,
    uid,
    sequence: 0,
    kind: "event",
    title: "",
    allDay: false,
    start: "",
    end: "",
    zone,
    repeat: null,
    location: "",
    notes: "",
    url: "",
    people: [],
    reminderMinutes: null,
    status: "confirmed",
    priority: 0,
    done: false,
    sources: [],
    phrase: null,
    assumptions: [],
    state: "proposed",
    createdAt: now,
    updatedAt: now,
  };
}
