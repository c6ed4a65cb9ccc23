/**
 * @file "Last year's party was on 5 December, remember?": told of what is over, and asked for nothing. Neither an event nor a
 * question, whatever its date would be this year.
 */

import type { Language } from "#calendar/resolution";

interface Words {
  /** A time that is over. Folded. */
  readonly ago: RegExp;
  /** Asks whether one remembers. Folded. */
  readonly remember: RegExp;
}

const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    ago: /\b(?:last (?:year|summer|winter|spring|autumn|time|christmas|month)(?:'s)?|\w+ years? ago|back then|the other year)\b/u,
    remember: /\b(?:remember|do you remember|who remembers)(?: (?:it|that))?\s*\?/u,
  },
  de: {
    ago: /(?<!\p{L})(?:letzte[sn]? (?:jahr|mal|sommer|winter|weihnachten)|im vorjahr|vor \S+ jahren|damals)(?!\p{L})/u,
    remember: /(?:weißt du noch|wisst ihr noch|erinnert ihr euch|erinnerst du dich)\s*\?/u,
  },
  fr: {
    ago: /(?<!\p{L})(?:l'an dernier|l'année dernière|l'an passé|la dernière fois|il y a \S+ ans|l'été dernier|l'hiver dernier)(?!\p{L})/u,
    remember: /(?:tu te souviens|vous vous souvenez|tu te rappelles|vous vous rappelez)\s*\?/u,
  },
  it: {
    ago: /(?<!\p{L})(?:l'anno scorso|l'estate scorsa|l'inverno scorso|l'ultima volta|\S+ anni fa)(?!\p{L})/u,
    remember: /(?:ricordate|vi ricordate|ti ricordi|ricordi)\s*\?/u,
  },
  pt: {
    ago: /(?<!\p{L})(?:(?:o |no )?ano passado|(?:a |da )?última vez|há \S+ anos|verão passado)(?!\p{L})/u,
    remember: /(?:lembras-te|lembram-se|lembra|lembram)\s*\?/u,
  },
  es: {
    ago: /(?<!\p{L})(?:(?:el |del )?año pasado|la última vez|hace \S+ años|(?:el )?verano pasado)(?!\p{L})/u,
    remember: /(?:te acuerdas|os acordáis|se acuerdan|recuerdas|recordáis)\s*\?/u,
  },
  hi: { ago: /पिछले साल|पिछली बार|\S+ साल पहले/u, remember: /याद है(?: न| ना)?\s*\?/u },
  th: { ago: /ปีที่แล้ว|ปีก่อน|ครั้งที่แล้ว|คราวก่อน/u, remember: /จำได้(?:ไหม|มั้ย)/u },
};

/** @param past the sentence tells of what is over */
export function isReminiscence(folded: string, past: boolean, language: Language): boolean {
  const { ago, remember } = WORDS[language];
  return remember.test(folded)
    ? past || ago.test(folded)
    : past && ago.test(folded) && !/[?？]/u.test(folded);
}
