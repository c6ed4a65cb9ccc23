import { describe, expect, it } from "vitest";

import { DEFAULT_DAY_PARTS, type Language } from "#calendar/resolution";
import { resolveDate } from "#calendar/resolve-date";

import { optionsOf } from "./dates.ts";

const ZONE = "Europe/Berlin";

function options(phrase: string, language: Language) {
  const context = {
    refEpochMs: Date.parse("2026-11-24T09:15:00Z"),
    zone: ZONE,
    language,
    dayParts: DEFAULT_DAY_PARTS,
  };
  return optionsOf(resolveDate(phrase, context), 30, ZONE, { phrase, label: 1 }, language);
}

describe("options of a question", () => {
  it.each([
    ["en", "every Wednesday at 8:30", "Wed 25 Nov 2026, 08:30, every week on Wed"],
    ["fr", "tous les mercredis à 8:30", "mer. 25 nov. 2026, 08:30, toutes les semaines le mercredi"],
    ["de", "jeden Mittwoch um halb 9", "Mi., 25. Nov. 2026, 08:30, jede Woche am Mittwoch"],
    ["es", "todos los miércoles a las 8 y media", "mié, 25 nov 2026, 08:30, cada semana los miércoles"],
  ] as const)("in %s say in that language how it repeats", (language, phrase, display) => {
    const found = options(phrase, language);
    expect(found.map((option) => option.display)).toContain(display);
  });

  it("are whole series where they repeat", () => {
    const [first] = options("jeden Mittwoch um halb 9", "de");
    expect(first?.resolution).toMatchObject({
      kind: "recurrence",
      rrule: expect.stringContaining("BYDAY=WE"),
    });
    expect(options("morgen um halb 9", "de")[0]?.resolution.kind).toBe("time");
  });
});
