/** @file Dates of mail headers, obsolete forms included (RFC 5322 sections 3.3 and 4.3). */
import { checkedInstant } from "#messages/collect";

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const DATE =
  /(?:^|[\s,])(\d{1,2})[ -]([A-Za-z]{3})[a-z]{0,6}[ -](\d{2,4})\s{1,5}(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?:\s{0,5}([+-]\d{2}):?(\d{2})|\s{1,5}([A-Za-z]{1,5}))?/;
const MAX_DATE_CHARS = 200;
/** Hours of the zone names of RFC 5322 section 4.3; any other name means an unknown offset. */
const NAMED_HOURS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    UT: 0,
    GMT: 0,
    UTC: 0,
    Z: 0,
    EDT: -4,
    EST: -5,
    CDT: -5,
    CST: -6,
    MDT: -6,
    MST: -7,
    PDT: -7,
    PST: -8,
  }),
);
/** Before, there was no such mail: a clock that was never set. */
const FIRST_YEAR = 1971;

/** Milliseconds since the epoch, or undefined for what is no date. Without an offset it counts as UTC, as the RFC says. */
export function readMailDate(header: string): number | undefined {
  const match = DATE.exec(header.slice(0, MAX_DATE_CHARS));
  if (!match) return undefined;
  const [, day = "", name = "", yearText = "", hour, minute, second = "0", offsetHours, offsetMinutes, zone] =
    match;
  const month = MONTHS.indexOf(name.toLowerCase());
  const year = fullYear(Number(yearText), yearText.length);
  if (month < 0 || year < FIRST_YEAR) return undefined;
  const wall = Date.UTC(year, month, Number(day), Number(hour), Number(minute), Math.min(Number(second), 59));
  const isReal = new Date(wall).getUTCDate() === Number(day) && Number(hour) < 24 && Number(minute) < 60;
  return isReal ? checkedInstant(wall - offsetMs(offsetHours, offsetMinutes, zone)) : undefined;
}

/** RFC 5322 section 4.3: two digits below 50 are this century, three digits count from 1900. */
function fullYear(year: number, digits: number): number {
  if (digits === 4) return year;
  return year + (digits === 2 && year < 50 ? 2000 : 1900);
}

function offsetMs(hours: string | undefined, minutes: string | undefined, zone: string | undefined): number {
  if (hours === undefined) return (NAMED_HOURS.get(zone?.toUpperCase() ?? "") ?? 0) * 3_600_000;
  const sign = hours.startsWith("-") ? -1 : 1;
  return sign * (Math.abs(Number(hours)) * 60 + Number(minutes)) * 60_000;
}
