import { expect, test } from "vitest";
import { timeZoneNames, zoneOfCity } from "./zone-words.ts";

test.each([
  ["kolkata", "Asia/Kolkata"],
  ["kathmandu", "Asia/Kathmandu"],
  ["ho chi minh", "Asia/Ho_Chi_Minh"],
  ["kyiv", "Europe/Kyiv"],
  ["new york", "America/New_York"],
  ["springfield", null],
])("the zone of %s is %s", (city, zone) => expect(zoneOfCity(city)).toBe(zone));

test("zone names are today's and the browser's, each once, in order, and all accepted", () => {
  const names = timeZoneNames();
  for (const zone of ["Asia/Kolkata", "Europe/Kyiv", "Europe/Berlin", "UTC"]) expect(names).toContain(zone);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toEqual(names.toSorted());
  for (const timeZone of names) expect(() => new Intl.DateTimeFormat("en", { timeZone })).not.toThrow();
});
