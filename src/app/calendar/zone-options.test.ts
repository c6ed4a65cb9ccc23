import { expect, test } from "vitest";
import { zoneOptions } from "./zone-options.ts";

test("today's names are offered beside the older ones, each once", () => {
  const zones = zoneOptions("Mars/Base").map(({ value }) => value);
  for (const zone of [
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Asia/Ho_Chi_Minh",
    "Europe/Kyiv",
    "UTC",
    "Mars/Base",
  ])
    expect(zones).toContain(zone);
  expect(new Set(zones).size).toBe(zones.length);
});
