/** Date phrases and chat sentences of the seven other languages; expected values were checked by reading each one. */

import * as fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import sentences from "./fixtures/chat-sentences.json" with { type: "json" };
import fixture from "./fixtures/date-phrases.json" with { type: "json" };
import { contextOf, meets, notation, type PhraseFile, resolveRow } from "./fixtures/expectation.ts";
import more from "./fixtures/more-phrases.json" with { type: "json" };
import phrases from "./fixtures/phrases-by-language.json" with { type: "json" };
import { findDatePhrases } from "./find-phrases.ts";
import { lexiconOf } from "./lexicons.ts";
import { withoutDiacritics } from "./lexicon-table.ts";
import { resolveDate } from "./resolve-date.ts";
import type { DateContext, Language } from "./resolution.ts";

const FILE = fixture as unknown as PhraseFile;
const LANGUAGES = ["de", "fr", "it", "pt", "es", "hi", "th"] as const;
/** Tuesday 24 November 2026: 10:15 in Berlin, 15:00 in Kolkata and in Bangkok. */
const contextIn = (language: Language, ref?: string): DateContext =>
  contextOf(FILE.refs[ref ?? (language === "hi" ? "F" : language === "th" ? "G" : "A")] ?? "", language);

const read = (phrase: string, language: Language, ref?: string): string => {
  const resolution = resolveDate(phrase, contextIn(language, ref));
  return `${notation(resolution).trim()}${resolution.flags.map((flag) => ` {${flag}}`).join("")}`;
};

describe.each(LANGUAGES)("%s", (language) => {
  const rows = FILE.rows.filter((row) => row.lang === language);
  it("has rows in the specification", () => expect(rows.length).toBeGreaterThanOrEqual(4));
  test.each(rows.map((row) => [row.phrase, row] as const))("row %s", (_phrase, row) => {
    const resolution = resolveRow(FILE, row);
    expect({ got: notation(resolution), meets: meets(row, resolution) }).toMatchObject({ meets: true });
  });

  test.each([...phrases[language], ...more[language]] as [string, string][])(
    "%s → %s",
    (phrase, expected) => {
      expect(read(phrase, language)).toBe(expected);
    },
  );

  test.each(sentences[language] as [string, ...string[]][])("in: %s", (sentence, ...found) => {
    const context = contextIn(language);
    expect(
      findDatePhrases(sentence, context).map((one) => `${one.phrase} → ${notation(one.resolution)}`),
    ).toEqual(found);
  });

  it("reads any mixture of its words without an exception", () => {
    const words = [...(lexiconOf(language)?.phrases.keys() ?? [])];
    const part = fc.oneof(
      fc.constantFrom(...words),
      fc.constantFrom("3", "15", "2026", "9:30", "3.4.", ",", ".", "?", "-"),
    );
    const glue = language === "th" ? fc.constantFrom("", " ") : fc.constant(" ");
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), glue, (parts, between) => {
        const text = parts.join(between);
        for (const { phrase, start, end, resolution } of findDatePhrases(text, contextIn(language))) {
          expect(text.slice(start, end)).toBe(phrase);
          expect(resolution.kind).not.toBe("none");
        }
      }),
      { numRuns: 1_000, seed: 7 },
    );
  }, 60_000);
});

describe("spelling", () => {
  const latin = LANGUAGES.filter((language) => language !== "hi" && language !== "th");
  test.each(latin)("%s is read without its accents", (language) => {
    const weekdays = [...(lexiconOf(language)?.phrases ?? [])].filter(([, term]) => term.tag === "weekday");
    for (const [word] of weekdays) expect(read(withoutDiacritics(word), language)).toBe(read(word, language));
  });
  it("keeps words apart that differ by an accent only", () => {
    expect(read("está noche", "es")).not.toContain("18:00");
    expect(read("uebermorgen", "de")).toBe("D 2026-11-26");
    expect(read("manana", "es")).toBe("D 2026-11-25");
  });
  it("takes Hindi with and without nukta and chandrabindu", () => {
    expect(read("दो हफ़्ते बाद", "hi")).toBe(read("दो हफ्ते बाद", "hi"));
    expect(read("शाम पाँच बजे", "hi")).toBe(read("शाम पांच बजे", "hi"));
  });
  it("takes Devanagari and Thai digits", () => {
    expect(read("शाम ५ बजे", "hi")).toBe("T 2026-11-24 17:00");
    expect(read("๒ ทุ่ม", "th")).toBe("T 2026-11-24 20:00");
  });
});

describe("other references", () => {
  test.each([
    ["de", "B", "in 48 Stunden", "T 2026-03-29 17:00"],
    ["de", "B", "in zwei Tagen", "D 2026-03-29"],
    ["fr", "B", "dimanche à 2h30 du matin", "ASK clock-gap: T 2026-03-29 03:30 +02:00"],
    [
      "es",
      "C",
      "el domingo a las 2:30 de la madrugada",
      "ASK clock-overlap: T 2026-10-25 02:30 +02:00 | T 2026-10-25 02:30 +01:00",
    ],
    ["it", "H", "tra un mese", "D 2028-02-29 {clamped}"],
    ["pt", "E", "amanhã", "D 2026-12-31"],
  ] as const)("%s %s %s", (language, ref, phrase, expected) =>
    expect(read(phrase, language, ref)).toBe(expected),
  );
  it("keeps the day first in other languages of the United States", () => {
    const context: DateContext = { ...contextIn("es"), region: "US" };
    expect(notation(resolveDate("el 03/04", context))).toBe("D 2027-04-03");
  });
});
