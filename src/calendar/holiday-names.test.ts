import { describe, expect, it } from "vitest";

import { findDatePhrases } from "./find-phrases.ts";
import { contextOf, notation } from "./fixtures/expectation.ts";
import type { Language } from "./resolution.ts";

const find = (text: string, language: Language): readonly string[] =>
  findDatePhrases(text, contextOf("2026-11-24T10:15:00+01:00[Europe/Berlin]", language)).map(
    ({ resolution }) => notation(resolution),
  );

describe("a holiday inside a name", () => {
  it.each<[Language, string, ...string[]]>([
    ["en", "Shall we go to the Christmas market on Saturday 12 December at 5pm?", "T 2026-12-12 17:00"],
    ["en", "The Christmas market opens soon"],
    ["en", "Add the Christmas market to my calendar"],
    ["en", "Christmas dinner at our place on 19 December", "D 2026-12-19"],
    ["en", "our New Year's Eve rehearsal is on 28 December", "D 2026-12-28"],
    ["de", "Die Silvester-Probe ist am 28. Dezember", "D 2026-12-28"],
    ["de", "Weihnachtsfeier am 11. Dezember um 18 Uhr", "T 2026-12-11 18:00"],
    ["fr", "On va au marché de Noël samedi 12 décembre à 17h ?", "T 2026-12-12 17:00"],
    ["it", "Andiamo al mercatino di Natale sabato 12 dicembre alle 17?", "T 2026-12-12 17:00"],
    ["pt", "A festa de Natal é no sábado 12 de dezembro às 17h", "T 2026-12-12 17:00"],
    ["es", "La cena de Navidad es el sábado 12 de diciembre a las 21:00", "T 2026-12-12 21:00"],
    ["hi", "क्रिसमस पार्टी 12 दिसंबर को है", "D 2026-12-12"],
    ["th", "งานคริสต์มาสวันที่ 12 ธันวาคม", "D 2026-12-12"],
  ])("is no day in %s: %s", (language, text, ...found) => expect(find(text, language)).toEqual(found));

  it.each<[Language, string, string]>([
    ["en", "Are you here at Christmas?", "D 2026-12-25"],
    ["en", "Christmas is at ours", "D 2026-12-25"],
    ["en", "Let's meet on Christmas Eve with everyone", "D 2026-12-24"],
    ["en", "Boxing Day walk at 11am", "T 2026-12-26 11:00"],
    ["en", "we come at Christmas if it snows", "D 2026-12-25"],
    ["de", "Kommt ihr an Weihnachten?", "D 2026-12-25"],
    ["fr", "Vous venez à Noël ?", "D 2026-12-25"],
    ["it", "Venite a Natale?", "D 2026-12-25"],
    ["pt", "Vocês vêm no Natal?", "D 2026-12-25"],
    ["es", "¿Venís en Navidad?", "D 2026-12-25"],
    ["hi", "क्रिसमस को आओगे?", "D 2026-12-25"],
    ["th", "เจอกันวันคริสต์มาส", "D 2026-12-25"],
  ])("and a day in %s: %s", (language, text, day) => expect(find(text, language)).toEqual([day]));
});

describe("a number right behind its weekday", () => {
  it.each<[Language, string, string]>([
    ["es", "¿Lo pasamos al domingo 6 a las 9?", "T 2026-12-06 09:00"],
    ["it", "domenica 6 alle 9", "T 2026-12-06 09:00"],
    ["fr", "dimanche 6 à 9h", "T 2026-12-06 09:00"],
    ["pt", "domingo 6 às 9h", "T 2026-12-06 09:00"],
    ["es", "el domingo 6 de diciembre", "D 2026-12-06"],
  ])("is the day of the month in %s: %s", (language, text, day) =>
    expect(find(text, language)).toEqual([day]),
  );

  it.each<[Language, string, string]>([
    ["it", "domenica 5 amici a cena", "D 2026-11-29"],
    ["fr", "samedi 6 personnes", "D 2026-11-28"],
  ])("and not in %s: %s", (language, text, day) => expect(find(text, language)[0]).toBe(day));
});
