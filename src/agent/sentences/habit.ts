/**
 * @file What happens again and again ("I get up at 5 every day", "im Sommer grillen wir immer") is neither a plan nor a
 * promise. A table, not logic.
 */

import type { Language } from "#calendar/resolution";
import { wholePhrases } from "./whole-words.ts";

interface Words {
  /** "Always", "usually". */
  readonly usual: RegExp;
  /** "Every day"; of an event a rule to repeat it by. */
  readonly every: RegExp;
}

const HABITS: Readonly<Record<Language, Words>> = {
  en: {
    usual: wholePhrases("always | usually | normally | sometimes | often | never | all the time"),
    every: wholePhrases("every (?!one|body)\\p{L}+ | (?:mon|tues|wednes|thurs|fri|satur|sun)days"),
  },
  de: {
    usual: wholePhrases(
      "immer | meist | meistens | normalerweise | manchmal | oft | nie | niemals | ständig | seit",
    ),
    every: wholePhrases("jede[nsrm]? \\p{L}+ | (?:mon|diens|donners|frei|sams|sonn)tags | mittwochs"),
  },
  fr: {
    usual: wholePhrases("toujours | souvent | d'habitude | parfois | jamais | depuis"),
    every: wholePhrases("chaque \\p{L}+ | tous les \\p{L}+ | toutes les \\p{L}+"),
  },
  it: {
    usual: wholePhrases("sempre | spesso | di solito | a volte | mai"),
    every: wholePhrases("ogni \\p{L}+ | tutti i \\p{L}+ | tutte le \\p{L}+"),
  },
  pt: {
    usual: wholePhrases("sempre | muitas vezes | normalmente | às vezes | nunca | costum\\p{L}+ | desde"),
    every: wholePhrases("cada \\p{L}+ | todos os \\p{L}+ | todas as \\p{L}+"),
  },
  es: {
    usual: wholePhrases("siempre | a menudo | normalmente | a veces | nunca | suel\\p{L}+ | desde"),
    every: wholePhrases(
      "cada \\p{L}+ | todos los \\p{L}+ | todas las \\p{L}+ | los (?:lunes|martes|miércoles|jueves|viernes|sábados|domingos)",
    ),
  },
  hi: { usual: wholePhrases("हमेशा | अक्सर | कभी-कभी | कभी"), every: wholePhrases("रोज़ | रोज | हर \\S+") },
  th: { usual: /เสมอ|ประจำ|บ่อย|ไม่เคย|ปกติ/u, every: /ทุก(?!คน|อย่าง|ที่)/u },
};

export const isUsual = (folded: string, language: Language): boolean => HABITS[language].usual.test(folded);

export const tellsOfHabit = (folded: string, language: Language): boolean =>
  isUsual(folded, language) || HABITS[language].every.test(folded);
