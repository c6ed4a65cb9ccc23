import { describe, expect, it, test } from "vitest";

import { detectLanguage } from "#agent/sentences/language";
import { LANGUAGES, type Language } from "#calendar/resolution";

import { counted, phraseBook } from "./books.ts";

const SLOTS = ["Alpha", "Beta", "Gamma"];

/** What the plural of a count has to hold. */
const NUMBER = "{n}";

interface Phrase {
  readonly text: string;
  /** Names that were given, or the number's place: each has to stand in the text. */
  readonly slots: readonly string[];
}

/** Every text of a book by its name, functions called with names. */
function phrasesOf(language: Language): Map<string, Phrase> {
  const phrases = new Map<string, Phrase>();
  const visit = (path: string, value: unknown): void => {
    if (typeof value === "string")
      phrases.set(path, { text: value, slots: path.endsWith(".other") ? [NUMBER] : [] });
    else if (typeof value === "function") {
      const slots = SLOTS.slice(0, value.length);
      phrases.set(path, { text: (value as (...names: string[]) => string)(...slots), slots });
    } else for (const [key, part] of Object.entries(value as object)) visit(`${path}.${key}`, part);
  };
  visit("", phraseBook(language));
  return phrases;
}

/** The same in English: marks, a name and a colon, words that both languages have. */
const SHARED: Readonly<Partial<Record<Language, readonly string[]>>> = {
  de: [".fields.status"],
  fr: [".kinds.question", ".fields.note"],
};
const WORDLESS = /^\.(?:quoteMarks|states|listed|about)/;

describe.each(LANGUAGES)("the phrase book of %s", (language) => {
  const phrases = phrasesOf(language);

  it("says something everywhere, and puts every name and number into its place", () => {
    for (const [path, { text, slots }] of phrases) {
      expect(text.trim(), path).not.toBe("");
      expect(text, path).not.toMatch(/undefined|\[object|\$\{/);
      expect(
        slots.filter((slot) => text.split(slot).length !== 2),
        `${path}: ${text}`,
      ).toEqual([]);
    }
    const { requestsOf, openFor, states } = phraseBook(language);
    for (const text of [
      requestsOf("Alpha", "Beta", "Gamma"),
      openFor("Alpha", "Beta"),
      states("Alpha", "Beta"),
    ])
      expect(text.indexOf("Alpha")).toBeLessThan(text.indexOf("Beta"));
  });

  it("is in no other language", () => {
    if (language === "en") return;
    const english = phrasesOf("en");
    const same = [...phrases].filter(
      ([path, { text }]) => text === english.get(path)?.text && !WORDLESS.test(path),
    );
    expect(same.map(([path]) => path)).toEqual(SHARED[language] ?? []);
    const long = [...phrases.values()].map(({ text }) => text).filter((text) => text.length > 60);
    const other: Language = language === "de" ? "fr" : "de";
    expect(long.filter((text) => detectLanguage(text, other) !== language)).toEqual([]);
  });
});

test.each([
  ["en", 1, "One sentence is not shown, because the messages behind it are no longer here."],
  ["de", 2, "2 Sätze werden nicht gezeigt, weil die Nachrichten dazu nicht mehr hier sind."],
  // In French and Hindi, 0 is singular.
  ["fr", 0, "Une phrase n’est pas affichée, car ses messages ne sont plus ici."],
  ["it", 1, "Una frase non è mostrata perché i suoi messaggi non sono più qui."],
  ["pt", 1200, "1.200 frases não aparecem porque as mensagens delas não estão mais aqui."],
  ["es", 3, "3 frases no se muestran porque sus mensajes ya no están aquí."],
  ["hi", 2, "2 वाक्य नहीं दिखाए गए, क्योंकि उनके संदेश अब यहाँ नहीं हैं।"],
  ["th", 1, "ไม่แสดง 1 ประโยค เพราะข้อความต้นทางไม่อยู่ที่นี่แล้ว"],
] as const)("%s counts %i", (language, count, text) => {
  expect(counted(language, count, phraseBook(language).gone)).toBe(text);
});
