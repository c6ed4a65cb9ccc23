/**
 * @file What is booked, planned or fixed for a time to come: it reads like a report of what was done, and lies ahead. A table,
 * not logic.
 */

import type { Language } from "#calendar/resolution";

import { fold, withoutFullStop } from "./text.ts";
import { END_APART, pattern, START_APART } from "./whole-words.ts";

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
  BOOKED[language].test(withoutFullStop(folded));
