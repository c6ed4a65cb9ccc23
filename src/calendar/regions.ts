/** @file What differs between regions: order of numeric dates (R9) and the weekend (R6). Source: CLDR supplemental data. */

import type { Language } from "./resolution.ts";

const MONTH_FIRST: ReadonlySet<string> = new Set(["US", "PH"]);
const FRIDAY_SATURDAY: ReadonlySet<string> = new Set([
  "BH",
  "DZ",
  "EG",
  "IL",
  "IQ",
  "JO",
  "KW",
  "LY",
  "OM",
  "QA",
  "SA",
  "SD",
  "SY",
  "YE",
]);

/** True where `3/4` is the 4th of March; other languages of these regions keep the day first. */
export function usesMonthFirst(region: string | undefined, language: Language): boolean {
  return language === "en" && region !== undefined && MONTH_FIRST.has(region.toUpperCase());
}

/** ISO number (1 = Monday) of the first day of the weekend. */
export function weekendStart(region: string | undefined): 5 | 6 {
  return region !== undefined && FRIDAY_SATURDAY.has(region.toUpperCase()) ? 5 : 6;
}

/** True for a day of the working week; holidays are not known. */
export function isWorkday(isoDay: number, region: string | undefined): boolean {
  const first = weekendStart(region);
  return isoDay !== first && isoDay !== first + 1;
}

/** ISO numbers of the working days, in RFC 5545 order (Monday first, Sunday last). */
export function workdays(region: string | undefined): readonly number[] {
  return [1, 2, 3, 4, 5, 6, 7].filter((isoDay) => isWorkday(isoDay, region));
}
