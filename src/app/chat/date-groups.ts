/** @file Conversations under the headings of a list: today, yesterday, the last days, then months. */
import type { Conversation } from "#storage/conversations";

export interface DateGroup {
  readonly label: string;
  readonly conversations: readonly Conversation[];
}

const DAY_MS = 86_400_000;

/** Keeps the order it is given (latest first). `nowMs` and the dates are taken in the time zone of the device. */
export function dateGroups(conversations: readonly Conversation[], nowMs: number): readonly DateGroup[] {
  const groups = new Map<string, Conversation[]>();
  for (const conversation of conversations) {
    const label = groupLabel(conversation.updatedAt, nowMs);
    groups.set(label, [...(groups.get(label) ?? []), conversation]);
  }
  return [...groups].map(([label, members]) => ({ label, conversations: members }));
}

function groupLabel(atMs: number, nowMs: number): string {
  const days = dayNumber(nowMs) - dayNumber(atMs);
  if (days <= 0) return "Today";
  if (days === 1) return "Yesterday";
  if (days <= 7) return "Previous 7 days";
  if (days <= 30) return "Previous 30 days";
  return new Intl.DateTimeFormat("en", { month: "long", year: "numeric" }).format(atMs);
}

/** Calendar days since 1970 on the device's clock: never off by one where a day has 23 or 25 hours. */
function dayNumber(ms: number): number {
  const date = new Date(ms);
  return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / DAY_MS;
}
