/** @file Dates, times and durations of a calendar file, checked before anything is counted with them. */

import { Temporal } from "temporal-polyfill";
import { isTimeZone } from "./lexer.ts";
import type { IcsComponent, IcsProperty } from "./ics-parse.ts";
import { propertyOf } from "./ics-parse.ts";
import { instantOfWall } from "./zone-clock.ts";
import { zoneOfWindowsName, zonesInUse } from "./windows-zones.ts";

/** A DATE (`YYYY-MM-DD`) or a wall time (`YYYY-MM-DDTHH:mm`) in its zone; null zone = floating. */
export interface IcsMoment {
  readonly text: string;
  readonly allDay: boolean;
  readonly zone: string | null;
}

/** Zones of a file: what its TZIDs mean, and the ones that could not be told. */
export interface ZoneReader {
  readonly zoneOf: (tzid: string) => string | null;
  /** Zone of times without one: X-WR-TIMEZONE, or null = floating. */
  readonly hint: string | null;
}

const MOMENT = /^(\d{4})-?(\d\d)-?(\d\d)(?:T(\d\d):?(\d\d):?(\d\d)?(?:\.\d+)?(Z?))?$/;

/** One value; null = there is no such date. */
function parseMoment(value: string, tzid: string | undefined, zones: ZoneReader): IcsMoment | null {
  const match = MOMENT.exec(value.trim().toUpperCase());
  if (match === null) return null;
  const [, year, month, day, hour, minute, , utc] = match;
  const date = `${year}-${month}-${day}`;
  if (!isDay(date)) return null;
  if (hour === undefined || minute === undefined) return { text: date, allDay: true, zone: null };
  if (Number(hour) > 23 || Number(minute) > 59) return null;
  const text = `${date}T${hour}:${minute}`;
  if (utc === "Z") return { text, allDay: false, zone: "UTC" };
  return { text, allDay: false, zone: tzid === undefined ? zones.hint : zones.zoneOf(tzid) };
}

/** True for a day the calendar has, from year 1 on. A plain Date, because files have a hundred thousand of them. */
function isDay(date: string): boolean {
  const ms = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(ms) && !date.startsWith("0000") && new Date(ms).toISOString().startsWith(date);
}

/** The moments of DTSTART, EXDATE and their like; bad ones are null. */
export function momentsOf(property: IcsProperty, zones: ZoneReader): readonly (IcsMoment | null)[] {
  const tzid = property.params.get("TZID");
  // RDATE may hold periods: their start is what counts here.
  return property.value.split(",").map((value) => parseMoment(value.split("/")[0] ?? "", tzid, zones));
}

const DURATION =
  /^([+-]?)P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?$/;

/** A length as RFC 5545 3.3.6 has it: days of the calendar, 23 or 25 hours long where the clock changes, then exact time. */
export interface IcsDuration {
  readonly days: number;
  readonly minutes: number;
}

/** An RFC 5545 duration, or null. */
export function parseDuration(value: string): IcsDuration | null {
  const match = DURATION.exec(value.trim().toUpperCase());
  if (match === null || match.slice(2).every((part) => part === undefined)) return null;
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match
    .slice(2)
    .map((part) => Number(part ?? 0));
  const sign = match[1] === "-" ? -1 : 1;
  return {
    days: sign * (weeks * 7 + days),
    minutes: sign * (hours * 60 + minutes + Math.floor(seconds / 60)),
  };
}

/** The instant of a moment, in ms; dates and floating times are taken in `viewer`. */
export function instantOf({ text, zone }: Pick<IcsMoment, "text" | "zone">, viewer: string): number {
  return instantOfWall(text, zone ?? viewer);
}

/**
 * What the TZIDs of a calendar mean: IANA names, with or without a vendor's prefix, Windows names, fixed offsets, and
 * last the offsets that the file's own VTIMEZONE gives. `onUnknown` hears of the others, which are read in `fallback`.
 */
export function zoneReader(
  calendar: IcsComponent,
  fallback: string,
  onUnknown: (tzid: string) => void,
): ZoneReader {
  const known = new Map<string, string>();
  const described = new Map(
    calendar.components
      .filter(({ name }) => name === "VTIMEZONE")
      .map((zone) => [propertyOf(zone, "TZID")?.value.trim() ?? "", zone] as const),
  );
  const zoneOf = (tzid: string): string => {
    const name = tzid.trim();
    const found = known.get(name) ?? zoneOfName(name) ?? zoneOfDescription(described.get(name));
    if (found === null) onUnknown(name);
    known.set(name, found ?? fallback);
    return found ?? fallback;
  };
  const hint = propertyOf(calendar, "X-WR-TIMEZONE")?.value.trim() ?? "";
  return { zoneOf, hint: hint === "" ? null : zoneOfName(hint) };
}

const MAX_NAME_LENGTH = 200;

function zoneOfName(name: string): string | null {
  if (name === "" || name.length > MAX_NAME_LENGTH) return null;
  if (/^(z|utc|gmt)$/i.test(name)) return "UTC";
  if (/^[A-Za-z][\w+\-/]*$/.test(name) && isTimeZone(name)) return name;
  const windows = zoneOfWindowsName(name);
  if (windows !== null) return windows;
  // "/mozilla.org/20050126_1/Europe/Berlin"
  const parts = name.split("/").filter((part) => part !== "");
  for (const length of [3, 2]) {
    const end = parts.slice(-length).join("/");
    const isPrefixed = parts.length > length || (name.startsWith("/") && parts.length === length);
    if (isPrefixed && isTimeZone(end)) return end;
  }
  return zoneOfOffset(name);
}

/** "GMT+0100", "UTC-3", "+05:30": whole hours as a zone of the database, which counts the other way. */
function zoneOfOffset(name: string): string | null {
  const match = /^(?:GMT|UTC)?\s?([+-])(\d{1,2}):?([0-5]\d)?$/i.exec(name);
  if (match === null || Number(match[2]) > 14) return null;
  const [, sign, hours, minutes = "00"] = match;
  if (minutes !== "00") return `${sign}${hours?.padStart(2, "0")}:${minutes}`;
  return Number(hours) === 0 ? "UTC" : `Etc/GMT${sign === "+" ? "-" : "+"}${Number(hours)}`;
}

/** Files describe clocks that have been given up since: Brazil's summer time ended in 2019, Russia's in 2011. */
const EARLIER_YEARS = [2018, 2010] as const;

const offsetIn = (timeZone: string, year: number, month: number): string =>
  Temporal.ZonedDateTime.from({ year, month, day: 15, timeZone }).offset;

/** The zone whose clock in January and July is the one described. */
function zoneOfDescription(zone: IcsComponent | undefined): string | null {
  if (zone === undefined) return null;
  const named = propertyOf(zone, "X-LIC-LOCATION")?.value.trim() ?? "";
  if (named !== "" && isTimeZone(named)) return named;
  const standard = latest(zone, "STANDARD");
  if (standard === null) return null;
  const daylight = latest(zone, "DAYLIGHT") ?? standard;
  const isNorthern = daylight.month < 7;
  const [january, july] = isNorthern ? [standard, daylight] : [daylight, standard];
  for (const year of [new Date().getUTCFullYear(), ...EARLIER_YEARS]) {
    const isAlike = (name: string): boolean =>
      offsetIn(name, year, 1) === january.offset && offsetIn(name, year, 7) === july.offset;
    const found = zonesInUse().find(isAlike);
    if (found !== undefined) return found;
  }
  return null;
}

interface Observance {
  readonly offset: string;
  readonly month: number;
}

/** The observance of that kind which began last. */
function latest(zone: IcsComponent, kind: "STANDARD" | "DAYLIGHT"): Observance | null {
  const observances = zone.components.filter(({ name }) => name === kind);
  const starts = observances.map((one) => propertyOf(one, "DTSTART")?.value ?? "");
  const at = starts.reduce((best, start, index) => (start >= (starts[best] ?? "") ? index : best), 0);
  const chosen = observances[at];
  if (chosen === undefined) return null;
  const match = /^([+-]\d\d):?(\d\d)/.exec(propertyOf(chosen, "TZOFFSETTO")?.value.trim() ?? "");
  const month =
    /BYMONTH=(\d+)/.exec(propertyOf(chosen, "RRULE")?.value ?? "")?.[1] ?? starts[at]?.slice(4, 6);
  return match === null ? null : { offset: `${match[1]}:${match[2]}`, month: Number(month) };
}
