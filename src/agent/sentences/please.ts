/**
 * @file "Please" that takes an offer and asks for nothing: "Shall I pick you up?" – "please, I get in at 13:20". Behind it the
 * speaker tells of themselves, or when, or says no more.
 */

import type { Language } from "#calendar/resolution";

import { eachLanguage } from "./each-language.ts";
import { END } from "./whole-words.ts";

interface PleaseWords {
  readonly please: string;
  /** Begins what the speaker tells of themselves; wishes ("I need") are none. */
  readonly ofOneself: string;
}

const WORDS: Readonly<Record<Language, PleaseWords>> = {
  en: {
    please: "please|pls|plz",
    ofOneself: "(?:i|i'm|i'll|i've|my|we|we're|we'll)(?!\\p{L})(?! (?:need|want|wish|would|must|have to))",
  },
  de: {
    please: "bitte",
    ofOneself:
      "(?:ich|wir|mein|meine|bin|komme|lande)(?! (?:brauche|brauchen|möchte|will|hätte|muss|müssen|bräuchte))",
  },
  fr: {
    please: "s'il te plaît|s'il vous plaît|s'il te plait|stp|svp",
    ofOneself: String.raw`j'(?!ai besoin|aimerais)\p{L}+|(?:je|on|nous|mon|ma)(?! (?:voudrais|veux|dois|voudrions))`,
  },
  it: {
    please: "per favore|per piacere",
    ofOneself:
      "arrivo|arriviamo|arriverò|esco|usciamo|sono|sarò|atterro|vengo|veniamo|vado|aspetto|finisco|parto|partiamo|scendo|torno|ho (?!bisogno)|il mio|la mia",
  },
  pt: {
    please: "por favor|pf|pfv|faz favor",
    ofOneself:
      "(?:eu )?(?:chego|chegamos|saio|saímos|estou|estarei|aterro|venho|vimos|vou|espero|acabo|termino|tenho|parto|partimos|desço|volto)|o meu|a minha",
  },
  es: {
    please: "por favor|porfa|porfi|porfis|porfavor",
    ofOneself:
      "(?:yo )?(?:llego|llegamos|llegaré|salgo|salimos|estoy|estaré|aterrizo|vengo|venimos|voy|espero|acabo|termino|tengo (?!que)|bajo|vuelvo|parto|salgo)|mi",
  },
  hi: { please: "प्लीज़|प्लीज|कृपया|please", ofOneself: "मैं|हम|मेरी|मेरा" },
  th: {
    please: "รบกวนด้วย|รบกวนหน่อย|ฝากด้วย|ขอรบกวนด้วย|รบกวนที",
    ofOneself: "ผม|ฉัน|หนู|เรา|ถึง|จะถึง|ลงเครื่อง|ออก",
  },
};

const YES =
  "(?:yes|yeah|yep|yup|sure|oh|ok|okay|ja|jo|gern|gerne|klar|oui|ouais|volontiers|sì|si|certo|volentieri|sim|claro|sí|vale|हाँ|हां|जी|ครับ|ค่ะ|ได้)";
/** A time and nothing it is of: "at 13:20". */
const TIME = String.raw`(?:(?:at|around|um|gegen|à|vers|alle|verso le|às|pelas|a las|sobre las|ตอน)\s)?\d{1,2}(?:[:.h]\d{0,2}|\s?(?:am|pm|uhr|h|बजे|น\.))`;

const TAKES_OFFER = eachLanguage((language) => {
  const { please, ofOneself } = WORDS[language];
  const politely = language === "th" ? "(?:ครับ|ค่ะ|คะ|นะ|จ้า)*" : "";
  // Thai parts no words.
  const oneself = language === "th" ? `(?:${ofOneself})` : `(?:${ofOneself})${END}`;
  return new RegExp(
    String.raw`^(?:${YES}[\s,!]+){0,2}(?:${please})${politely}${END}(?:[\s,.!:;–-]*$|[\s,.!:;–-]+(?:${oneself}|${TIME}))`,
    "u",
  );
});

/** True for a folded sentence that only takes what was offered. */
export const takesOffer = (folded: string, language: Language): boolean =>
  !/[?？]/u.test(folded) && TAKES_OFFER[language].test(folded.trim());
