/**
 * @file Events that are told as plain facts, whatever they are called: "am Samstag um 14 Uhr ist der Umzug", "the fair is on
 * Saturday" (spec messages-calendar 3: kind "event"). Where somebody is or what they do then is none.
 */

import type { Language } from "#calendar/resolution";

import { namesDay, type Due } from "./due.ts";
import { THANKS } from "./lexicon.ts";
import { negationCount } from "./negation.ts";
import { asksWhoWants } from "./orders.ts";
import { isOwnErrand, ownDuty } from "./own-task.ts";
import { proposesTogether } from "./propose-together.ts";
import { invites } from "./sentence-form.ts";
import { clauseThat, fold, foldedWords } from "./text.ts";
import { doTogether } from "./together.ts";
import { topicWords } from "./topic.ts";
import { wholePhrases } from "./whole-words.ts";

/** Verbs by which something takes place; "be" counts only next to its date. */
const TAKES_PLACE: Readonly<Record<Language, RegExp>> = {
  en: wholePhrases(
    "is | are | it's | there's | there is | there are | will be | starts | begins | takes place | kicks off | opens | scheduled | due",
  ),
  de: wholePhrases(
    "ist | sind | findet | finden | beginnt | startet | fängt | geht | gibt es | gibt's | haben wir | steigt | öffnet | wird",
  ),
  fr: wholePhrases(
    "est | sont | a lieu | ont lieu | aura lieu | commence | débute | démarre | c'est | il y a | y a | sera | ouvre | se passe",
  ),
  it: wholePhrases(
    "è | sono | c'è | ci sono | si tiene | si terrà | comincia | inizia | parte | sarà | apre | abbiamo",
  ),
  pt: wholePhrases(
    "é | são | há | começa | tem lugar | acontece | será | vai ser | temos | abre | decorre | realiza-se",
  ),
  es: wholePhrases(
    "es | son | hay | empieza | comienza | tiene lugar | será | se celebra | tenemos | abre | arranca",
  ),
  hi: wholePhrases("है | हैं | होगा | होगी | होंगे | शुरू"),
  th: /มี|เริ่ม|จัด|ถึง|ออก/u,
};

/** "The workshop is on 9 December", and not "the workshop on 9 December". */
export const takesPlace = (text: string, language: Language): boolean =>
  TAKES_PLACE[language].test(fold(text));

/** Says of a person where they are, what they do, whether they have time. */
const OF_A_PERSON: Readonly<Record<Language, RegExp>> = {
  en: wholePhrases(`i | i'm | i'll | i've | he's | she's | he | she | you | you're | they're | busy | free | away | off | home | late | sick | ill | here | there now | available | working | closed | open |
    work | asleep | cheaper | weather | rain | sunny | full | fully booked | alarm`),
  de: wholePhrases(
    `ich | du | er | sie | weg | frei | krank | zuhause | daheim | unterwegs | beschäftigt | da | hier | geschlossen | offen | zu | arbeiten | arbeite | keine zeit | wetter | regen | verreist | voll | ausgebucht | wecker`,
  ),
  fr: wholePhrases(
    `je | j'ai | j'y | tu | il est | elle est | occupé | occupée | libre | malade | absent | absente | fermé | fermée | ouvert | ouverte | en retard | dispo | disponible | au travail | pluie | météo | complet | complète | réveil`,
  ),
  it: wholePhrases(
    `io | sono a | sono in | sono al | sono da | occupato | occupata | libero | libera | malato | malata | via | chiuso | chiusa | aperto | aperta | in ritardo | disponibile | al lavoro | pioggia | pieno | piena | sveglia`,
  ),
  pt: wholePhrases(
    `eu | estou | está | estás | estão | ocupado | ocupada | livre | doente | fechado | fechada | aberto | aberta | atrasado | atrasada | disponível | chuva | cheio | cheia | esgotado | despertador`,
  ),
  es: wholePhrases(
    `yo | estoy | está | estás | están | ocupado | ocupada | libre | enfermo | enferma | cerrado | cerrada | abierto | abierta | disponible | lluvia | lleno | llena | completo | despertador`,
  ),
  hi: wholePhrases(
    `मैं | मैंने | मुझे | तुम | आप | वो | बंद | खुली | खुला | व्यस्त | बीमार | फ्री | बाहर | घर पर हूँ | लेट | बारिश | भरा | फुल`,
  ),
  th: /^(?:ผม|ฉัน|เรา|หนู)|ไม่ว่าง|ว่าง|ปิด|เปิด|ป่วย|ไม่อยู่|ฝนตก|เต็ม/u,
};

/** A note without a verb names its plan in so many. */
const FEW_TOPICS = 2;
/** Thai has no "is", and its dictionary parts what other languages write as one word. */
const FEW_TOPICS_TH = 4;
/** A plan named in more words than this is a story. */
const MAX_TOPIC_WORDS = 7;

/** True where day and time are said of something that takes place, or its day right beside the verb. */
export function isPlainFact(text: string, { due, duePhrase }: Due, language: Language): boolean {
  if (due === null || duePhrase === null || !namesDay(due)) return false;
  if (!isOneDay(due) && !isDeadline(due)) return false;
  const folded = fold(text);
  // A phrase of two parts has the fact between them.
  const linked = due.trace.length === 0;
  const rest = linked ? folded : folded.replace(fold(duePhrase), " ");
  if (OF_A_PERSON[language].test(rest) || foldedWords(rest).some((word) => THANKS.has(word))) return false;
  const topics = topicWords(rest, language);
  if (topics.length === 0 || topics.length > MAX_TOPIC_WORDS) return false;
  const verb = TAKES_PLACE[language].test(rest);
  const clock = linked || due.trace.some(({ rule }) => rule.startsWith("clock"));
  if (isDeadline(due)) return true;
  if (!clock) return verb && touchesItsVerb(folded, fold(duePhrase), language);
  // "Samstag 14 Uhr Flohmarkt": a note without any verb.
  const clause = clauseThat(text, /[,;:]\s/u, (part) => part.includes(duePhrase));
  return (
    verb ||
    doTogether(folded, language) ||
    topicWords(clause.replace(duePhrase, " "), language).length <=
      (language === "th" ? FEW_TOPICS_TH : FEW_TOPICS)
  );
}

const isOneDay = ({ kind }: NonNullable<Due["due"]>): boolean =>
  kind === "time" || kind === "date" || kind === "ask";

/** "Due on Friday", and not "by Friday". */
const isDeadline = ({ kind, trace }: NonNullable<Due["due"]>): boolean =>
  kind === "due" && trace.some(({ rule, token }) => rule === "due" && DUE_WORD.test(token));
const DUE_WORD = /due|fällig|échéance|scad|venc|vence|देय|ครบกำหนด/iu;

const BETWEEN =
  /^\s*(?:(?:on|this|next|am|diesen|nächsten|le|ce|il|el|no|na|em|o|a|dem|den|को)\s*)?(?:the|the\s)?\s*$/u;

/** "The move is on Saturday", "Saturday is the move": verb and day have nothing but a preposition between them. */
function touchesItsVerb(folded: string, phrase: string, language: Language): boolean {
  const at = folded.indexOf(phrase);
  if (at < 0) return false;
  if (language === "hi" || language === "th") return false;
  const before = folded.slice(0, at);
  const after = folded.slice(at + phrase.length);
  const verbs = new RegExp(TAKES_PLACE[language].source, "gu");
  const lastBefore = [...before.matchAll(verbs)].at(-1);
  if (lastBefore !== undefined && BETWEEN.test(before.slice(lastBefore.index + lastBefore[0].length)))
    return true;
  const firstAfter = verbs.exec(after);
  verbs.lastIndex = 0;
  return firstAfter !== null && BETWEEN.test(after.slice(0, firstAfter.index));
}

/** "No concert on Friday", but neither "don't forget, the concert is on Friday" nor "on Friday at 8, don't be late". */
export function isDenied(text: string, duePhrase: string, language: Language): boolean {
  const dated = clauseThat(text, /[,;:!–—()]\s/u, (clause) => clause.includes(duePhrase));
  return negationCount(dated, language) > 0;
}

/** "I have to renew my card on Wednesday": a task of who says it. Without a day it takes an errand. */
export function isOwnDuty(text: string, { due }: Due, language: Language): boolean {
  if (isOwnErrand(fold(text), language)) return due?.flags.includes("past") !== true;
  if (due === null || due.kind === "recurrence" || !namesDay(due) || due.flags.includes("past")) return false;
  return ownDuty(fold(text), language) !== null;
}

/** "If you need to change the appointment, call us before 30 November": nobody's task, and a date to keep. */
export const isDeadlineOfAnyone = (text: string, { due }: Due, language: Language): boolean =>
  due?.kind === "due" && !due.flags.includes("past") && asksWhoWants(fold(text), language);

/** "Sonntag wandern?", "Pizza on Friday?": a day and one word. Elsewhere the one word is a verb that asks. */
export function isBareProposal(
  text: string,
  { due, duePhrase }: Due,
  read: { readonly language: Language },
): boolean {
  const { language } = read;
  if (due === null || duePhrase === null || !namesDay(due) || !PROPOSES_BARELY.has(language)) return false;
  const rest = foldedWords(fold(text).replace(fold(duePhrase), " "));
  return rest.length === 1 && topicWords(text, language).length === 1;
}

const PROPOSES_BARELY: ReadonlySet<Language> = new Set(["en", "de"]);

/** "Who's up for pizza tomorrow at 7?", "On fait la raclette samedi ?" */
export function isInvitation(
  text: string,
  { due }: Due,
  { language }: { readonly language: Language },
): boolean {
  if (due === null || !namesDay(due) || due.flags.includes("past")) return false;
  return invites(fold(text), language) || proposesTogether(fold(text), language);
}

const CONDITIONS: Readonly<Record<Language, RegExp>> = {
  en: wholePhrases("if | unless | in case"),
  de: wholePhrases("falls | wenn | sofern"),
  fr: wholePhrases("si | s'il | au cas où"),
  it: wholePhrases("se | qualora | nel caso"),
  pt: wholePhrases("se (?:quiser|quiseres|puder|puderes|chover|der|for|precisares|precisar) | caso"),
  es: wholePhrases("si | en caso"),
  hi: wholePhrases("अगर | यदि"),
  th: /ถ้า|หาก/u,
};

/** "I'm free on Sunday at 11 if you want to meet" plans nothing yet. */
export const isConditional = (text: string, language: Language): boolean =>
  CONDITIONS[language].test(fold(text));
