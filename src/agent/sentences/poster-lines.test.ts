import { expect, test } from "vitest";

import { DEFAULT_DAY_PARTS, type Language } from "#calendar/resolution";

import { posterLines } from "./poster-lines.ts";

const read = (text: string, language: Language = "en") =>
  posterLines(text, {
    refEpochMs: Date.parse("2026-11-24T09:30:00Z"),
    zone: "Europe/Berlin",
    language,
    dayParts: DEFAULT_DAY_PARTS,
  });

test.each([
  [
    "Winter Concert\nSaturday 5 December 2026\n7:30 pm\nTown Hall, 12 Mill Street",
    "en",
    "Winter Concert",
    "Town Hall, 12 Mill Street",
  ],
  ["Sa 5.12.\n19 Uhr\nKonzert", "de", "Konzert", ""],
  [
    "FLOHMARKT\nSonntag, 6.12.2026\nab 10 Uhr\nGemeindehaus am Markt",
    "de",
    "FLOHMARKT",
    "Gemeindehaus am Markt",
  ],
  [
    "Fête du quartier\nsamedi 5 décembre à 15h\nSalle Jean Moulin",
    "fr",
    "Fête du quartier",
    "Salle Jean Moulin",
  ],
  ["5 December\n\nBook swap\nBring five, take five\nCity Library", "en", "Book swap", "City Library"],
] as const)("%j", (text, language, heading, place) => {
  expect(read(text, language)).toEqual({ heading, place });
});

test("running text has no lines of its own", () => {
  expect(read("The poster announces a concert on Saturday at 7 pm in the town hall.")).toEqual({
    heading: null,
    place: "",
  });
});

test("only dates, numbers or signs are no heading", () => {
  expect(read("5 December\n7 pm\n--- 12 ---")).toEqual({ heading: null, place: "" });
});
