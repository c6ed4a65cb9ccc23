/** @file What stands on which day: drafts and imported events within some days, in the viewer's zone, in order. */
import { scheduleOf } from "#calendar/conflicts";
import type { EventDraft } from "#calendar/event-draft";
import type { ImportedCalendar, ImportedEvent } from "#calendar/imported-event";
import { type DayWindow, type Instance, instancesOf } from "#calendar/instances";
import { dateOfDay, dayNumber } from "#calendar/occurrences";

export interface CalendarItem {
  readonly key: string;
  readonly title: string;
  readonly location: string;
  /** Days or wall times in the viewer's zone; the last day of all-day items is inclusive. */
  readonly start: string;
  readonly end: string;
  readonly allDay: boolean;
  readonly source:
    | { readonly kind: "draft"; readonly draft: EventDraft }
    | { readonly kind: "event"; readonly event: ImportedEvent; readonly calendar: ImportedCalendar };
}

/** Items of more days than this are not counted on each of them. */
const MAX_DAYS = 62;

/** Items that touch the window, by day (`YYYY-MM-DD`); one of several days stands on each. */
export function itemsByDay(
  drafts: readonly EventDraft[],
  calendars: readonly ImportedCalendar[],
  window: DayWindow,
): ReadonlyMap<string, readonly CalendarItem[]> {
  const items = [...draftItems(drafts, window), ...eventItems(calendars, window)].sort(byStart);
  const days = new Map<string, CalendarItem[]>();
  for (const item of items) {
    for (const day of daysOf(item, window)) {
      const known = days.get(day);
      if (known) known.push(item);
      else days.set(day, [item]);
    }
  }
  return days;
}

function draftItems(drafts: readonly EventDraft[], window: DayWindow): readonly CalendarItem[] {
  return drafts.flatMap((draft) => {
    const schedule = scheduleOf(draft);
    if (schedule === null) return [];
    const { title, location, allDay } = draft;
    return instancesOf(schedule, window).map((instance): CalendarItem => ({
      ...spanOf(instance, allDay),
      key: `${draft.id} ${instance.start}`,
      title,
      location,
      allDay,
      source: { kind: "draft", draft },
    }));
  });
}

function eventItems(calendars: readonly ImportedCalendar[], window: DayWindow): readonly CalendarItem[] {
  return calendars.flatMap((calendar) =>
    calendar.events.flatMap((event, at) =>
      instancesOf(event, window).map((instance): CalendarItem => ({
        ...spanOf(instance, event.allDay),
        key: `${calendar.id} ${at} ${instance.start}`,
        title: event.title,
        location: event.location,
        allDay: event.allDay,
        source: { kind: "event", event, calendar },
      })),
    ),
  );
}

const spanOf = ({ start, end }: Instance, allDay: boolean): Pick<CalendarItem, "start" | "end"> =>
  allDay ? { start: start.slice(0, 10), end: end.slice(0, 10) } : { start, end };

/** All-day items first, then by time. */
function byStart(a: CalendarItem, b: CalendarItem): number {
  const [left, right] = [sortKey(a), sortKey(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

const sortKey = ({ allDay, start, title }: CalendarItem): string =>
  `${start.slice(0, 10)} ${allDay ? "" : start.slice(11)} ${title}`;

/** The days of the window an item stands on. An end at midnight belongs to the day before. */
function daysOf({ start, end, allDay }: CalendarItem, { from, to }: DayWindow): readonly string[] {
  const first = Math.max(dayNumber(start.slice(0, 10)), dayNumber(from));
  const endsAtMidnight = !allDay && end.endsWith("T00:00") && end > start;
  const last = Math.min(dayNumber(end.slice(0, 10)) - (endsAtMidnight ? 1 : 0), dayNumber(to));
  const count = Math.min(Math.max(last - first + 1, 0), MAX_DAYS);
  return Array.from({ length: count }, (_, step) => dateOfDay(first + step));
}

/** "09:00" on the day it starts, else nothing: for places too narrow for more. */
export function startText({ allDay, start }: CalendarItem, day: string): string {
  return allDay || start.slice(0, 10) !== day ? "" : start.slice(11);
}

/** "all day", "09:00–09:30"; on a later day of a long item, that it goes on. */
export function timeText({ allDay, start, end }: CalendarItem, day: string): string {
  if (allDay) return "all day";
  const isFirst = start.slice(0, 10) === day;
  const isLast = end.slice(0, 10) === day;
  if (isFirst && isLast) return start === end ? start.slice(11) : `${start.slice(11)}–${end.slice(11)}`;
  if (isFirst) return `from ${start.slice(11)}`;
  return isLast ? `until ${end.slice(11)}` : "all day";
}
