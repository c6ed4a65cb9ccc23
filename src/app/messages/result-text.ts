/** @file Results as plain text, for the clipboard. */
import type { ActionItem } from "#agent/action-items";
import type { Summary } from "#agent/summarise";
import type { Person } from "#messages/message";
import { dueText } from "./due-text.ts";
import { sourcesOf, type Sources } from "./sources.ts";

/** Title, sentences with their numbers, then the cited messages. */
export function summaryText(summary: Summary, sources: Sources): string {
  const sentences = summary.sentences.flatMap(({ text, messageIds }) => {
    const cited = numbers(messageIds, sources);
    return cited === "" ? [] : [`- ${text} ${cited}`];
  });
  return [summary.title, "", ...sentences, "", ...sourceLines(sources)].join("\n");
}

/** One line an item: what, who, due, state, numbers. */
export function actionItemsText(
  items: readonly ActionItem[],
  people: readonly Person[],
  ticked: readonly string[],
  sources: Sources,
): string {
  const lines = items.flatMap((item) => {
    const cited = numbers(item.messageIds, sources);
    if (cited === "") return [];
    const box = ticked.includes(item.id) ? "[x]" : "[ ]";
    const due = dueText(item);
    const dueWords = due.when ?? due.phrase;
    return [`${box} ${item.what} (${whoText(item.who, people)}${dueWords ? `, ${dueWords}` : ""}) ${cited}`];
  });
  return [...lines, "", ...sourceLines(sources)].join("\n");
}

/** The owner in words; a person who is no longer in the thread is unclear. */
export function whoText(who: ActionItem["who"], people: readonly Person[]): string {
  switch (who.kind) {
    case "me":
      return "You";
    case "everyone":
      return "Everyone";
    case "unclear":
      return "Unclear";
    case "person":
      return people.find((person) => person.id === who.personId)?.name ?? "Unclear";
    default:
      return who satisfies never;
  }
}

function numbers(messageIds: readonly string[], sources: Sources): string {
  return sourcesOf(messageIds, sources)
    .map(({ number }) => `[${number}]`)
    .join("");
}

function sourceLines(sources: Sources): readonly string[] {
  return [...sources.values()].map(({ number, label, message }) => `[${number}] ${label}: ${message.text}`);
}
