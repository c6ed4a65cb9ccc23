/**
 * @file Zone abbreviations (rule R10). An abbreviation names a region's clock in one half of the year; the
 * offset says which half. Ones that several regions use are asked about, never picked.
 */

import { isTimeZone } from "./lexer.ts";

export type ZoneWord =
  /** An IANA name, or a fixed offset as `+02:00`; "UTC" and "GMT" are exact too. */
  | { readonly kind: "exact"; readonly zone: string }
  /** `offset` is what the word promises; if the region's clock differs on that date, the word is asked about. */
  | { readonly kind: "seasonal"; readonly zone: string; readonly offset: string }
  | { readonly kind: "ambiguous"; readonly zones: readonly string[] };

const exact = (zone: string): ZoneWord => ({ kind: "exact", zone });
const seasonal = (zone: string, offset: string): ZoneWord => ({ kind: "seasonal", zone, offset });
const ambiguous = (...zones: readonly string[]): ZoneWord => ({ kind: "ambiguous", zones });

const NEW_YORK = "America/New_York";
const CHICAGO = "America/Chicago";
const DENVER = "America/Denver";
const LOS_ANGELES = "America/Los_Angeles";

/** Keys are lower case. Offsets follow the IANA time zone database. */
export const ZONE_WORDS: ReadonlyMap<string, ZoneWord> = new Map([
  ["utc", exact("UTC")],
  ["gmt", exact("UTC")],
  ["zulu", exact("UTC")],
  ["et", exact(NEW_YORK)],
  ["eastern", exact(NEW_YORK)],
  ["eastern time", exact(NEW_YORK)],
  ["ct", exact(CHICAGO)],
  ["central time", exact(CHICAGO)],
  ["mountain time", exact(DENVER)],
  ["pt", exact(LOS_ANGELES)],
  ["pacific", exact(LOS_ANGELES)],
  ["pacific time", exact(LOS_ANGELES)],
  ["est", seasonal(NEW_YORK, "-05:00")],
  ["edt", seasonal(NEW_YORK, "-04:00")],
  ["cdt", seasonal(CHICAGO, "-05:00")],
  ["mst", seasonal(DENVER, "-07:00")],
  ["mdt", seasonal(DENVER, "-06:00")],
  ["pst", seasonal(LOS_ANGELES, "-08:00")],
  ["pdt", seasonal(LOS_ANGELES, "-07:00")],
  ["akst", seasonal("America/Anchorage", "-09:00")],
  ["akdt", seasonal("America/Anchorage", "-08:00")],
  ["hst", exact("Pacific/Honolulu")],
  ["wet", seasonal("Europe/Lisbon", "+00:00")],
  ["west", seasonal("Europe/Lisbon", "+01:00")],
  ["cet", seasonal("Europe/Berlin", "+01:00")],
  ["cest", seasonal("Europe/Berlin", "+02:00")],
  ["eet", seasonal("Europe/Athens", "+02:00")],
  ["eest", seasonal("Europe/Athens", "+03:00")],
  ["msk", exact("Europe/Moscow")],
  ["jst", exact("Asia/Tokyo")],
  ["kst", exact("Asia/Seoul")],
  ["hkt", exact("Asia/Hong_Kong")],
  ["sgt", exact("Asia/Singapore")],
  ["awst", exact("Australia/Perth")],
  ["aest", seasonal("Australia/Sydney", "+10:00")],
  ["aedt", seasonal("Australia/Sydney", "+11:00")],
  ["nzst", seasonal("Pacific/Auckland", "+12:00")],
  ["nzdt", seasonal("Pacific/Auckland", "+13:00")],
  ["ist", ambiguous("Asia/Kolkata", "Asia/Jerusalem", "Europe/Dublin")],
  ["cst", ambiguous(CHICAGO, "Asia/Shanghai", "America/Havana")],
  ["bst", ambiguous("Europe/London", "Asia/Dhaka")],
  ["ast", ambiguous("America/Halifax", "Asia/Riyadh")],
  ["gst", ambiguous("Asia/Dubai", "Atlantic/South_Georgia")],
]);

/** Zones renamed in the IANA database that browsers list under the old name only. */
const RENAMED_ZONES: readonly string[] = [
  "Africa/Asmara",
  "America/Argentina/Buenos_Aires",
  "America/Nuuk",
  "Asia/Ho_Chi_Minh",
  "Asia/Kathmandu",
  "Asia/Kolkata",
  "Asia/Yangon",
  "Atlantic/Faroe",
  "Europe/Kyiv",
  "Pacific/Kanton",
];

let names: readonly string[] | undefined;

/** IANA names this browser accepts, sorted: its own list, today's names of renamed zones, and UTC. */
export function timeZoneNames(): readonly string[] {
  names ??= [
    ...new Set([...Intl.supportedValuesOf("timeZone"), ...RENAMED_ZONES.filter(isTimeZone), "UTC"]),
  ].toSorted();
  return names;
}

/** What other languages call a city of the database, and cities that share another's clock; without diacritics. */
const CITY_NAMES: ReadonlyMap<string, string> = new Map([
  ["brasilia", "sao paulo"],
  ["rio", "sao paulo"],
  ["londres", "london"],
  ["londra", "london"],
  ["roma", "rome"],
  ["parigi", "paris"],
  ["berlino", "berlin"],
  ["nueva york", "new york"],
  ["nova york", "new york"],
  ["nova iorque", "new york"],
  ["lisboa", "lisbon"],
  ["lisbona", "lisbon"],
  ["lisbonne", "lisbon"],
  ["moscu", "moscow"],
  ["moscou", "moscow"],
  ["mosca", "moscow"],
  ["tokio", "tokyo"],
  ["toquio", "tokyo"],
  ["pekin", "shanghai"],
  ["pequim", "shanghai"],
]);

/** The IANA zone whose city is `words` ("new york" is America/New_York), or null. */
export function zoneOfCity(words: string): string | null {
  const plain = words.normalize("NFD").replaceAll(/\p{M}/gu, "");
  const city = `/${(CITY_NAMES.get(plain) ?? plain).replaceAll(" ", "_")}`;
  return timeZoneNames().find((zone) => zone.toLowerCase().endsWith(city)) ?? null;
}
