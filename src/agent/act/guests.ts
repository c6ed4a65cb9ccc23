/** @file Whether an order adds nothing but people ("add Wendy as well"): no tool writes guests, and no event is meant. */

import { STOP_WORDS } from "#agent/sentences/lexicon";
import { fold, foldedWords, words } from "#agent/sentences/text";
import type { Language } from "#calendar/resolution";
import { wordSet } from "#shared/word-lists";

import { ordersOf, withoutOrderWords } from "./intent.ts";
import { MAX_READ } from "./request-form.ts";

/** What they are added to, and as what. */
const BESIDE =
  wordSet(`to it that this them the event meeting draft invite invitation appointment list guest guests guestlist attendee attendees participant
  participants people as well too also please and
  zum zur dem der den die das termin entwurf einladung treffen besprechung liste gästeliste als gast gäste teilnehmer teilnehmerin auch noch dazu hinzu bitte und
  à au aux la le les l' l'événement l'invitation évènement événement réunion brouillon rendez-vous liste invité invités invitée comme aussi et
  al alla allo lo evento all'evento riunione bozza invito appuntamento lista ospite ospiti invitato come anche pure e
  ao à o a os as no na evento reunião rascunho convite compromisso lista convidado convidada convidados como também e
  el los las borrador reunión invitación cita invitado invitada invitados también y
  को में भी और इसमें इसे मीटिंग बैठक ड्राफ़्ट इवेंट निमंत्रण मेहमान के रूप`);
const BESIDE_THAI =
  /(?:กรุณา|ช่วย|เพิ่ม|ใส่|เชิญ|ชวน|คุณ|ลง|ใน|เข้า|ไป|ด้วย|หน่อย|นัดหมาย|นัด|ร่าง|ประชุม|เป็น|แขก|ผู้เข้าร่วม|และ|กับ|ให้|ครับ|ค่ะ|คะ|นะ|อีกคน|คน|\s)+/gu;
/** "The meeting with Wendy" is an event. */
const WITH = wordSet("with mit avec con com साथ");
/** Orders that are about people only. */
const INVITE = wordSet(
  `invite ask include lade lad ein hinzu dazu nimm auf invita invitez inclus convida convide inclua inclui incluye invite bring बुलाओ बुला लो शामिल करो`,
);

/**
 * The names as they were written; empty where anything else is added.
 *
 * @param people all whose names can be meant
 * @param titles of drafts that they can be added to
 */
export function guestsIn(
  text: string,
  language: Language,
  people: readonly string[],
  titles: readonly string[],
): readonly string[] {
  const request = text.slice(0, MAX_READ);
  const known = new Set(people.flatMap((name) => foldedWords(name)));
  const drafts = new Set(titles.flatMap((title) => foldedWords(title)));
  if (language === "th") return thaiGuests(request, people);
  const lines = ordersOf(request, language, "add");
  if (lines.some((line) => line.split(" ").some((word) => WITH.has(word)))) return [];
  const left = lines
    .flatMap((line) => withoutOrderWords(line).trim().split(/\s+/u))
    .map((word) => word.replace(/^[ld]'/u, ""));
  const told = left.filter(
    (word) => word !== "" && !BESIDE.has(word) && !INVITE.has(word) && !STOP_WORDS[language].has(word),
  );
  const named = told.filter((word) => known.has(word));
  if (named.length === 0 || !told.every((word) => known.has(word) || drafts.has(word))) return [];
  return words(request).filter((word) => named.includes(fold(word)));
}

function thaiGuests(request: string, people: readonly string[]): readonly string[] {
  const bare = fold(request).replace(BESIDE_THAI, " ").trim();
  return people.filter((name) => fold(name) === bare).slice(0, 1);
}
