/**
 * @file "Vet called: Tuesday 9:15": a sentence that passes on the time somebody gave. What it is about stands before the
 * time, and the call is no part of it. With more than a time behind it ("he is fine") it is told of something else.
 */

import type { Language } from "#calendar/resolution";
import { wordSet } from "#shared/word-lists";

import { LEXICONS } from "./lexicon.ts";
import { fold, segment } from "./text.ts";
import { isAnyEvent, topicWords } from "./topic.ts";
import { wholeWords } from "./whole-words.ts";

/** How a call or a message is told. Folded. */
const CALLS: Readonly<Record<Language, RegExp>> = {
  en: wholeWords(
    String.raw`(?<!(?:is|are|was|were|it's) )(?:called|rang|phoned|texted|emailed|wrote|messaged|replied|answered|confirmed|says|said|suggests|suggested|offers|offered|got back|(?:spoke|talked) (?:to|with))(?: (?:back|me|us|again|just now|to (?:me|us)))*`,
  ),
  de: wholeWords(
    String.raw`(?:angerufen|zurückgerufen|telefoniert|geschrieben|geantwortet|gesagt|gemeldet|gesprochen|bestätigt)|rief (?:an|zurück)|rief|ruft an|sagt|schreibt|meint|schlägt vor`,
  ),
  fr: wholeWords(
    String.raw`(?:(?:m'|nous |vient de |j')?(?:a|ont|ai|vient d')\s?)?(?:appelé|appeler|rappelé|téléphoné|écrit|répondu|confirmé|proposé)|dit|propose|confirme`,
  ),
  it: wholeWords(
    String.raw`(?:(?:mi |ci )?(?:ha|hanno|ho) )?(?:chiamato|richiamato|telefonato|scritto|risposto|confermato|proposto|sentito)|dice|propone|conferma`,
  ),
  pt: wholeWords(
    String.raw`(?:me )?(?:ligou|ligaram|liguei(?: (?:ao|à|para [oa]))?|telefonou|escreveu|respondeu|confirmou|propôs|disse|mandou mensagem)|diz|propõe`,
  ),
  es: wholeWords(
    String.raw`(?:me |nos )?(?:llamó|llamaron|llamé(?: (?:al|a la))?|ha llamado|han llamado|he llamado(?: (?:al|a la))?|escribió|respondió|contestó|confirmó|dijo|propuso|ha dicho)|dice|propone`,
  ),
  hi: /(?:का|की|से|ने|को)?\s*(?:फ़ोन|फोन|कॉल|मैसेज|मेसेज)\s*(?:आया|आई|किया|हुआ|हुई|करके)(?:\s*(?:था|है|थी))?|ने\s+(?:बताया|कहा|बोला|लिखा)/u,
  th: /(?:เพิ่ง)?(?:โทร(?:กลับ)?มา(?:บอก|แจ้ง)?|ไลน์มา(?:บอก)?|แจ้งมา|โทรหา|บอกว่า|บอกมา|ยืนยันมา|ตอบมา)(?:แล้ว)?/u,
};
/** Leads over to what was said. Folded. */
const LEADS_OVER =
  /^[\s:,;.!–—-]*(?:(?:to say|and said|and says|saying|that|it's|dass|und sagt|que|et dit|pour dire|che|per dire|कि|ว่า)(?![\p{L}\p{M}]))?[\s:,–—-]*/u;
const AUXILIARIES: ReadonlySet<string> = wordSet("hab habe an");
/** What may stand beside the time: that it is free, or that somebody comes. Folded. */
const BESIDE_TIME: ReadonlySet<string> = wordSet(
  `slot free possible available earliest first opening comes kommt frei möglich termin erst vorbei libre passe libero possibile passa livre possível
  vaga posible hueco pasa खाली आएगा आएगी आएँगे ว่าง คิว`,
);

export interface Call {
  /** What it is about, and when: the sentence without the call. */
  readonly told: string;
  /** What was said. */
  readonly said: string;
}

const MAX_ABOUT = 2;

/** Null for a sentence that tells of no call, or of more than a time. */
export function callIn(sentence: string, language: Language): Call | null {
  const folded = fold(sentence);
  if (folded.length !== sentence.length || /[?？]/u.test(folded)) return null;
  const call = CALLS[language].exec(folded);
  if (call === null) return null;
  const behind = call.index + call[0].length;
  const mark = /[:,;.!–—](?=\s)|\s-\s/u.exec(folded.slice(behind));
  // "Llamó el veterinario: miércoles", "the vet said Wednesday": whom it is of may stand behind.
  const from = mark === null ? behind : behind + mark.index;
  const about = topicWords(`${folded.slice(0, call.index)} ${folded.slice(behind, from)}`, language).filter(
    (topic) => !AUXILIARIES.has(topic),
  );
  const said = sentence.slice(from + (LEADS_OVER.exec(folded.slice(from))?.[0].length ?? 0));
  if (about.length === 0 || about.length > MAX_ABOUT || !saysOnlyWhen(said, language)) return null;
  return { told: `${about.join(" ")}: ${said}`, said };
}

function saysOnlyWhen(said: string, language: Language): boolean {
  const folded = fold(said);
  const { dateWord } = LEXICONS[language];
  const dated = /\d/u.test(folded) || segment(folded, language).some((word) => dateWord.includes(word));
  const topics = topicWords(said, language);
  return dated && topics.every((topic) => isAnyEvent(topic) || BESIDE_TIME.has(topic));
}
