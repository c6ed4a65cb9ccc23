/**
 * @file VTIMEZONE (RFC 5545 3.6.5) from the zone's real transitions. A zone whose changes follow one yearly rule
 * pair gets two RRULE observances; any other gets its changes listed (RDATE); one without changes gets one.
 */

import { Temporal } from "temporal-polyfill";
import { parameterValue } from "./ics-text.ts";

const WEEKDAY_CODES = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] as const;
/** Years after the event that a rule has to hold to be called one. */
const RULE_YEARS = 5;
const MAX_YEARS = 10;
/** Rules are followed back to their first year, but not further than this. */
const FIRST_YEAR = 1970;
const EPOCH = "19700101T000000";

/** One change of a zone's offset. */
interface Transition {
  /** Wall time before the change, which is what DTSTART of an observance means. */
  readonly wall: Temporal.PlainDateTime;
  readonly from: string;
  readonly to: string;
  readonly instant: Temporal.ZonedDateTime;
}

type ObservanceName = "STANDARD" | "DAYLIGHT";

/** Finding the changes of a zone takes milliseconds, and a file is written and written again while it is edited. */
const MAX_REMEMBERED = 100;
const remembered = new Map<string, readonly string[]>();

/** The lines of the VTIMEZONE of `zone`, right from a year before `start` to `end` (ISO instants). */
export function timeZoneLines(zone: string, start: string, end: string): readonly string[] {
  const key = `${zone} ${start} ${end}`;
  const known = remembered.get(key);
  if (known !== undefined) return known;
  const lines = makeLines(zone, start, end);
  if (remembered.size >= MAX_REMEMBERED) remembered.clear();
  remembered.set(key, lines);
  return lines;
}

function makeLines(zone: string, start: string, end: string): readonly string[] {
  const first = Temporal.Instant.from(start).toZonedDateTimeISO(zone).subtract({ years: 1 });
  const last = Temporal.Instant.from(end).toZonedDateTimeISO(zone);
  const transitions = transitionsBetween(first, latest(last, first.add({ years: 1 + RULE_YEARS }), first));
  const observances =
    transitions.length === 0 ? [fixed(first)] : (rules(transitions) ?? lists(first, transitions));
  return ["BEGIN:VTIMEZONE", `TZID:${parameterValue(zone)}`, ...observances.flat(), "END:VTIMEZONE"];
}

function latest(
  end: Temporal.ZonedDateTime,
  atLeast: Temporal.ZonedDateTime,
  first: Temporal.ZonedDateTime,
): Temporal.ZonedDateTime {
  const cap = first.add({ years: 1 + MAX_YEARS });
  const wanted = Temporal.ZonedDateTime.compare(end, atLeast) > 0 ? end : atLeast;
  return Temporal.ZonedDateTime.compare(wanted, cap) > 0 ? cap : wanted;
}

/** The next or previous change of the offset; changes of name or rule alone do not count. */
function change(from: Temporal.ZonedDateTime, direction: "next" | "previous"): Transition | null {
  let at: Temporal.ZonedDateTime | null = from;
  for (;;) {
    at = at.getTimeZoneTransition(direction);
    if (at === null) return null;
    const before = at.subtract({ nanoseconds: 1 });
    if (before.offset !== at.offset) {
      const wall = before.toPlainDateTime().add({ nanoseconds: 1 });
      return { wall, from: before.offset, to: at.offset, instant: at };
    }
  }
}

function transitionsBetween(
  first: Temporal.ZonedDateTime,
  last: Temporal.ZonedDateTime,
): readonly Transition[] {
  const transitions: Transition[] = [];
  let at = first;
  for (;;) {
    const next = change(at, "next");
    if (next === null || Temporal.ZonedDateTime.compare(next.instant, last) > 0) return transitions;
    transitions.push(next);
    at = next.instant;
  }
}

const offsetText = (offset: string): string => offset.replaceAll(":", "");
const wallText = (wall: Temporal.PlainDateTime): string =>
  wall.toString({ smallestUnit: "second" }).replaceAll(/[-:]/g, "");

/** Seconds of an offset such as `+05:30`. */
function offsetSeconds(offset: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = offset.slice(1).split(":").map(Number);
  return (offset.startsWith("-") ? -1 : 1) * (hours * 3600 + minutes * 60 + seconds);
}

/** The zone's own abbreviation ("CET") if an English locale knows one, else the offset, as in the tz database. */
function zoneName(at: Temporal.ZonedDateTime): string {
  for (const locale of ["en-US", "en-GB", "en-AU", "en-IN", "en-ZA"]) {
    const format = new Intl.DateTimeFormat(locale, { timeZone: at.timeZoneId, timeZoneName: "short" });
    const name = format
      .formatToParts(at.epochMilliseconds)
      .find((part) => part.type === "timeZoneName")?.value;
    if (name !== undefined && /^[A-Z]{3,5}$/.test(name)) return name;
  }
  return offsetText(at.offset).replace(/00$/, "");
}

function observance(name: ObservanceName, onset: Transition, more: readonly string[]): readonly string[] {
  return [
    `BEGIN:${name}`,
    `DTSTART:${wallText(onset.wall)}`,
    `TZOFFSETFROM:${offsetText(onset.from)}`,
    `TZOFFSETTO:${offsetText(onset.to)}`,
    `TZNAME:${zoneName(onset.instant)}`,
    ...more,
    `END:${name}`,
  ];
}

/** A zone without changes in the span. */
function fixed(at: Temporal.ZonedDateTime): readonly string[] {
  const offset = offsetText(at.offset);
  return [
    "BEGIN:STANDARD",
    `DTSTART:${EPOCH}`,
    `TZOFFSETFROM:${offset}`,
    `TZOFFSETTO:${offset}`,
    `TZNAME:${zoneName(at)}`,
    "END:STANDARD",
  ];
}

/** The position of a day in its month: which such weekday, and whether it is the last. */
function nthOf(wall: Temporal.PlainDateTime): { nth: number; isLast: boolean } {
  return { nth: Math.ceil(wall.day / 7), isLast: wall.day + 7 > wall.daysInMonth };
}

/** The yearly rule all of `changes` follow ("BYMONTH=10;BYDAY=-1SU"), or null. */
function yearlyRule(changes: readonly Transition[]): string | null {
  const [first, ...rest] = changes;
  if (first === undefined || rest.length === 0 || !rest.every((other) => isAlike(first, other))) return null;
  const places = changes.map(({ wall }) => nthOf(wall));
  const isLast = places.every((place) => place.isLast);
  const isNth = places.every((place) => place.nth === places[0]?.nth);
  if (!isLast && !isNth) return null;
  const code = WEEKDAY_CODES[first.wall.dayOfWeek - 1];
  return `RRULE:FREQ=YEARLY;BYMONTH=${first.wall.month};BYDAY=${isLast ? -1 : places[0]?.nth}${code}`;
}

function isAlike(a: Transition, b: Transition): boolean {
  return (
    a.from === b.from &&
    a.to === b.to &&
    a.wall.month === b.wall.month &&
    a.wall.dayOfWeek === b.wall.dayOfWeek &&
    a.wall.toPlainTime().equals(b.wall.toPlainTime())
  );
}

/** STANDARD and DAYLIGHT with their rules, from the first year both held; null = the zone has no such pair. */
function rules(transitions: readonly Transition[]): readonly (readonly string[])[] | null {
  const standard = transitions.filter(
    (transition) => offsetSeconds(transition.to) < offsetSeconds(transition.from),
  );
  const daylight = transitions.filter(
    (transition) => offsetSeconds(transition.to) > offsetSeconds(transition.from),
  );
  if (!alternate(standard) || !alternate(daylight)) return null;
  if (yearlyRule(standard) === null || yearlyRule(daylight) === null) return null;
  const years = followBack({ standard, daylight });
  const standardRule = yearlyRule(years.standard);
  const daylightRule = yearlyRule(years.daylight);
  const [standardOnset] = years.standard;
  const [daylightOnset] = years.daylight;
  if (
    standardRule === null ||
    daylightRule === null ||
    standardOnset === undefined ||
    daylightOnset === undefined
  )
    return null;
  return [
    observance("STANDARD", standardOnset, [standardRule]),
    observance("DAYLIGHT", daylightOnset, [daylightRule]),
  ];
}

interface RulePair {
  readonly standard: readonly Transition[];
  readonly daylight: readonly Transition[];
}

/** One change a year, every year. */
function alternate(changes: readonly Transition[]): boolean {
  return changes.every((transition, index) => {
    const before = changes[index - 1];
    return before === undefined || before.wall.year === transition.wall.year - 1;
  });
}

/** Adds earlier changes one by one while both rules still hold. */
function followBack(pair: RulePair): RulePair {
  let { standard, daylight } = pair;
  let oldest = [standard[0], daylight[0]]
    .filter((transition) => transition !== undefined)
    .reduce((a, b) => (Temporal.ZonedDateTime.compare(a.instant, b.instant) < 0 ? a : b));
  for (;;) {
    const earlier = change(oldest.instant, "previous");
    if (earlier === null || earlier.wall.year < FIRST_YEAR) return { standard, daylight };
    const isStandard = offsetSeconds(earlier.to) < offsetSeconds(earlier.from);
    const longer = [earlier, ...(isStandard ? standard : daylight)];
    if (yearlyRule(longer) === null || !alternate(longer)) return { standard, daylight };
    if (isStandard) standard = longer;
    else daylight = longer;
    oldest = earlier;
  }
}

/** Every change by date, grouped by what changes; the offset before the first one comes first. */
function lists(
  first: Temporal.ZonedDateTime,
  transitions: readonly Transition[],
): readonly (readonly string[])[] {
  const before = change(first.add({ seconds: 1 }), "previous");
  const all = before === null ? transitions : [before, ...transitions];
  const kinds = [...new Set(all.map(kindOf))];
  return kinds.map((kind) => {
    const [onset, ...rest] = all.filter((transition) => kindOf(transition) === kind) as [
      Transition,
      ...Transition[],
    ];
    const name: ObservanceName =
      offsetSeconds(onset.to) > offsetSeconds(onset.from) ? "DAYLIGHT" : "STANDARD";
    return observance(
      name,
      onset,
      rest.map((transition) => `RDATE:${wallText(transition.wall)}`),
    );
  });
}

const kindOf = (transition: Transition): string => `${transition.from} ${transition.to}`;
