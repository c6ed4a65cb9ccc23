/**
 * @file What is told in the first person of several, at a day and an hour, is an event whatever its verb: "am Freitag um 15:30
 * basteln wir Laternen", "dimanche à 10h on décore le sapin". Also what is booked for a time to come. Tables, not logic.
 */

import type { Language } from "#calendar/resolution";

import { tellsOfHabit } from "./habit.ts";
import { tellsOfThePast } from "./tense.ts";
import { fold } from "./text.ts";
import { END_APART, oneOf, pattern, START_APART } from "./whole-words.ts";

/** The verbs left out say of several what they are, can, must, think, or where they stay. */
const WE_DO: Readonly<Record<Language, RegExp>> = {
  en: pattern(
    `${START_APART}(?:we're|we are|we'll be|we will be) (?!${oneOf("going to | being | thinking | hoping | working | sleeping | staying | waiting | running | getting | feeling | looking forward | busy")})\\p{L}{2,}ing${END_APART}`,
  ),
  de: pattern(
    `${START_APART}(?:(?!${oneOf("haben | sind | waren | hatten | müssen | können | sollen | sollten | wollen | wollten | würden | möchten | dürfen | wissen | denken | glauben | hoffen | brauchen | bleiben | schlafen | arbeiten | werden | kennen | freuen | mögen | warten | hätten | wären | könnten")}${END_APART})\\p{L}{3,}n wir|wir (?!${oneOf("haben | sind | waren | hatten | müssen | können | sollen | sollten | wollen | wollten | würden | möchten | dürfen | wissen | denken | glauben | hoffen | brauchen | bleiben | schlafen | arbeiten | werden | kennen | freuen | mögen | warten | hätten | wären | könnten")}${END_APART})\\p{L}{3,}n)${END_APART}`,
  ),
  fr: pattern(
    `${START_APART}(?:on (?:se |s'|y |va )?|nous (?:nous )?)(?!${oneOf("est | sera | serait | a | avait | était | sait | dit | peut | doit | devrait | pourrait | pense | croit | espère | dort | bosse | travaille | reste | attend | voudrait | veut | connaît | sommes | avons | devons | pouvons | étions | pensons | sait jamais | verra")}${END_APART})\\p{L}{3,}${END_APART}`,
  ),
  it: pattern(
    `${START_APART}(?:ci )?(?!${oneOf("abbiamo | siamo | stiamo | possiamo | dobbiamo | vogliamo | sappiamo | speriamo | pensiamo | crediamo | restiamo | rimaniamo | dormiamo | lavoriamo | vediamo | diciamo | aspettiamo | amiamo | scusiamo | ringraziamo | richiamo | reclamo")}${END_APART})\\p{L}{2,}iamo${END_APART}`,
  ),
  pt: pattern(
    `${START_APART}(?:nos )?(?!${oneOf("somos | estamos | temos | tínhamos | podemos | devemos | queremos | sabemos | esperamos | pensamos | achamos | ficamos | dormimos | trabalhamos | dissemos | vimos | fomos | gostamos | amamos | vamos | ramos | extremos | termos | precisamos | mesmos")}${END_APART})\\p{L}{2,}(?:amos|emos|imos)(?:-nos)?${END_APART}`,
  ),
  es: pattern(
    `${START_APART}(?:nos )?(?!${oneOf("somos | estamos | tenemos | podemos | debemos | queremos | sabemos | esperamos | pensamos | creemos | dormimos | trabajamos | vimos | fuimos | decimos | amamos | vamos | ramos | extremos | necesitamos | mismos | seguimos | hemos | quedaremos")}${END_APART})(?:\\p{L}{2,}[ae]mos|salimos|subimos|reunimos|abrimos|repartimos|compartimos|partimos|venimos)${END_APART}`,
  ),
  hi: /(?:हम|सब) .*(?:एंगे|एँगे|ेंगे|ेंगी|ते हैं|ती हैं|रहे हैं)$/u,
  th: /(?:เรา|พวกเรา)(?:จะ)?(?!ว่าง|ไม่|ต้อง|อยู่|นอน|ป่วย|รัก|คิด|เป็น)\S+กัน|จะ\S{2,}กัน(?!ไหม|มั้ย)/u,
};

/** Folded; the caller knows that a day to come and an hour are named. */
export function doTogether(folded: string, language: Language): boolean {
  const text = folded.trim().replace(/[\s.!…।]+$/u, "");
  if (/[?？]/u.test(text) || tellsOfHabit(text, language) || tellsOfThePast(text, language)) return false;
  return WE_DO[language].test(text);
}

/** Says that something is fixed for a time. Folded. */
const BOOKED: Readonly<Record<Language, RegExp>> = {
  en: pattern(
    `${START_APART}(?:is|are|'s|has been|have been|been) (?:now |provisionally |already )?(?:booked|scheduled|confirmed|planned|set|fixed|reserved|arranged|pencilled|penciled)(?: in)? (?:for|on|at|from|between)${END_APART}`,
  ),
  de: pattern(
    `${START_APART}(?:ist|sind|wurde|wurden) .*(?:gebucht|geplant|bestätigt|angesetzt|vereinbart|reserviert|eingeplant|vorgemerkt|angemeldet|terminiert)$|${START_APART}(?:ist|sind) (?:für|auf) .*(?:angesetzt|gelegt|terminiert)`,
  ),
  fr: pattern(
    `${START_APART}(?:est|sont|a été|ont été) (?:bien )?(?:prévue?s?|réservée?s?|confirmée?s?|fixée?s?|programmée?s?|planifiée?s?|calée?s?)${END_APART}`,
  ),
  it: pattern(
    `${START_APART}(?:è|sono|è stat[oa]|sono stat[ie]) (?:già )?(?:prenotat|confermat|fissat|programmat|previst|pianificat)[oaie]${END_APART}`,
  ),
  pt: pattern(
    `${START_APART}(?:está|estão|fica|ficou|ficaram|foi|foram|é) (?:já )?(?:marcad|agendad|confirmad|reservad|programad|previst)[oa]s?${END_APART}`,
  ),
  es: pattern(
    `${START_APART}(?:está|están|queda|quedan|quedó|ha sido|ha quedado) (?:ya )?(?:programad|reservad|confirmad|agendad|fijad|previst|concertad)[oa]s?${END_APART}`,
  ),
  hi: /(?:बुक|तय|निर्धारित|कन्फ़र्म|कन्फर्म)(?: हो गया| हो गई| की गई| किया गया)? (?:है|हैं)$/u,
  th: /(?:จอง|นัด|กำหนด|ยืนยัน)(?:ไว้)?(?:ให้|แล้ว|เป็น|วัน)/u,
};

/** "For" behind what was fixed names its time; elsewhere the same word sets a deadline. */
const FIXED_FOR =
  /(?<=\p{L}(?:ad|at|ist|ue?|ée?|gebucht|geplant|bestätigt)[oaie]?s? )(?:para|per|pour|für) (?=\p{L}|\d)/iu;

/** The sentence whose date phrase is the time of what is booked. */
export const bookedTime = (text: string, language: Language): string =>
  isBookedAhead(fold(text), language) ? text.replace(FIXED_FOR, "") : text;

/** "Your boiler service is booked for Wednesday": a report of what lies ahead, if its day does. */
export const isBookedAhead = (folded: string, language: Language): boolean =>
  BOOKED[language].test(folded.trim().replace(/[\s.!…।]+$/u, ""));
