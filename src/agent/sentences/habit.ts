/**
 * @file What happens again and again ("I get up at 5 every day", "im Sommer grillen wir immer") is neither a plan nor a
 * promise. A table, not logic.
 */

import type { Language } from "#calendar/resolution";
import { list } from "#shared/word-lists";

const whole = (phrases: string): RegExp =>
  new RegExp(String.raw`(?<![\p{L}\p{M}'])(?:${list(phrases).join("|")})(?![\p{L}\p{M}])`, "u");

interface Words {
  /** "Always", "usually". */
  readonly usual: RegExp;
  /** "Every day"; of an event a rule to repeat it by. */
  readonly every: RegExp;
}

const HABITS: Readonly<Record<Language, Words>> = {
  en: {
    usual: whole("always | usually | normally | sometimes | often | never | all the time"),
    every: whole("every (?!one|body)\\p{L}+ | (?:mon|tues|wednes|thurs|fri|satur|sun)days"),
  },
  de: {
    usual: whole(
      "immer | meist | meistens | normalerweise | manchmal | oft | nie | niemals | ständig | seit",
    ),
    every: whole("jede[nsrm]? \\p{L}+ | (?:mon|diens|donners|frei|sams|sonn)tags | mittwochs"),
  },
  fr: {
    usual: whole("toujours | souvent | d'habitude | parfois | jamais | depuis"),
    every: whole("chaque \\p{L}+ | tous les \\p{L}+ | toutes les \\p{L}+"),
  },
  it: {
    usual: whole("sempre | spesso | di solito | a volte | mai"),
    every: whole("ogni \\p{L}+ | tutti i \\p{L}+ | tutte le \\p{L}+"),
  },
  pt: {
    usual: whole("sempre | muitas vezes | normalmente | às vezes | nunca | costum\\p{L}+ | desde"),
    every: whole("cada \\p{L}+ | todos os \\p{L}+ | todas as \\p{L}+"),
  },
  es: {
    usual: whole("siempre | a menudo | normalmente | a veces | nunca | suel\\p{L}+ | desde"),
    every: whole(
      "cada \\p{L}+ | todos los \\p{L}+ | todas las \\p{L}+ | los (?:lunes|martes|miércoles|jueves|viernes|sábados|domingos)",
    ),
  },
  hi: { usual: whole("हमेशा | अक्सर | कभी-कभी | कभी"), every: whole("रोज़ | रोज | हर \\S+") },
  th: { usual: /เสมอ|ประจำ|บ่อย|ไม่เคย|ปกติ/u, every: /ทุก(?!คน|อย่าง|ที่)/u },
};

export const isUsual = (folded: string, language: Language): boolean => HABITS[language].usual.test(folded);

export const tellsOfHabit = (folded: string, language: Language): boolean =>
  isUsual(folded, language) || HABITS[language].every.test(folded);
