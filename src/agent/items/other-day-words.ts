/**
 * @file Words around a day that is proposed for something already planned: why, that it is liked better, and that the plan
 * stays. Tables, not logic: `other-day.ts` reads them.
 */

import { eachLanguage } from "#agent/sentences/each-language";
import type { Language } from "#calendar/resolution";
import { list, wordSet } from "#shared/word-lists";

/** Begins a clause that tells why. Folded. */
const REASONS: Readonly<Record<Language, string>> = {
  en: "because|cause|'cause|cos|since (?:it|i|we|the|he|she|they)|as (?:it|i|we|the|he|she|they)|it's|it is|it will|i'm|i've|i have|we're|we have|he's|she's|they're|there's",
  de: "weil|denn|da (?:es|ich|wir|er|sie|die|der|das)|es soll|es regnet|ich (?:muss|hab|habe|bin|kann)|wir (?:müssen|haben|sind)",
  fr: "parce que|parce qu'\\p{L}+|car|puisque|vu que|comme (?:il|je|on)|il (?:va|pleut|y a)|je (?:suis|dois|travaille|peux)|j'ai",
  it: "perché|dato che|visto che|siccome|poiché|che (?:piove|domenica|sabato)|piove|pioverà|devo|sono",
  pt: "porque|pois|já que|visto que|que (?:vai|chove|tenho)|vai chover|estou|tenho",
  es: "porque|ya que|puesto que|que (?:va|llueve|tengo|hay)|va a llover|tengo|estoy",
  hi: "क्योंकि|क्यूँकि|क्यूंकि|चूँकि|बारिश|मुझे|मैं",
  th: "เพราะ|เนื่องจาก|ฝน|เดี๋ยว",
};

/** What parts the clauses of a sentence that changes a plan: marks, and the words that begin a reason. */
export const CLAUSES_OF_CHANGE = eachLanguage((language) =>
  language === "th"
    ? new RegExp(String.raw`[,;–(]\s|\s*(?=(?:${REASONS.th}))`, "u")
    : new RegExp(String.raw`[,;–(]\s|\s(?=(?:${REASONS[language]})(?![\p{L}\p{M}]))`, "iu"),
);

/** Says which day is liked better, and no more. Folded. */
export const PREFERS: Readonly<Record<Language, readonly string[]>> = {
  en: list(
    "better | prefer | rather | suits | works | work | easier | best | ok | okay | fine | possible | for us | for me",
  ),
  de: list("besser | lieber | passt | passen | geht | ginge | gehen | wäre | ok | okay | möglich | auch"),
  fr: list(
    "mieux | préfère | préférerais | préférerait | arrange | arrangerait | va | irait | serait | ok | possible | plutôt",
  ),
  it: list("meglio | preferisco | preferirei | preferiamo | va | andrebbe | sarebbe | ok | possibile"),
  pt: list("melhor | prefiro | preferia | preferíamos | seria | dá | pode | ok | possível | jeito"),
  es: list("mejor | prefiero | preferiría | preferimos | sería | va | viene | vendría | ok | posible"),
  hi: list("बेहतर | अच्छा | ठीक | सही | रहेगा | रहेगी | ज़्यादा | ज्यादा | कैसा | कैसी | चलेगा | चलेगी"),
  th: list("ดีกว่า | สะดวกกว่า | ดีไหม | ได้ไหม | สะดวก | ไหม | มั้ย"),
};
/** Of the lists above, those that say it without being asked. */
export const TELLS_LIKING =
  /(?<!\p{L})(?:better|prefer|rather|suits|easier|besser|lieber|wäre|ginge|mieux|préfér\p{L}+|arrange\p{L}*|serait|meglio|preferi\p{L}+|sarebbe|melhor|prefi?r\p{L}+|seria|mejor|prefier\p{L}+|preferi\p{L}+|sería|vendría)(?!\p{L})|बेहतर|अच्छा रहेगा|ठीक रहेगा|ดีกว่า|สะดวกกว่า/u;
export const SMALL: ReadonlySet<string> = wordSet(
  "would würde würden se or and maybe perhaps then sorry can't cannot oder und vielleicht dann ou et peut-être alors o e forse magari allora talvez então quizá quizás entonces या फिर शायद หรือ งั้น",
);
/** Says that a plan stays as it is. Folded. */
export const STAYS: ReadonlySet<string> = wordSet(
  `stay stick keep keeping leave stays bleiben bleibt lassen belassen dabei restons reste garde gardons laisse laissons restiamo
  lasciamo teniamo ficamos fica mantemos deixamos dejamos dejémoslo dejarlo quedamos quedémonos रहने रखते รักษา เหมือนเดิม ไว้`,
);
