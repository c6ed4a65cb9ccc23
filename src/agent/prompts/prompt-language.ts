/** @file Languages as prompts, which are English, name them. */

import type { Language } from "#calendar/resolution";

export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = {
  en: "English",
  de: "German",
  fr: "French",
  it: "Italian",
  pt: "Portuguese",
  es: "Spanish",
  hi: "Hindi",
  th: "Thai",
};

/** The sentence of a prompt that asks for an answer in a language; none for English, which the prompt is in. */
export function answerIn(language: Language | undefined): string {
  return language === undefined || language === "en" ? "" : ` Write in ${LANGUAGE_NAMES[language]}.`;
}
