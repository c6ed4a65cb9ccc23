/** @file Spelled numbers of the eight languages. "One" is left out everywhere: it is mostly a pronoun or an article. */

import type { Language } from "#calendar/resolution";
import { wordSet } from "#shared/word-lists";

import { foldedWords } from "./text.ts";

export const ENGLISH_NUMBERS =
  wordSet(`two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
    nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million half dozen twice
    thrice third fourth fifth sixth seventh eighth ninth tenth billion trillion`);

/** "dreizehn", "vierundzwanzig", "zweihundert": German writes a number as one word. */
const GERMAN_PART =
  "zwei|zwo|drei|vier|fünf|sechs|sech|sieben|sieb|acht|neun|zehn|elf|zwölf|zwanzig|dreißig|(?:vier|fünf|sech|sieb|acht|neun)zig|hundert|tausend";
const GERMAN = new RegExp(`^(?:ein(?:und|hundert|tausend))?(?:(?:und)?(?:${GERMAN_PART}))+$`, "u");
const ITALIAN =
  /^(?:vent|trent|quarant|cinquant|sessant|settant|ottant|novant)[ia]?(?:uno|un|due|tré|tre|quattro|cinque|sei|sette|otto|nove)?$/u;
const SPANISH = /^veinti(?:ún|uno|dós|trés|cuatro|cinco|séis|siete|ocho|nueve)$/u;

const WORDS: Readonly<Record<Exclude<Language, "th">, ReadonlySet<string>>> = {
  en: ENGLISH_NUMBERS,
  de: wordSet("dutzend million millionen"),
  fr: wordSet(`deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt vingts trente quarante
    cinquante soixante cent cents mille million millions douzaine`),
  // "sei" is mostly "you are".
  it: wordSet(`due tre quattro cinque sette otto nove dieci undici dodici tredici quattordici quindici sedici diciassette
    diciotto diciannove cento duecento trecento quattrocento cinquecento mille duemila tremila milione milioni dozzina`),
  pt: wordSet(`dois duas três quatro cinco seis sete oito nove dez onze doze treze catorze quatorze quinze dezesseis dezasseis
    dezessete dezassete dezoito dezenove dezanove vinte trinta quarenta cinquenta sessenta setenta oitenta noventa cem cento
    duzentos duzentas trezentos quinhentos mil milhão milhões dúzia`),
  es: wordSet(`dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete dieciocho
    diecinueve veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa cien ciento doscientos trescientos
    cuatrocientos quinientos mil millón millones docena`),
  hi: wordSet(`दो तीन चार पाँच पांच छह छः सात आठ नौ दस ग्यारह बारह तेरह चौदह पंद्रह पन्द्रह सोलह सत्रह अठारह उन्नीस बीस पच्चीस तीस चालीस
    पचास साठ सत्तर अस्सी नब्बे सौ हज़ार हजार लाख`),
};
const THAI = ["สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า", "สิบ", "ร้อย", "พัน", "หมื่น", "แสน"];

/** Numbers of one language that are other words in another: they count only where the language is known. */
const AMBIGUOUS = wordSet(
  "due once dos otto sept six elf doze mille cent cents mil venti neuf nove tre cento acht cem tres dix",
);

const SPACED = Object.keys(WORDS) as readonly (keyof typeof WORDS)[];

function isNumberOf(word: string, language: keyof typeof WORDS): boolean {
  if (WORDS[language].has(word)) return true;
  if (language === "de") return GERMAN.test(word);
  if (language === "it") return ITALIAN.test(word);
  return language === "es" && SPANISH.test(word);
}

const ONES = wordSet("one un une");

/** Spelled numbers of a text; words that are something else in another language only where one of `languages` has them. */
export function numberWordsIn(text: string, languages: readonly Language[]): ReadonlySet<string> {
  const isNumber = (word: string): boolean =>
    SPACED.some((language) => {
      const counts = languages.includes(language) || !AMBIGUOUS.has(word);
      return counts && isNumberOf(word, language);
    });
  const spelled = foldedWords(text).flatMap((word) => {
    const parts = word.split("-");
    const numbers = parts.filter(isNumber);
    // "Twenty-one" is one number, "two-hour" holds one.
    const isWhole =
      parts.length > 1 && numbers.length > 0 && (numbers.length > 1 || ONES.has(parts.at(-1) ?? ""));
    return isWhole ? [word] : numbers;
  });
  return new Set([...spelled, ...THAI.filter((word) => text.includes(word))]);
}
