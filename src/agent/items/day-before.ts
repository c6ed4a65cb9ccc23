/** @file "Quiz on Sunday? Starts at 8": a bare time of day is of the day that its message named right before it. */

import { dueOf, namesDay, plannedDay, type DateSettings, type Due } from "#agent/sentences/due";
import type { ReadMessage, ReadSentence } from "#agent/sentences/reading";

/** `said` on the day of the sentence before it, where that names exactly one; else as it is. */
export function onDayBefore(
  said: Due,
  sentence: ReadSentence,
  { message, language, sentences }: ReadMessage,
  settings: DateSettings,
): Due {
  const { due, duePhrase } = said;
  if (due === null || duePhrase === null || namesDay(due)) return said;
  const dayOfSentence = ({ text }: ReadSentence): string | null => {
    const before = dueOf(text, message, language, settings).due;
    return before !== null && namesDay(before) && !before.flags.includes("past") ? plannedDay(before) : null;
  };
  const day = sentences
    .slice(0, sentences.indexOf(sentence))
    .map(dayOfSentence)
    .findLast((one) => one !== null);
  if (day === undefined || day === null) return said;
  const there = dueOf(`${day} ${duePhrase}`, message, language, settings).due;
  return plannedDay(there) === day ? { duePhrase, due: there } : said;
}
