/** @file "Visit on Thursday, tidy the living room before that": words that make the time of something else the end of a task. */

import type { Language } from "#calendar/resolution";

import { fold } from "./text.ts";

/** Politeness and marks that may still follow. */
const END = String.raw`(?:,?\s*(?:please|bitte|svp|stp|s'il (?:te|vous) plaît|merci|per favore|por favor|pf))?[\s.!?…🙏]*$`;

/** Folded. */
const BEFORE_THAT: Readonly<Record<Language, RegExp>> = {
  en: /(?<!\p{L})(?:before (?:that|then)|beforehand|by then|before (?:he|she|they|it|we) (?:comes?|arrives?|starts?|gets? (?:here|there|in)|begins?|opens?|leaves?))(?!\p{L})/u,
  de: /(?<!\p{L})(?:vorher|davor|bis dahin|zuvor)(?!\p{L})/u,
  fr: new RegExp(String.raw`(?<!\p{L})(?:d'ici là|avant (?:ça|cela)|(?:juste )?avant${END})`, "u"),
  it: new RegExp(String.raw`(?<!\p{L})(?:entro allora|prima di (?:allora|quello)|prima${END})`, "u"),
  pt: new RegExp(String.raw`(?<!\p{L})(?:até lá|antes dis[st]o|antes${END})`, "u"),
  es: new RegExp(String.raw`(?<!\p{L})(?:hasta entonces|antes de eso|antes${END})`, "u"),
  hi: /(?:(?:उस|इस)(?:से|के)|इससे|उससे) पहले|तब तक/u,
  th: /ก่อนหน้านั้น|ก่อนนั้น|ให้เสร็จก่อน/u,
};

export const saysBeforeThat = (text: string, language: Language): boolean =>
  BEFORE_THAT[language].test(fold(text));
