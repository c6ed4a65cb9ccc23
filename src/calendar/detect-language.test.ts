import { describe, expect, it, test } from "vitest";
import { detectLanguage, likelyLanguages } from "./detect-language.ts";
import { contextOf, notation } from "./fixtures/expectation.ts";
import type { Language } from "./resolution.ts";
import { resolveInLanguages } from "./resolve-languages.ts";

const ALL: readonly Language[] = ["en", "de", "fr", "it", "pt", "es", "hi", "th"];

/** Chat sentences, with the accents people leave out in some of them. */
const SENTENCES: readonly (readonly [text: string, language: Language])[] = [
  ["Can we meet on Friday at 3?", "en"],
  ["see you tomorrow", "en"],
  ["I'll send it by the end of the day", "en"],
  ["Können wir uns am Freitag um 15 Uhr treffen?", "de"],
  ["bis morgen", "de"],
  ["uebermorgen um 9 Uhr", "de"],
  ["ich schick dir das heute Abend", "de"],
  ["On se voit vendredi à 15h ?", "fr"],
  ["à demain", "fr"],
  ["apres-demain a midi", "fr"],
  ["je t'appelle dans une heure", "fr"],
  ["Ci vediamo venerdì alle 15?", "it"],
  ["a domani", "it"],
  ["tra due ore", "it"],
  ["ti chiamo stasera alle 8", "it"],
  ["A gente se vê sexta às 15h?", "pt"],
  ["até amanhã", "pt"],
  ["daqui a duas horas", "pt"],
  ["não posso na segunda", "pt"],
  ["¿Nos vemos el viernes a las 3?", "es"],
  ["hasta mañana", "es"],
  ["manana por la tarde", "es"],
  ["no puedo el lunes", "es"],
  ["कल शाम 5 बजे मिलते हैं", "hi"],
  ["Friday को मिलते हैं", "hi"],
  ["พรุ่งนี้บ่ายสองโมง", "th"],
  ["ประชุม Zoom วันศุกร์", "th"],
];

describe("detectLanguage", () => {
  test.each(SENTENCES)("%s is %s", (text, language) => expect(detectLanguage(text, ALL)).toBe(language));

  it("chooses among the candidates only, except by script", () => {
    expect(detectLanguage("hasta mañana", ["en", "de"])).toBe("en");
    expect(detectLanguage("bis morgen", ["en", "de"])).toBe("de");
    expect(detectLanguage("พรุ่งนี้", ["en", "de"])).toBe("th");
    expect(detectLanguage("कल", ["en"])).toBe("hi");
  });

  it("keeps the first candidate where nothing decides", () => {
    expect(detectLanguage("15:30", ["fr", "en"])).toBe("fr");
    expect(detectLanguage("", ["es", "en"])).toBe("es");
    expect(detectLanguage("15:30", [])).toBe("en");
  });

  it("leaves out addresses", () => {
    const address = `https://example.org/${"der-und-das-ist-nicht/".repeat(40)}`;
    expect(detectLanguage(`${address} can you look at this`, ["de", "en"])).toBe("en");
    expect(detectLanguage("der.das@und.example thanks", ["de", "en"])).toBe("en");
  });

  it.each(["a", "x.", "@", "a@", "www.", "é", "0"])("comes to an end on 65536 characters of %s", (run) => {
    expect(detectLanguage(run.repeat(65_536 / run.length), ["de", "en"])).toBe("de");
  });

  it("is not moved by one borrowed word", () => {
    expect(detectLanguage("the Thai word for tomorrow is พรุ่งนี้ and it is long", ["en", "th"])).toBe("en");
  });

  it("names at most two languages", () => {
    for (const [text] of SENTENCES) expect(likelyLanguages(text, ALL).length).toBeLessThanOrEqual(2);
  });
});

describe("resolveInLanguages", () => {
  const { language: _, ...context } = contextOf("2026-11-24T10:15:00+01:00[Europe/Berlin]", "en");
  const read = (phrase: string, message: string, candidates: readonly Language[]): string =>
    notation(resolveInLanguages(phrase, message, candidates, context));

  it("reads a phrase in the language of its message", () => {
    expect(read("übermorgen um 14 Uhr", "Treffen wir uns übermorgen um 14 Uhr?", ALL)).toBe(
      "T 2026-11-26 14:00",
    );
    expect(read("venerdì alle 15", "ci vediamo venerdì alle 15", ALL)).toBe("T 2026-11-27 15:00");
  });

  it("takes the language that knows the phrase", () => {
    expect(read("15:30", "15:30", ["de", "en"])).toBe("T 2026-11-24 15:30");
    expect(read("xyz", "xyz", ["de", "en"])).toBe("NONE");
  });

  it("asks where two languages read it differently", () => {
    // Both know "ok"; the region puts the month first in English only (rule R9).
    const question = resolveInLanguages("03/04", "03/04 ok", ["en", "de"], { ...context, region: "US" });
    expect(question.kind === "ask" && question.reason).toBe("alternatives");
    expect(question.kind === "ask" && question.options.map(notation)).toEqual([
      "D 2027-03-04",
      "D 2027-04-03",
    ]);
  });
});
