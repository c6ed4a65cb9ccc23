/** @file The words of each language. */

import type { Language } from "#calendar/resolution";

import { DE } from "./de.ts";
import { EN } from "./en.ts";
import { ES } from "./es.ts";
import { FR } from "./fr.ts";
import { HI } from "./hi.ts";
import { IT } from "./it.ts";
import { PT } from "./pt.ts";
import { TH } from "./th.ts";
import type { Wording } from "./wording.ts";

const WORDINGS: Readonly<Record<Language, Wording>> = {
  en: EN,
  de: DE,
  fr: FR,
  it: IT,
  pt: PT,
  es: ES,
  hi: HI,
  th: TH,
};

export function wordingOf(language: Language): Wording {
  return WORDINGS[language];
}
