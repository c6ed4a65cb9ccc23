/** @file The languages whose date phrases can be read. A language without a lexicon finds no dates, it does not guess. */

import { ENGLISH } from "./lexicon-en.ts";
import type { Lexicon } from "./lexicon.ts";
import type { Language } from "./resolution.ts";

const LEXICONS: readonly Lexicon[] = [ENGLISH];

/** The lexicon of a language, or null where there is none. */
export function lexiconOf(language: Language): Lexicon | null {
  return LEXICONS.find((lexicon) => lexicon.language === language) ?? null;
}
