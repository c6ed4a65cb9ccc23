import { expect, test } from "vitest";
import { assumptionsOf } from "./assumptions.ts";
import { LANGUAGES, type Resolution } from "./resolution.ts";
import { contextOf } from "./fixtures/expectation.ts";
import { resolveDate } from "./resolve-date.ts";

const CONTEXT = contextOf("2026-11-24T10:15:00+01:00[Europe/Berlin]", "en");

test.each([
  ["Friday at 16:00, not 15:00", ["not 15:00", "assumed 60 minutes"]],
  ["Friday, not Thursday, at 16:00", ["not Thursday", "assumed 60 minutes"]],
  ["Friday at 16:00", ["assumed 60 minutes"]],
  ["not Friday", []],
])("%s is drafted with %j", (phrase, expected) => {
  expect(assumptionsOf(resolveDate(phrase, CONTEXT), 60, "en")).toEqual(expected);
});

test.each([
  ["de", "morgen um 3", "Europe/Berlin", ["als 15:00 Uhr verstanden", "60 Minuten Dauer angenommen"]],
  [
    "fr",
    "vendredi vers 16 h",
    "Europe/Paris",
    ["l’heure dite est approximative", "durée supposée de 60 minutes"],
  ],
  ["it", "ogni martedì alle 18", "Europe/Rome", ["la serie comincia oggi", "durata ipotizzata di 60 minuti"]],
  ["th", "ทุกวันอังคาร 18:00", "Asia/Bangkok", ["เริ่มตั้งแต่วันนี้", "คาดว่าใช้เวลา 60 นาที"]],
] as const)("in %s, %s is drafted with what was assumed", (language, phrase, zone, expected) => {
  const context = contextOf(`2026-11-24T10:15:00[${zone}]`, language);
  expect(assumptionsOf(resolveDate(phrase, context), 60, language)).toEqual(expected);
});

const EVERYTHING: Resolution = {
  kind: "time",
  start: { local: "2026-11-25T15:00", zone: "Europe/Berlin", epochMs: 0, offset: "+01:00" },
  flags: ["pm", "approx", "cfg", "past", "clamped", "nohol", "startweek", "today-included", "day"],
  trace: [{ token: "PST", rule: "zone" }],
};

test("every language says every assumption in its own words, with the time, the zone and the length", () => {
  const all = LANGUAGES.map((language) => assumptionsOf(EVERYTHING, 45, language));
  for (const [index, said] of all.entries()) {
    expect(said).toHaveLength(11);
    expect(new Set(said).size).toBe(11);
    expect(said[0]).toMatch(index === 0 ? /3 pm/ : /15:00/);
    expect(said[9]).toMatch(/PST.*Europe\/Berlin/);
    expect(said[10]).toContain("45");
    if (index > 0) expect(said.filter((text) => all[0]?.includes(text))).toEqual([]);
  }
});
