/** @file Results in words of the language they are in, and as plain text for the clipboard. */
import type { ActionItem } from "#agent/items/action-item";
import type { OpenEnd } from "#agent/items/open-ends";
import { counted, phraseBook } from "#agent/phrases/books";
import type { Summary } from "#agent/summary/summarise";
import type { Language } from "#calendar/resolution";
import type { Person } from "#messages/message";
import type { ActionItems, Kept } from "#app/state/kept-results.ts";
import { isTicked, type Ticks } from "#app/state/summaries-state.ts";
import { dueText } from "./due-text.ts";
import { sourceLabel, sourcesOf, type Sources } from "./sources.ts";

/** "From 9 messages of 10 chosen, 26 Nov 2026, 14:05". @param read messages that had text to read */
export function ageText({ chosen, madeAt }: Kept<unknown>, read: number, language: Language): string {
  const book = phraseBook(language);
  const from = counted(language, read, read < chosen ? book.fromChosen : book.fromMessages);
  const locale = language === "en" ? "en-GB" : language;
  const made = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
  return `${from.replace("{m}", chosen.toLocaleString(language))}, ${made.format(new Date(madeAt))}`;
}

/** Title, sentences with their numbers, then the cited messages. */
export function summaryText(summary: Summary, sources: Sources): string {
  const sentences = summary.sentences.flatMap(({ text, messageIds }) => {
    const cited = numbers(messageIds, sources);
    return cited === "" ? [] : [`- ${text} ${cited}`];
  });
  const { title, language = "en" } = summary;
  return [title, "", ...sentences, "", ...sourceLines(sources, language)].join("\n");
}

/**
 * What became of sentences that are not shown, in the language of the summary. Rejected ones were replaced by quotes when
 * there are as many quotes.
 * @param goneCount sentences whose messages are no longer here
 */
export function leftOutTexts(
  { droppedCount, sentences, language = "en" }: Pick<Summary, "droppedCount" | "sentences" | "language">,
  goneCount: number,
): readonly string[] {
  const book = phraseBook(language);
  const quotes = sentences.filter(({ writtenBy }) => writtenBy === "quote").length;
  return [
    ...(droppedCount === 0
      ? []
      : [counted(language, droppedCount, quotes >= droppedCount ? book.replaced : book.leftOut)]),
    ...(goneCount === 0 ? [] : [counted(language, goneCount, book.gone)]),
  ];
}

/** One line an item: what, who, due, state, numbers; then what is still open. */
export function actionItemsText(
  { items, openEnds = [], language = "en" }: Pick<ActionItems, "items" | "openEnds" | "language">,
  people: readonly Person[],
  ticks: Ticks,
  sources: Sources,
): string {
  const lines = items.flatMap((item) => {
    const cited = numbers(item.messageIds, sources);
    if (cited === "") return [];
    const box = isTicked(item, ticks) ? "[x]" : "[ ]";
    const due = dueText(item, language);
    const dueWords = due.when ?? due.phrase;
    return [
      `${box} ${item.what} (${whoText(item.who, people, language)}${dueWords ? `, ${dueWords}` : ""}) ${cited}`,
    ];
  });
  const open = openEnds.flatMap((end) => {
    const cited = numbers(end.messageIds, sources);
    return cited === "" ? [] : [`${openEndText(end, people, language)}: ${end.what} ${cited}`];
  });
  return [...lines, ...(open.length > 0 ? ["", ...open] : []), "", ...sourceLines(sources, language)].join(
    "\n",
  );
}

/** What is open, and between whom. */
export function openEndText(
  { kind, personId }: OpenEnd,
  people: readonly Person[],
  language: Language,
): string {
  const book = phraseBook(language);
  const name = people.find((person) => person.id === personId)?.name ?? "";
  switch (kind) {
    case "open-question":
      return name === "" ? book.openQuestion : book.openQuestionOf(name);
    case "waiting-for-reply":
      return name === "" ? book.waiting : book.waitingFor(name);
    case "reply-owed":
      return name === "" ? book.owed : book.owedTo(name);
    default:
      return kind satisfies never;
  }
}

/** The owner in words; a person who is no longer in the thread is unclear. */
export function whoText(who: ActionItem["who"], people: readonly Person[], language: Language): string {
  const { you, everyone, unclear } = phraseBook(language);
  switch (who.kind) {
    case "me":
      return you;
    case "everyone":
      return everyone;
    case "unclear":
      return unclear;
    case "person":
      return people.find((person) => person.id === who.personId)?.name ?? unclear;
    default:
      return who satisfies never;
  }
}

function numbers(messageIds: readonly string[], sources: Sources): string {
  return sourcesOf(messageIds, sources)
    .map(({ number }) => `[${number}]`)
    .join("");
}

function sourceLines(sources: Sources, language: Language): readonly string[] {
  return [...sources.values()].map(
    (source) => `[${source.number}] ${sourceLabel(source, language)}: ${source.message.text}`,
  );
}
