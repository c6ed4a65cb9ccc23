import { describe, expect, it } from "vitest";

import { findDatePhrases } from "#calendar/find-phrases";
import { DEFAULT_DAY_PARTS, type Language, type Resolution } from "#calendar/resolution";

import { atWorkHours } from "./work-hours.ts";

function read(text: string, language: Language): Resolution | undefined {
  const context = {
    refEpochMs: Date.parse("2026-11-24T09:15:00Z"),
    zone: "Europe/Berlin",
    language,
    dayParts: DEFAULT_DAY_PARTS,
  };
  return findDatePhrases(text, context).map((found) => atWorkHours(found, text))[0]?.resolution;
}

describe("office hours at an open half of the day", () => {
  it.each<readonly [string, Language]>([
    ["Office hours tomorrow at 9", "en"],
    ["An office hour with Tom tomorrow at 9", "en"],
  ])("%s begin in the morning, which is marked as assumed", (text, language) => {
    expect(read(text, language)).toMatchObject({
      kind: "time",
      start: { local: "2026-11-25T09:00" },
      flags: expect.arrayContaining(["am"]) as string[],
    });
  });

  it("that repeat, too", () => {
    expect(read("Office hours every Monday at 9", "en")).toMatchObject({
      kind: "recurrence",
      start: { local: "2026-11-30T09:00" },
    });
  });

  it("with an end keep it", () => {
    expect(read("Office hour from 9 to 10 on Friday", "en")).toMatchObject({
      kind: "time",
      start: { local: "2026-11-27T09:00" },
      end: { local: "2026-11-27T10:00" },
    });
  });

  it("is asked of anything else", () => {
    expect(read("Dinner tomorrow at 9", "en")).toMatchObject({ kind: "ask", reason: "am-or-pm" });
    expect(read("Happy hour tomorrow at 9", "en")?.kind).toBe("ask");
  });
});
