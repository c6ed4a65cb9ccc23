/** @file The phrase book of each language, and numbers with their nouns. */

import type { Language } from "#calendar/resolution";

import { DE } from "./de.ts";
import { EN } from "./en.ts";
import { ES } from "./es.ts";
import { FR } from "./fr.ts";
import { HI } from "./hi.ts";
import { IT } from "./it.ts";
import { PT } from "./pt.ts";
import { TH } from "./th.ts";
import type { Counted, PhraseBook } from "./phrase-book.ts";

const BOOKS: Readonly<Record<Language, PhraseBook>> = {
  en: EN,
  de: DE,
  fr: FR,
  it: IT,
  pt: PT,
  es: ES,
  hi: HI,
  th: TH,
};

export function phraseBook(language: Language): PhraseBook {
  return BOOKS[language];
}

/** The form that goes with a number, in the digits of the language. */
export function counted(language: Language, count: number, forms: Counted): string {
  const form = new Intl.PluralRules(language).select(count) === "one" ? forms.one : forms.other;
  return form.replace("{n}", count.toLocaleString(language));
}
