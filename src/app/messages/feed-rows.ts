/** @file The rows of one page of a thread: which day begins where, which name is not repeated, how high it will be. */
import type { Id, Message } from "#messages/message";
import type { OutlinePage, ThreadOutline } from "#storage/thread-outline";
import { dayText } from "./time-text.ts";

export interface FeedRow {
  readonly message: Message;
  /** Position in the thread, from 0. */
  readonly index: number;
  /** Label of the day that begins with this message, or null. */
  readonly day: string | null;
  /** The sender wrote the message before too, on the same day: the name is not repeated. */
  readonly continues: boolean;
}

/** Positions at which a day begins, with its label. */
export type DayStarts = ReadonlyMap<number, string>;

const ROW_HEIGHT = 28;
const LINE_HEIGHT = 25;

export function dayStarts({ days }: Pick<ThreadOutline, "days">): DayStarts {
  const starts = new Map<number, string>();
  let at = 0;
  for (const { date, count } of days) {
    if (date !== null) starts.set(at, dayText(date));
    at += count;
  }
  return starts;
}

/** @param start position of the first message of the page */
export function feedRows(
  messages: readonly Message[],
  { follows }: Pick<OutlinePage, "follows">,
  start: number,
  days: DayStarts,
): readonly FeedRow[] {
  let before: Id | null = follows;
  return messages.map((message, offset) => {
    const day = days.get(start + offset) ?? null;
    const continues = day === null && message.senderId !== null && before === message.senderId;
    before = message.kind === "system" ? null : message.senderId;
    return { message, index: start + offset, day, continues };
  });
}

/** Pixels, until the page has been drawn and measured. */
export function estimatedHeight({ count, lines }: Pick<OutlinePage, "count" | "lines">): number {
  return count * ROW_HEIGHT + lines * LINE_HEIGHT;
}
