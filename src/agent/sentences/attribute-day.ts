/**
 * @file A day that says which one is meant and not when something is to be done: "check whether the Tuesday flight costs the
 * same", "il volo di martedì", "das Protokoll vom Montag".
 */

import type { FoundPhrase, Language } from "#calendar/resolution";

import { fold } from "./text.ts";

/** Right before the phrase. Folded. */
const BEFORE: Readonly<Record<Language, RegExp>> = {
  en: /(?:(?<!\p{L})(?:the|my|your|our|his|her|their|that|from|whose)|\p{L}'s)\s+$/u,
  de: /(?<!\p{L})vom\s+$/u,
  fr: /(?<!\p{L})(?!(?:avant|partir|lieu|cours|début|fin|matin|soir|loin|au-delà)\s)\p{L}{2,} (?:de|du)\s+$/u,
  it: /(?<!\p{L})(?!(?:prima|dopo|partire|invece|meno|mattina|sera|fine|entro|inizio)\s)\p{L}{2,} (?:di|del|della|d)\s+$/u,
  pt: /(?<!\p{L})(?!(?:antes|depois|partir|vez|manhã|tarde|noite|fim|final|cerca|dentro|preciso|precisamos|tenho|temos|gostava|gostaria)\s)\p{L}{2,} (?:de|da|do)\s+$/u,
  es: /(?<!\p{L})(?!(?:antes|después|partir|vez|lugar|mañana|tarde|noche|fin|final|cerca|dentro)\s)\p{L}{2,} (?:de|del)\s+$/u,
  hi: /(?:)/u,
  th: /(?:ของ|เที่ยวบิน|ไฟลต์|ไฟลท์|ตั๋ว|รอบ)(?:ใน)?\s*$/u,
};

/** Right behind the phrase. Folded. */
const BEHIND: Readonly<Partial<Record<Language, RegExp>>> = {
  // "The Monday after", "the Friday when we leave" are days.
  en: /^(?:'s)?\s+(?!(?:at|on|in|by|to|for|of|or|and|but|if|so|when|before|after|until|till|from|between|around|about|please|morning|afternoon|evening|night|lunchtime|is|are|was|we|i|you|he|she|they|it|instead|then|too|as)(?!\p{L}))\p{L}{2,}/u,
  hi: /^\s*(?:की|का|के)\s+(?!(?:लिए|बाद|पहले|दिन|शाम|सुबह|रात|दोपहर|अंदर|भीतर|आसपास|बजाय|बदले|जगह|अंत|करीब|लगभग)(?![\p{L}\p{M}]))[\p{L}\p{M}]{2,}/u,
};

/** Anywhere before the phrase in its clause: a question within the sentence, whose day is of what is asked. Folded. */
const INDIRECT: Readonly<Partial<Record<Language, RegExp>>> = {
  en: /(?<!\p{L})whether(?!\p{L})/u,
  de: /(?<!\p{L})(?:prüf|check|schau|nachseh|nachschau|frag|guck|kläre?|klär)\p{L}*(?: \p{L}+){0,4},? ob(?!\p{L})/u,
};

/** The task is what takes place then, or is for it: "take the Friday shift", "bring snacks for Monday's training". Folded. */
const IS_WHEN: Readonly<Record<Language, RegExp>> = {
  en: /(?<!\p{L})(?:do|take|cover|lead|run|join|attend|chair|host|make|come|go|swap|for|to|at|during|before|in time|ready)(?!\p{L})(?: \S+){0,3} *$/u,
  de: /(?<!\p{L})(?:für|zu|zum|zur|bei|beim|übernehm\p{L}*)(?!\p{L})(?: \S+){0,3} *$/u,
  fr: /(?<!\p{L})(?:pour|à|au|aux|faire|prendre|animer|assurer|venir|avant)(?!\p{L})(?: \S+){0,3} *$/u,
  it: /(?<!\p{L})(?:per|a|al|alla|all|fare|coprire|prendere|venire|prima)(?!\p{L})(?: \S+){0,3} *$/u,
  pt: /(?<!\p{L})(?:para|pra|ao|à|fazer|cobrir|vir|antes)(?!\p{L})(?: \S+){0,3} *$/u,
  es: /(?<!\p{L})(?:para|a|al|hacer|cubrir|venir|antes)(?!\p{L})(?: \S+){0,3} *$/u,
  hi: /(?!)/u,
  th: /(?:สำหรับ|ไป|มา|ก่อน)[^\s]{0,12}$/u,
};
/** Hindi puts "for" behind. */
const FOR_BEHIND = /^[^,।]{0,30}(?:के लिए|में|पर)(?![\p{L}\p{M}])/u;

/** True where the day of the phrase belongs to a noun of the sentence. */
export function isAttribute(sentence: string, found: FoundPhrase, language: Language): boolean {
  const { start, end, resolution, phrase } = found;
  if (resolution.kind !== "date" && resolution.kind !== "ask") return false;
  const [before, after] = [fold(sentence.slice(0, start)), fold(sentence.slice(end))];
  const clause = before.slice(Math.max(before.lastIndexOf(","), before.lastIndexOf(";")) + 1);
  if (INDIRECT[language]?.test(before) === true) return true;
  // The article may be read as part of the phrase.
  const lead = /^(?:the|de|del|vom|di|da|du)\s+/u.exec(fold(phrase))?.[0] ?? "";
  if (!BEFORE[language].test(`${clause}${lead}`) && !isPossessive(after, language)) return false;
  if (language === "hi" && FOR_BEHIND.test(after)) return false;
  return (BEHIND[language]?.test(after) ?? true) && !IS_WHEN[language].test(clause);
}

/** "Monday's meeting" needs no article. */
const isPossessive = (after: string, language: Language): boolean =>
  language === "en" && after.startsWith("'s ");
