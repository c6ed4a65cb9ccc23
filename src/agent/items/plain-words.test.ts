import { describe, expect, it } from "vitest";

import { itemsOf, startOf } from "#agent/testing/brief-items";

import type { ActionItem } from "./action-item.ts";

const dueBy = ({ due }: ActionItem): string =>
  due?.kind === "due" ? `due:${typeof due.at === "string" ? due.at : due.at.local.slice(0, 16)}` : "";

const dayOf = ({ due }: ActionItem): string | null =>
  due?.kind === "window" ? due.start.local.slice(0, due.trace.length > 0 ? 10 : 16) : null;

/** `kind start`, and the sender where the item is theirs. */
async function found(sender: string, text: string): Promise<string> {
  const [item] = (await itemsOf([[sender, text]])).filter(({ kind }) => kind !== "question");
  if (item === undefined) return "nothing";
  const own = item.who.kind === "person" && item.who.personId === `p_${sender.toLowerCase()}`;
  const when = item.due === null ? "-" : dueBy(item) || (dayOf(item) ?? startOf(item).slice(0, 16));
  return `${item.kind} ${when}${own ? ` ${sender}` : ""}`;
}

describe("what is promised, asked for or to come without a word for it", () => {
  // Said on Tuesday 24 November 2026.
  it.each([
    [
      "de",
      "Ann",
      "Liebe Eltern, am Freitag, den 4.12. um 15:30 Uhr basteln wir Laternen.",
      "event 2026-12-04T15:30",
    ],
    ["de", "Bob", "Ich kann Tonpapier besorgen", "task - Bob"],
    ["fr", "Bob", "J'ai cassé le mixeur désolé, j'en rachète un samedi", "task 2026-11-28 Bob"],
    [
      "en",
      "Ann",
      "Also the wheel workshop is on 9 December at 18:00 at Spoke & Co, I booked 3 places, you need to pay me 25 each",
      "event 2026-12-09T18:00",
    ],
    ["it", "Ann", "Domani alle 17 hai la visita dal dentista, ricordati", "event 2026-11-25T17:00"],
    [
      "it",
      "Ann",
      "Il contratto è qui: https://esempio.test/contratto firmalo entro il 30",
      "task due:2026-11-30",
    ],
    [
      "en",
      "Ann",
      "Your annual boiler service is booked for Wednesday 2 December between 8am and 12 noon.",
      "event 2026-12-02T08:00",
    ],
    [
      "en",
      "Ann",
      "If you need to change the appointment, call us on 01632 960123 before 30 November.",
      "task due:2026-11-29",
    ],
    [
      "es",
      "Ann",
      "Tengo que devolver las llaves del piso viejo el lunes antes de las 12, que no se me olvide",
      "task due:2026-11-30T12:00 Ann",
    ],
    ["th", "ฝน", "ได้ค่ะ เดี๋ยวฝนเอาเอกสารไปให้", "task - ฝน"],
    ["de", "Ann", "Ich muss noch die Pakete zur Post bringen", "task - Ann"],
    ["fr", "Ann", "Je dois rendre les livres à la médiathèque avant samedi", "task due:2026-11-27 Ann"],
    ["it", "Ann", "Devo passare in banca giovedì mattina", "task 2026-11-26 Ann"],
    ["pt", "Ann", "Preciso de levar o carro à oficina na sexta", "task 2026-11-27 Ann"],
    ["en", "Ann", "I have to drop the dress at the cleaner's before Thursday", "task due:2026-11-25 Ann"],
    ["hi", "Ann", "मुझे बिजली का बिल शुक्रवार तक भरना है", "task due:2026-11-27 Ann"],
    ["th", "Ann", "พรุ่งนี้ฉันต้องไปรับเค้กตอนสิบโมง", "task 2026-11-25T10:00 Ann"],
    ["fr", "Bob", "j'en prends demain en rentrant", "task 2026-11-25 Bob"],
    ["it", "Bob", "La cambio domani sera", "task 2026-11-25 Bob"],
    ["es", "Bob", "La arreglo el domingo", "task 2026-11-29 Bob"],
    ["pt", "Bob", "Arranjo-a no sábado de manhã", "task 2026-11-28 Bob"],
    ["de", "Bob", "Flick ich dir am Donnerstag", "task 2026-11-26 Bob"],
    ["de", "Ann", "Am Samstag bring ich euch das Werkzeug zurück", "task 2026-11-28 Ann"],
    ["th", "นก", "เดี๋ยวนกซื้อมาให้พรุ่งนี้", "task 2026-11-25 นก"],
    ["hi", "Ann", "मैं कल दवाई लेकर आती हूँ", "task 2026-11-25 Ann"],
    ["fr", "Bob", "Je peux ramener des enceintes", "task - Bob"],
    ["es", "Bob", "Puedo llevar sillas plegables", "task - Bob"],
    ["en", "Bob", "I can drive Mum to the station", "task - Bob"],
    ["it", "Ann", "Le chiavi sono dal portiere, prendile prima delle 18", "task due:2026-11-24T18:00"],
    ["es", "Ann", "El formulario está en la mesa, fírmalo hoy", "task 2026-11-24"],
    ["pt", "Ann", "Esqueci-me do casaco em tua casa, traz-mo na quinta", "task 2026-11-26"],
    ["fr", "Ann", "Ton pull est sec, récupère-le avant mercredi", "task due:2026-11-24"],
    [
      "de",
      "Ann",
      "Ihr Termin zur Fahrradinspektion ist für Dienstag, den 1. Dezember um 9 Uhr gebucht.",
      "event 2026-12-01T09:00",
    ],
    [
      "es",
      "Ann",
      "La instalación de la fibra está programada para el jueves 3 de diciembre a las 11:00.",
      "event 2026-12-03T11:00",
    ],
    [
      "it",
      "Ann",
      "La consegna del frigo è confermata per venerdì 4 dicembre alle 15.",
      "event 2026-12-04T15:00",
    ],
    ["de", "Ann", "Am Samstag um 14 Uhr backen wir Plätzchen in der Gemeinde", "event 2026-11-28T14:00"],
    ["fr", "Ann", "Dimanche à 10h on décore le sapin chez mamie", "event 2026-11-29T10:00"],
    ["pt", "Ann", "No domingo às 15h montamos a árvore de Natal", "event 2026-11-29T15:00"],
    ["en", "Ann", "The tickets came to 60, you owe me 20 each", "task -"],
    ["de", "Ann", "Ihr müsst mir noch je 12 Euro für die Karten geben", "task -"],
  ] as const)("%s, %s: %s", async (_language, sender, text, item) =>
    expect(await found(sender, text)).toBe(item),
  );
});

describe("small talk, habits, reports and wishes", () => {
  it.each([
    ["en", "I have to laugh every time I see that photo"],
    ["en", "I must say the soup was great"],
    ["en", "You need to see that film"],
    ["en", "I have to get up at 5 every day, it's killing me"],
    ["en", "I booked the same hotel on 3 March two years ago"],
    ["en", "If I won the lottery I'd buy you a house tomorrow"],
    ["en", "You owe me a smile"],
    ["de", "Ich muss sagen, das Konzert hat mir gefallen"],
    ["de", "Ich muss jeden Montag um 6 aufstehen"],
    ["de", "Gestern um 15 Uhr haben wir Laternen gebastelt"],
    ["de", "Ich kann dich gut verstehen"],
    ["de", "Im Sommer grillen wir immer im Park"],
    ["fr", "Je dois avouer que c'était délicieux"],
    ["fr", "J'en rêve depuis samedi"],
    ["fr", "Je le connais depuis lundi seulement"],
    ["fr", "Mardi dernier on a mangé chez Paul à 20h"],
    ["it", "Devo dire che mi manchi"],
    ["it", "Lo vedo ogni giorno in palestra"],
    ["it", "Ti amo, ricordatelo"],
    ["it", "Dimmelo tu, che ridere"],
    ["es", "Tengo que decir que me encantó"],
    ["es", "La quiero mucho desde el lunes jaja"],
    ["es", "Ojalá pudiera ir mañana"],
    ["es", "Los domingos comemos siempre en casa de la abuela"],
    ["pt", "Tenho que admitir que tinhas razão"],
    ["pt", "Ontem às 15h montámos a árvore"],
    ["hi", "मुझे हँसना है तो तुम्हारा वीडियो देख लेती हूँ"],
    ["hi", "मुझे कहना पड़ेगा कि खाना बहुत अच्छा था"],
    ["th", "ต้องบอกว่าหนังเรื่องนี้สนุกมาก"],
    ["th", "เดี๋ยวฝนตกแน่เลย"],
    ["en", "🎵 I'll be there for you when the rain starts to pour"],
  ] as const)("%s: %s", async (_language, text) => expect(await found("Ann", text)).toBe("nothing"));
});
