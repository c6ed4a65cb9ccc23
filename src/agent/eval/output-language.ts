/** @file Whether what code wrote is in a language: put together of its phrases, quoted words and names, and of nothing else. */

import { phraseBook } from "#agent/phrases/books";
import type { PhraseBook } from "#agent/phrases/phrase-book";
import type { Language } from "#calendar/resolution";

/** Stands for a name, a title, a list or a date while a phrase is made into a pattern. */
const SLOT = "\ue000";

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
const pattern = (phrase: string): string => escaped(phrase).replaceAll(SLOT, ".+?");
const countedPattern = (phrase: string): string =>
  escaped(phrase).replace(String.raw`\{n\}`, String.raw`[\d.,]+`);

const known = new Map<Language, RegExp>();

/** Every sentence of an answer or question of the agent. */
const sentencesOf = (book: PhraseBook): readonly string[] => [
  book.notFound,
  book.whichOne,
  book.whatAndWhen,
  book.nothingAdded,
  book.nothingAddedWithoutDate,
  book.draftFailed,
  book.nothingToAdd,
  book.whichDraft,
  book.noSuchDraft,
  book.dateOver,
  book.nothingChanged,
  book.nothingChangedWithoutDate,
  book.changeFailed,
  book.changedSince,
  book.whichDay,
  book.nothingThen,
  book.draftsOnly,
  book.whoAreYou,
  book.cannotTellYours,
  book.noOpenTask,
  book.noted,
  book.notNoted,
  book.nothingToNote,
  book.nothingHere,
  book.onlyYou,
  book.noCalendar,
  book.cannotReply,
  book.drafted(SLOT),
  book.noLonger(SLOT),
  book.wasCancelled(SLOT),
  book.moved(SLOT, SLOT),
  book.removed(SLOT),
  book.inCalendar(SLOT),
  book.openFor(SLOT, SLOT),
  book.yours(SLOT),
  book.nobodys(SLOT),
  book.done(SLOT),
  book.states(SLOT, `${book.quoteMarks[0]}${SLOT}${book.quoteMarks[1]}`),
  ...[...Object.values(book.dateQuestions), book.seriesOrOnce, book.seriesWhole].map((question) =>
    book.about(SLOT, question),
  ),
];

function patternOf(language: Language): RegExp {
  const book = phraseBook(language);
  const counts = [book.moreFound.one, book.moreFound.other].map(countedPattern);
  const all = [...sentencesOf(book).map(pattern), ...counts];
  return new RegExp(`^(?:(?:${all.join("|")})\\s*)+$`, "u");
}

export function isWrittenIn(text: string, language: Language): boolean {
  let sentences = known.get(language);
  if (sentences === undefined) known.set(language, (sentences = patternOf(language)));
  return sentences.test(text) && !holdsEnglish(text, language);
}

/** A list may hold anything, a sentence of the English book too: that is what a phrase left untranslated would be. */
function holdsEnglish(text: string, language: Language): boolean {
  return language !== "en" && englishParts().some((part) => part.test(text));
}

let english: readonly RegExp[] | undefined;

/** What is fixed in English sentences: beginnings where a sentence begins, the rest wherever it stands. */
function englishParts(): readonly RegExp[] {
  const book = phraseBook("en");
  const counts = [book.moreFound.one, book.moreFound.other].map((phrase) => phrase.replace("{n}", SLOT));
  return (english ??= [...sentencesOf(book), ...counts].flatMap((sentence) => {
    const [beginning = "", ...rest] = sentence.split(SLOT);
    const words = rest.filter((part) => HAS_LETTER.test(part)).map((part) => new RegExp(escaped(part), "u"));
    if (!HAS_LETTER.test(beginning)) return words;
    return [new RegExp(`${rest.length > 0 ? SENTENCE_START : ""}${escaped(beginning)}`, "u"), ...words];
  }));
}

const HAS_LETTER = /\p{L}/u;
/** Thai ends no sentence with a mark. */
const SENTENCE_START = String.raw`(?:^|[.!?।\p{Script=Thai}]\s+)`;
