import { describe, expect, it } from "vitest";

import { openerFor } from "#agent/summary/reword";

import { detectLanguage, readCues } from "./cues.ts";

describe("speech acts", () => {
  it.each([
    ["Can you send me the draft?", "request"],
    ["Please bring cups", "request"],
    ["Send me the file", "request"],
    ["Ola, book the room", "request"],
    ["Let me know when you arrive", "request"],
    ["I book rooms all day", "statement"],
    ["Someone should book the room", "duty"],
    ["We need to pay by Friday", "duty"],
    ["I'll bring the cables", "offer"],
    ["I'll be late", "statement"],
    ["Call me tomorrow", "request"],
    ["Call tomorrow at 4pm", "statement"],
    ["OK, call moved to tomorrow", "statement"],
    ["Sure, I'll bring the projector", "offer"],
    ["Let's meet on Friday", "suggestion"],
    ["How about dinner?", "suggestion"],
    ["What time is it?", "question"],
    ["When will you arrive?", "question"],
    ["Is the office open?", "question"],
    ["We decided to go with blue", "decision"],
    ["ok, sounds good", "agreement"],
    ["👍", "agreement"],
    ["will do", "agreement"],
    ["The bus is late", "statement"],
  ])("%s", (sentence, act) => expect(readCues(sentence, "en").act).toBe(act));

  it.each([
    ["de", "Kannst du die Karten buchen?", "request"],
    ["de", "Ich kümmere mich um die Karten", "offer"],
    ["fr", "Peux-tu réserver la salle ?", "request"],
    ["fr", "Je m'occupe des billets", "offer"],
    ["it", "Puoi prenotare la sala?", "request"],
    ["it", "Ci penso io", "agreement"],
    ["pt", "Você pode reservar a sala?", "request"],
    ["es", "¿Puedes reservar la sala?", "request"],
    ["es", "Yo me encargo de la comida", "offer"],
    ["hi", "क्या आप टिकट भेज सकते हैं", "request"],
    ["th", "ช่วยส่งไฟล์", "request"],
  ] as const)("%s: %s", (language, sentence, act) => expect(readCues(sentence, language).act).toBe(act));
});

describe("status cues", () => {
  it.each([
    ["Sent it ✅", "done"],
    ["I booked the tickets", "done"],
    ["cancelled, sorry", "cancelled"],
    ["never mind", "cancelled"],
    ["The review moved to Monday", "changed"],
    ["can we do 4 instead?", "changed"],
    ["no problem", "accepts"],
    ["Tomorrow at 4pm is good", "accepts"],
    ["works for me, but I can only stay until 5", "accepts"],
    ["will do", "commits"],
  ] as const)("%s: %s", (sentence, cue) => expect(readCues(sentence, "en")[cue]).toBe(true));

  it.each([
    ["Can you get it done by Friday?", "done"],
    ["not done yet", "done"],
    ["Please don't cancel", "cancelled"],
    ["We don't want to cancel", "cancelled"],
    ["ok?", "accepts"],
    ["not ok", "accepts"],
    ["Great, thank you!", "accepts"],
    ["Tomorrow is not good and nothing works", "accepts"],
    ["ok, so the bus is late and nobody knows when it comes", "accepts"],
  ] as const)("%s: not %s", (sentence, cue) => expect(readCues(sentence, "en")[cue]).toBe(false));
});

describe("openers of a report", () => {
  it.each([
    ["Could you book the tickets?", "asks someone to"],
    ["Let's walk", "suggests to"],
    ["What about soup?", "suggests"],
    ["Is it open?", "asks whether"],
    ["Where is it?", "asks"],
    ["I'll call", "says they will"],
    ["The bus is late", "says that"],
    ["Friday ok?", null],
    ["👍", null],
  ])("%s", (sentence, opener) => expect(openerFor(sentence, readCues(sentence, "en"))).toBe(opener));
});

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
