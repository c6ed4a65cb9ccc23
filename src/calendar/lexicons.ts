/** @file The languages whose date phrases can be read. */

import { GERMAN } from "./lexicon-de.ts";
import { ENGLISH } from "./lexicon-en.ts";
import { FRENCH } from "./lexicon-fr.ts";
import { ITALIAN } from "./lexicon-it.ts";
import { PORTUGUESE } from "./lexicon-pt.ts";
import { SPANISH } from "./lexicon-es.ts";
import { HINDI } from "./lexicon-hi.ts";
import { THAI } from "./lexicon-th.ts";
import type { Lexicon } from "./lexicon.ts";
import type { Language } from "./resolution.ts";

const LEXICONS: readonly Lexicon[] = [ENGLISH, GERMAN, FRENCH, ITALIAN, PORTUGUESE, SPANISH, HINDI, THAI];

/** The lexicon of a language, or null where there is none. */
export function lexiconOf(language: Language): Lexicon | null {
  return LEXICONS.find((lexicon) => lexicon.language === language) ?? null;
}
