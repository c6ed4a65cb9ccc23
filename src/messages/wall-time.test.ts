import { describe, expect, it } from "vitest";
import { isTimeZone, localDate, WallClock } from "./wall-time.ts";

const place = (zone: string, ...locals: string[]) => {
  const clock = new WallClock(zone);
  return locals.map((local) => {
    const { epochMs, fold, gap } = clock.place(local);
    return [new Date(epochMs).toISOString(), fold, gap];
  });
};

describe("WallClock", () => {
  it("uses the offset in force that day", () => {
    expect(place("Europe/Berlin", "2026-11-24T15:05:09", "2026-07-01T15:05:09")).toEqual([
      ["2026-11-24T14:05:09.000Z", undefined, false],
      ["2026-07-01T13:05:09.000Z", undefined, false],
    ]);
    expect(place("Asia/Kolkata", "2026-11-24T00:00:00")[0]![0]).toBe("2026-11-23T18:30:00.000Z");
    expect(place("America/New_York", "2026-11-24T23:59:59")[0]![0]).toBe("2026-11-25T04:59:59.000Z");
  });

  it("passes through an autumn overlap twice, turning when the file goes back", () => {
    // Berlin, 25 October 2026: 03:00 summer time is followed by 02:00.
    const locals = ["01:59:00", "02:10:00", "02:50:00", "02:05:00", "02:55:00", "03:00:00"];
    expect(place("Europe/Berlin", ...locals.map((time) => `2026-10-25T${time}`))).toEqual([
      ["2026-10-24T23:59:00.000Z", undefined, false],
      ["2026-10-25T00:10:00.000Z", 0, false],
      ["2026-10-25T00:50:00.000Z", 0, false],
      ["2026-10-25T01:05:00.000Z", 1, false],
      ["2026-10-25T01:55:00.000Z", 1, false],
      ["2026-10-25T02:00:00.000Z", undefined, false],
    ]);
  });

  it("moves a time inside a spring gap to the later valid one", () => {
    // Berlin, 29 March 2026: 02:00 is followed by 03:00.
    expect(place("Europe/Berlin", "2026-03-29T02:30:00", "2026-03-29T03:30:00")).toEqual([
      ["2026-03-29T01:30:00.000Z", undefined, true],
      ["2026-03-29T01:30:00.000Z", undefined, false],
    ]);
  });

  it("knows changes at midnight", () => {
    // Beirut, 29 March 2026: midnight is followed by 01:00. Havana, 1 November 2026: 01:00 is followed by midnight.
    expect(place("Asia/Beirut", "2026-03-29T00:30:00")[0]![2]).toBe(true);
    expect(
      place("America/Havana", "2026-11-01T00:50:00", "2026-11-01T00:10:00").map(([, fold]) => fold),
    ).toEqual([0, 1]);
  });
});

it("tells zones from other words", () => {
  expect(["Europe/Berlin", "UTC", "Mars/Olympus", "", "+01:00"].map(isTimeZone)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});

it("gives the date where the person is", () => {
  expect(localDate(Date.parse("2026-11-24T23:30:00Z"), "Europe/Berlin")).toBe("2026-11-25");
});
