import { expect, test } from "vitest";

import { makeChat, ZONE } from "#agent/testing/message-fixtures";
import { DEFAULT_DAY_PARTS, type Language } from "#calendar/resolution";

import { dueOf } from "./due.ts";

/** The end of the task of Tuesday 24 November 2026, `≤` where it is a deadline. @param before sentences of the same message */
function dueIn(sentence: string, language: Language, before = ""): string {
  const [message] = makeChat([["Ana", `${before}${sentence}`]]).messages;
  if (message === undefined) throw new Error("no message");
  const { due } = dueOf(sentence, message, language, { zone: ZONE, dayParts: DEFAULT_DAY_PARTS });
  if (due?.kind === "due") return `≤${typeof due.at === "string" ? due.at : due.at.local}`;
  if (due?.kind === "time") return due.start.local;
  return due?.kind === "date" || due?.kind === "date-window" ? due.start : (due?.kind ?? "none");
}

test.each<readonly [Language, string]>([
  ["en", "can you check whether the Thursday flight costs the same?"],
  ["en", "Can somebody cancel the Friday booking?"],
  ["de", "Kannst du prüfen, ob der Flug am Donnerstag dasselbe kostet?"],
  ["de", "Kannst du mir das Protokoll vom Montag schicken?"],
  ["fr", "Tu peux vérifier si le vol de jeudi est moins cher ?"],
  ["it", "Puoi controllare se il volo di giovedì costa uguale?"],
  ["pt", "Podes ver se o voo de quinta custa o mesmo?"],
  ["es", "¿Puedes mirar si el vuelo del jueves cuesta lo mismo?"],
  ["hi", "क्या तुम शुक्रवार की फ्लाइट का किराया देख सकते हो?"],
  ["th", "ช่วยเช็คราคาเที่ยวบินวันศุกร์หน่อย"],
])("the day of a noun is no due date: %s %s", (language, sentence) => {
  expect(dueIn(sentence, language)).toBe("none");
});

test.each<readonly [Language, string, string]>([
  ["en", "Can you send me the Friday figures by tomorrow noon?", "≤2026-11-25T12:00"],
  ["en", "Please send me your notes from Monday's meeting by Friday", "≤2026-11-27"],
  ["en", "Can you take the Friday shift?", "2026-11-27"],
  ["en", "Can you bring snacks for Thursday's training?", "2026-11-26"],
  ["de", "Kannst du mir das am Donnerstag schicken?", "2026-11-26"],
  ["fr", "Tu peux m'appeler à partir de jeudi ?", "2026-11-26"],
  ["it", "Puoi mandarmelo prima di giovedì?", "≤2026-11-25"],
  ["pt", "Podes fazer o turno de quinta?", "2026-11-26"],
  ["es", "¿Puedes traer algo para la cena del jueves?", "2026-11-26"],
  ["hi", "क्या तुम शुक्रवार की मीटिंग के लिए कमरा बुक कर सकते हो?", "2026-11-27"],
  ["th", "ช่วยส่งรายงานวันศุกร์หน่อย", "2026-11-27"],
])("and where it says when it is: %s %s", (language, sentence, expected) => {
  expect(dueIn(sentence, language)).toBe(expected);
});

test.each<readonly [Language, string, string]>([
  ["en", "the permit runs out on Dec 11, can you file the extension on Friday?", "2026-11-27"],
  ["en", "I'm away on Thursday, can you send it tomorrow?", "2026-11-25"],
  ["en", "Can you file it on Friday, the permit runs out on Dec 11", "2026-11-27"],
  ["de", "Der Ausweis läuft am 11. Dezember ab, kannst du bis Freitag den Antrag stellen?", "≤2026-11-27"],
  ["fr", "Le dossier est à rendre le 4 décembre, tu peux m'envoyer ta partie demain ?", "2026-11-25"],
  ["it", "La tessera scade l'11 dicembre, puoi rinnovarla entro venerdì?", "≤2026-11-27"],
  ["pt", "O seguro vence a 11 de dezembro, podes tratar disso amanhã?", "2026-11-25"],
  ["es", "El contrato vence el 11 de diciembre, ¿puedes firmarlo el viernes?", "2026-11-27"],
  ["hi", "लाइसेंस 11 दिसंबर को ख़त्म हो रहा है, क्या तुम शुक्रवार तक फ़ॉर्म भर सकते हो?", "≤2026-11-27"],
  ["th", "ประกันหมดอายุวันที่ 11 ธันวาคม ช่วยต่อภายในวันศุกร์หน่อย", "≤2026-11-27"],
])("of several dates that of the task counts: %s %s", (language, sentence, expected) => {
  expect(dueIn(sentence, language)).toBe(expected);
});

test.each<readonly [Language, string, string]>([
  ["en", "They turn it off on Thursday so we need to drain the butts before that", "≤2026-11-25"],
  ["de", "Sie kommt am Donnerstag um 18:30 Uhr, bitte räumt vorher auf", "≤2026-11-26T18:30"],
  ["fr", "Elle veut visiter jeudi à 18h30, il faut ranger le salon avant svp", "≤2026-11-26T18:30"],
  ["es", "Viene el jueves a las 18:30, hay que ordenar el salón antes", "≤2026-11-26T18:30"],
  ["it", "Viene giovedì alle 18:30, bisogna riordinare prima", "≤2026-11-26T18:30"],
  ["pt", "Ela vem na quinta às 18:30, temos de arrumar a sala antes disso", "≤2026-11-26T18:30"],
  ["hi", "वो गुरुवार शाम 6:30 बजे आएँगे, कृपया उससे पहले कमरा साफ़ कर दो", "≤2026-11-26T18:30"],
  ["th", "เขาจะมาวันพฤหัส 18:30 น. ช่วยเก็บห้องก่อนหน้านั้นด้วย", "≤2026-11-26T18:30"],
])("what is to be done before it ends there: %s %s", (language, sentence, expected) => {
  expect(dueIn(sentence, language)).toBe(expected);
});

test("also where the sentence before it says when", () => {
  const before = "The inspection is on Thursday at 9am. ";
  expect(dueIn("Please tidy the cellar before that.", "en", before)).toBe("≤2026-11-26T09:00");
  expect(dueIn("Please tidy the cellar.", "en", before)).toBe("none");
});
