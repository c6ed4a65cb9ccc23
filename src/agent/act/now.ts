/** @file Now, on the clock of a zone. */

import { Temporal } from "temporal-polyfill";

/** `YYYY-MM-DDTHH:mm:ss` of an ISO instant. */
export function localNow(now: string, zone: string): string {
  return Temporal.Instant.from(now)
    .toZonedDateTimeISO(zone)
    .toPlainDateTime()
    .toString({ smallestUnit: "second" });
}
