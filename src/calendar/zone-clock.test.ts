import * as fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { expect, test } from "vitest";
import { instantOfWall, wallOf } from "./zone-clock.ts";

const ZONES = [
  "Europe/Berlin",
  "America/New_York",
  "Asia/Kolkata",
  "Australia/Lord_Howe",
  "America/St_Johns",
  "Africa/Casablanca",
  "Pacific/Kiritimati",
  "Etc/GMT+12",
  "+05:30",
];
/** Minutes from 2025 to 2028. */
const minute = fc.integer({ min: 29_000_000, max: 30_600_000 });

test("it says what Temporal says, at any time and around every change", () => {
  fc.assert(
    fc.property(fc.constantFrom(...ZONES), minute, (zone, at) => {
      const exact = Temporal.Instant.fromEpochMilliseconds(at * 60_000).toZonedDateTimeISO(zone);
      const next = exact.getTimeZoneTransition("next") ?? exact;
      for (const shift of [0, -90, -30, 0, 30, 90]) {
        const time = (shift === 0 ? exact : next).add({ minutes: shift }).with({ second: 0 });
        const wall = time.toPlainDateTime().toString({ smallestUnit: "minute" });
        expect(wallOf(time.epochMilliseconds, zone)).toBe(wall);
        const meant = Temporal.PlainDateTime.from(wall).toZonedDateTime(zone).epochMilliseconds;
        expect(instantOfWall(wall, zone)).toBe(meant);
      }
    }),
    { numRuns: 400, seed: 20261124 },
  );
});

test("a time that is skipped is the one after the gap", () => {
  expect(instantOfWall("2026-03-29T02:30", "Europe/Berlin")).toBe(Date.parse("2026-03-29T01:30:00Z"));
  expect(instantOfWall("2026-03-29", "Europe/Berlin")).toBe(Date.parse("2026-03-28T23:00:00Z"));
});
