/** @file What is said about reading the text of a picture. */
import type { Language } from "#calendar/resolution";
import type { ReadingPart } from "#workers/protocol-pictures";
import type { PictureText } from "#storage/pictures";

const NAMES = new Intl.DisplayNames(["en"], { type: "language" });

export function languageName(language: Language): string {
  return NAMES.of(language) ?? language;
}

export interface ReadingStep {
  readonly label: string;
  readonly detail: string | null;
}

export function readingStep(name: string, part: ReadingPart | null): ReadingStep {
  if (part?.phase === "reading") return { label: `Reading the text of ${name}`, detail: null };
  const detail =
    part?.phase === "fetching"
      ? "Loading the language; the first time it comes from this app's own address"
      : null;
  return { label: `Preparing ${name}`, detail };
}

/** For the line that opens and closes the text. */
export function readTitle(name: string, { text, language }: PictureText): string {
  return text.trim() === ""
    ? `No text was found in ${name} (${languageName(language)})`
    : `Text read off ${name} (${languageName(language)})`;
}
