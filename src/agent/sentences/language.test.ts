import { describe, expect, it } from "vitest";

import { detectLanguage } from "./language.ts";

describe("detectLanguage", () => {
  it.each([
    ["Can you send me the file?", "en"],
    ["Kannst du mir die Datei schicken?", "de"],
    ["Tu peux m'envoyer le fichier demain ?", "fr"],
    ["Mi puoi mandare il file domani?", "it"],
    ["Você pode mandar o arquivo amanhã?", "pt"],
    ["¿Puedes mandarme el archivo mañana por favor?", "es"],
    ["कल मिलते हैं", "hi"],
    ["พรุ่งนี้", "th"],
  ])("%s", (text, language) => expect(detectLanguage(text, "en")).toBe(language));

  it.each([
    "José 3/4?",
    "Pokémon raid 3/4",
    "João 8?",
    "Sam 3pm?",
    "Mo 3pm?",
    "Zoë or Chloé on 3/4",
    "Mia 3/4?",
    "Ella 8?",
    "Per 3pm?",
    "c u 3/4",
    "comment by 3/4",
    "show 3/4?",
    "arrive 3/4",
    "Party Samstag or Sunday, what do you think?",
    "meet José and André at the café, 3/4",
  ])("%s stays in its English thread", (text) => expect(detectLanguage(text, "en")).toBe("en"));

  it.each([
    ["morgen 15 Uhr?", "de"],
    ["Sonntag 3/4?", "de"],
    ["Termin am 3/4", "de"],
    ["José kommt am 3/4", "de"],
    ["demain 15h ?", "fr"],
    ["rdv le 3/4", "fr"],
    ["domani alle 8?", "it"],
    ["reunião 3/4", "pt"],
    ["amanhã 8?", "pt"],
    ["mañana a las 8", "es"],
    ["reunión 3/4", "es"],
    ["see you demain", "en"],
  ] as const)("%s in an English thread is %s", (text, language) =>
    expect(detectLanguage(text, "en")).toBe(language),
  );

  it("keeps the language of a thread in which a name is a word of another one", () => {
    expect(detectLanguage("Sam 3pm?", "de")).toBe("de");
    expect(detectLanguage("Sam 15h ?", "fr")).toBe("fr");
    expect(detectLanguage("May 3/4?", "de")).toBe("de");
  });

  it("falls back where nothing decides", () => {
    expect(detectLanguage("ok 👍", "de")).toBe("de");
    expect(detectLanguage("erledigt", "en")).toBe("de");
  });
});
