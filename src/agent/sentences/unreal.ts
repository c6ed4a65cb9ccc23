/**
 * @file What is only wished or supposed ("wish I could take you all", "hätte ich Zeit, würde ich backen") offers nothing, and
 * good wishes ("happy birthday for tomorrow") plan nothing. Tables, not logic.
 */

import type { Language } from "#calendar/resolution";
import { wholePhrases } from "./whole-words.ts";

const UNREAL: Readonly<Record<Language, RegExp>> = {
  en: wholePhrases(
    "wish (?:i|we|you) | if only | if i were | if i was | if i had | if we had | would have | could have | in my dreams | in theory",
  ),
  de: wholePhrases(
    "hätte ich | wäre ich | wenn ich nur | hätte ich nur | wenn ich könnte | könnte ich nur | schön wär's | schön wäre | wünschte | am liebsten",
  ),
  fr: wholePhrases(
    "si j'étais | si j'avais | si je pouvais | si seulement | j'aurais | j'aimerais tant | dans mes rêves",
  ),
  it: wholePhrases("magari | se potessi | se fossi | se avessi | avrei | sarebbe bello"),
  pt: wholePhrases(
    "quem me dera | se eu pudesse | se pudesse | se eu fosse | se eu tivesse | oxalá | tomara | teria",
  ),
  es: wholePhrases("ojalá | si pudiera | si fuera | si tuviera | habría | quién pudiera"),
  hi: /काश|अगर मैं .*(?:होता|होती|पाता|पाती)/u,
  th: /อยากให้|ถ้า(?:ผม|ฉัน|เรา|หนู)(?:มี|เป็น|รวย)|น่าจะได้/u,
};

export const isUnreal = (folded: string, language: Language): boolean => UNREAL[language].test(folded);

const GOOD_WISHES: Readonly<Record<Language, RegExp>> = {
  en: wholePhrases(
    "happy birthday | merry christmas | happy new year | happy anniversary | congratulations | congrats",
  ),
  de: wholePhrases(
    "alles gute | herzlichen glückwunsch | glückwunsch | frohe weihnachten | frohes fest | guten rutsch",
  ),
  fr: wholePhrases(
    "bon anniversaire | joyeux anniversaire | joyeux noël | bonne année | bonnes fêtes | félicitations",
  ),
  it: wholePhrases("buon compleanno | auguri | buon natale | buon anno | buone feste | congratulazioni"),
  pt: wholePhrases("parabéns | feliz aniversário | feliz natal | boas festas | feliz ano novo"),
  es: wholePhrases(
    "feliz cumpleaños | feliz cumple | felicidades | feliz navidad | felices fiestas | feliz año | enhorabuena",
  ),
  hi: /मुबारक|शुभकामना|बधाई/u,
  th: /สุขสันต์|ยินดีด้วย|อวยพร/u,
};

export const isGoodWish = (folded: string, language: Language): boolean => GOOD_WISHES[language].test(folded);
