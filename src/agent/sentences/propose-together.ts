/**
 * @file "On fait la raclette samedi ?", "¿salimos el sábado?": asked in the first person of several, what has a day is a
 * proposal. A table, not logic.
 */

import type { Language } from "#calendar/resolution";

/** Opens the question, behind a name or a greeting. Folded. */
const behind = (verbs: string): RegExp =>
  new RegExp(String.raw`^[¿\s]*(?:[\p{L}\p{M}' ]{1,30}[,!:]\s*¿?\s*)?(?:${verbs})(?![\p{L}\p{M}])`, "u");

const TOGETHER: Readonly<Record<Language, RegExp>> = {
  en: behind(
    "(?:are|do) we (?:meet|go|doing|meeting|going|having|celebrating|eating|playing)|we meet|we're meeting",
  ),
  de: behind(
    "(?:treffen|machen|gehen|fahren|feiern|grillen|essen|kochen|spielen|sehen|proben|üben) wir|wir treffen uns",
  ),
  fr: behind(
    "on (?:se fait|fait|mange|va|sort|joue|part|dîne|déjeune|se voit|se retrouve|se réunit|fête|répète|goûte)",
  ),
  it: behind(
    "usciamo|giochiamo|ceniamo|pranziamo|mangiamo|festeggiamo|proviamo|partiamo|ci troviamo|facciamo|andiamo",
  ),
  pt: behind(
    "saímos|jantamos|almoçamos|jogamos|fazemos|festejamos|ensaiamos|partimos|encontramo-nos|nos encontramos|a gente (?:sai|janta|almoça|joga|faz|vai)",
  ),
  es: behind(
    "salimos|quedamos|hacemos|cenamos|comemos|jugamos|nos juntamos|celebramos|subimos|ensayamos|nos vemos|vamos",
  ),
  hi: /(?:मिलें|चलें|करें|खेलें|खाएँ|मनाएँ)\s*[?？]?$/u,
  th: /กัน(?:ไหม|มั้ย|ดีไหม|ดีมั้ย)/u,
};

export const proposesTogether = (folded: string, language: Language): boolean =>
  TOGETHER[language].test(folded);
