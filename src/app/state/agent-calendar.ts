/** @file Busy times of the imported calendars, as the agent asks for them. */
import type { CalendarEvent, CalendarPort } from "#agent/act/ports";
import type { ImportedCalendar } from "#calendar/imported-event";
import { instancesOf, type DayWindow } from "#calendar/instances";

/** More on so few days is no calendar of a person. */
const MAX_EVENTS = 200;

/** @param zone IANA zone in which days begin and wall times are said */
export function calendarPort(
  list: () => Promise<readonly ImportedCalendar[]>,
  zone: () => string,
): CalendarPort {
  return {
    async events(from, to) {
      const calendars = await list();
      if (calendars.length === 0) return null;
      const window: DayWindow = { from, to, zone: zone() };
      return calendars.flatMap((calendar) => eventsOf(calendar, window)).slice(0, MAX_EVENTS);
    },
  };
}

function eventsOf({ events }: ImportedCalendar, window: DayWindow): readonly CalendarEvent[] {
  return events
    .filter(({ busy }) => busy !== "free")
    .flatMap((event) =>
      instancesOf(event, window).map(({ start, end }): CalendarEvent => ({
        title: event.title,
        allDay: event.allDay,
        start: event.allDay ? start.slice(0, 10) : start,
        end: event.allDay ? end.slice(0, 10) : end,
        zone: window.zone,
      })),
    );
}
