/** @file A calendar event being prepared. Plain data; `ics.ts` writes it, the page edits it. */

export interface EventDraft {
  readonly id: string;
  /** RFC 7986 5.3: random, without host or user data. Never changes. */
  readonly uid: string;
  /** RFC 5545 3.8.7.4: raised by one each time an exported draft is changed and exported again. */
  readonly sequence: number;
  readonly title: string;
  readonly allDay: boolean;
  /** `YYYY-MM-DDTHH:mm` in `zone`, or `YYYY-MM-DD` when `allDay`. Empty string = not chosen yet. */
  readonly start: string;
  /** Same form. Exclusive for timed events; for all-day events the last day, inclusive. */
  readonly end: string;
  /** IANA zone name. */
  readonly zone: string;
  readonly location: string;
  readonly notes: string;
  /** Names only, written into DESCRIPTION: guests are added in the person's calendar app (spec 5.1). */
  readonly people: readonly string[];
  /** Minutes before the start, or null. */
  readonly reminderMinutes: number | null;
  readonly status: "tentative" | "confirmed";
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

export interface DraftSource {
  readonly threadId: string;
  readonly messageId: string;
  readonly quote: string;
}
