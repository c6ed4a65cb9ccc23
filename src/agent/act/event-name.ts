/**
 * @file What an event is called, and whether words of a request or a draft call it so: what tells it from others, without
 * words of dates, of ordering and of what any gathering is called.
 */

import { ALL_DATE_WORDS, ALL_STOP_WORDS } from "#agent/sentences/lexicon";
import { fold, foldedWords, similarity, stem, withoutElisions } from "#agent/sentences/text";
import type { Language } from "#calendar/resolution";
import { wordSet } from "#shared/word-lists";

export interface NamedEvent {
  /** As it was written, for saying that it was not found. */
  readonly text: string;
  /** Folded words that tell it from others. Of Thai, which has no words, all of it. */
  readonly words: readonly string[];
  /** "The meeting": what any may be called. Others do as well where none has that word. */
  readonly isGeneric: boolean;
}

/** What any gathering is called: part of a name, but none by itself. */
export const GATHERINGS =
  wordSet(`meeting meetings meet-up meetup call session gathering get-together besprechung treffen sitzung termin réunion
  rencontre séance riunione incontro reunião encontro reunión encuentro बैठक मीटिंग`);
/** Around the name of an event, and no part of it. */
const BESIDE =
  wordSet(`well also too auch aussi anche também también event events appointment appointments invite invites invitation invitations draft drafts reminder calendar calendars entry
  entries date dates time times slot thing things stuff plan plans item items action message messages chat thread conversation group note notes summary
  found last first next latest new other another same rest agreed decided discussed suggested proposed mentioned planned said said talked arranged everyone
  anything something person people person's day days week month possible soon asap work thanks thank hearth google outlook phone file app copy version
  make create prepare set turn convert need want like gerne
  termine einladung einladungen entwurf entwürfe erinnerung kalender eintrag kalendereintrag ereignis ereignisse datum uhrzeit sache sachen nachricht
  nachrichten chat unterhaltung gruppe letzten letzte nächsten nächste neue neuen andere anderen gleiche ausgemacht besprochen vereinbart beschlossen
  vorgeschlagen erwähnt geplant gesagt daraus davon dafür dazu danke brauche möchte mach mache erstelle erstell
  évènement évènements événement événements rendez-vous invitation brouillon rappel calendrier agenda entrée date heure chose message messages discussion
  groupe dernier derniers prochain convenu décidé discuté proposé prévu dit merci crée fais prépare
  evento eventi appuntamento appuntamenti invito inviti bozza promemoria calendario agenda voce data ora cosa messaggio messaggi conversazione gruppo ultimi
  prossimo concordato deciso discusso proposto previsto detto grazie crea fai prepara
  eventos compromisso compromissos convite convites rascunho lembrete calendário hora coisa mensagem mensagens conversa grupo últimas próximo combinado combinamos decidido
  discutido proposto previsto dito obrigado obrigada cria crie faz faça
  cita citas invitación invitaciones borrador recordatorio cosa mensaje mensajes conversación últimos próximo acordado acordamos quedamos decidido hablado propuesto
  previsto dicho gracias haz crear put get let keep have want wants needs legen stecken packen tragen machen mettre mettez noter mettere mettete colocar botar bota põe poner
  meter mete डालो डालना डालें डालिए रखो
  इवेंट अपॉइंटमेंट निमंत्रण आमंत्रण ड्राफ़्ट मसौदा रिमाइंडर कैलेंडर तारीख समय संदेश चैट ग्रुप बात तय हुआ हुई बनाओ बना दो दें दीजिए कर करो दे एक में लिए वाला वाली वाले
  जो भी उसे इसे`);
export const BESIDE_THAI =
  /(?:กรุณา|ช่วย|รบกวน|โปรด|ร่าง|คำเชิญ|เชิญ|นัดหมาย|นัด|กิจกรรม|อีเวนต์|ปฏิทิน|ลงตาราง|เพิ่ม|ใส่|ลง|จด|บันทึก|สร้าง|ทำ|สำหรับ|ของ|เรื่อง|การ|อันนี้|อันนั้น|มัน|นี้|นั้น|ทั้งหมด|ที่|ใน|ให้|หน่อย|ด้วย|เลย|ที|แล้ว|ครับ|ค่ะ|คะ|นะ|จาก|ข้อความ|แชท|กลุ่ม|\s|\d)+/gu;
export const MIN_THAI = 4;
/** Articles and prepositions of whichever language: what is said at all is not sure. */
const SMALL =
  wordSet(`ao aos à às num numa pelo pela al allo alla ai agli alle dallo dalla au aux sus mes tes ses nos vos minha minhas meu meus sua seu
  mio mia miei mie tuo tua nostro nostra mi mis tu su nuestro nuestra meine meiner meinem meinen unser unsere unseren unserem deine deinen
  मेरे मेरी मेरा मुझे मुझको अपने अपनी अपना हमारे हमारी हमारा इस उस यह वह ये वे कोई तो ही भी ज़रा
  for of about to into in on at with from by the my our your für vom von zu zum zur mit im ins am pour avec dans sur chez du des per con
  nel nella sul sulla del della dei delle para com no na do da dos das por en el la los las un una uns का की के को में पर से`);

export const isTelling = (word: string): boolean =>
  word !== "" &&
  !/\d/.test(word) &&
  !ALL_STOP_WORDS.has(word) &&
  !SMALL.has(word) &&
  !BESIDE.has(word) &&
  !ALL_DATE_WORDS.has(word);

/**
 * True where an event is called so: most of the words stand in its title or place, or they hold all of its title.
 *
 * @param title words of an event
 */
export function isCalled(
  title: string,
  place: string,
  { words: named }: NamedEvent,
  language: Language,
): boolean {
  if (language === "th") return named.some((text) => sharesThai(`${title} ${place}`, text));
  const own = foldedWords(withoutElisions(title)).filter(isTelling);
  const shared = named.filter((word) => held(word, [...own, ...tellingOf(place)])).length;
  const telling = own.filter((word) => !GATHERINGS.has(word));
  return shared * 2 > named.length || (telling.length > 0 && telling.every((word) => held(word, named)));
}

const held = (word: string, others: readonly string[]): boolean =>
  others.some((other) => isSameWord(word, other));

/** Half of the words stand in a text: it may be about the same. */
export function isMentioned(text: string, { words: named }: NamedEvent, language: Language): boolean {
  if (language === "th") return named.some((name) => sharesThai(text, name));
  const own = foldedWords(withoutElisions(text));
  return named.filter((word) => held(word, own)).length * 2 >= named.length;
}

/** Words of a title that tell it from others. */
export const tellingOf = (title: string): readonly string[] =>
  foldedWords(withoutElisions(title)).filter((word) => isTelling(word) && !GATHERINGS.has(word));

const MIN_PART = 4;
const MIN_SIMILAR = 0.5;

/** One word, its inflections, a compound and its part, a slip of the pen. */
function isSameWord(left: string, right: string): boolean {
  if (stem(left) === stem(right)) return true;
  const [short, long] = left.length < right.length ? [left, right] : [right, left];
  if (short.length < MIN_PART) return false;
  return long.startsWith(short) || long.endsWith(short) || similarity(left, right) >= MIN_SIMILAR;
}

/** Syllables have no gaps between them: a stretch of the one has to stand in the other. */
function sharesThai(event: string, named: string): boolean {
  const bare = fold(event).replace(BESIDE_THAI, "");
  const said = fold(named).replace(BESIDE_THAI, "");
  for (let at = 0; at + MIN_THAI <= said.length; at += 1)
    if (bare.includes(said.slice(at, at + MIN_THAI))) return true;
  return false;
}
