/** @file A table by language whose entries are made by one rule. */

import { LANGUAGES, type Language } from "#calendar/resolution";

export const eachLanguage = <T>(make: (language: Language) => T): Readonly<Record<Language, T>> =>
  Object.fromEntries(LANGUAGES.map((language) => [language, make(language)])) as Record<Language, T>;
