/** @file Results as plain text, for the clipboard. */
import type { ActionItem, OpenEnd } from "#agent/action-items";
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

/**
 * What became of sentences that are not shown. Rejected ones were replaced by quotes when there are as many quotes.
 * @param goneCount sentences whose messages are no longer here
 */
export function leftOutTexts(
  { droppedCount, sentences }: Pick<Summary, "droppedCount" | "sentences">,
  goneCount: number,
): readonly string[] {
  const texts: string[] = [];
  const quotes = sentences.filter(({ writtenBy }) => writtenBy === "quote").length;
  if (droppedCount > 0) {
    const one = droppedCount === 1;
    const replaced = one ? "; a quote stands in its place" : "; quotes stand in their place";
    const removed = one ? " and was left out" : " and were left out";
    texts.push(
      `${sentenceCount(droppedCount)} of the model did not hold up against the messages${quotes >= droppedCount ? replaced : removed}.`,
    );
  }
  if (goneCount > 0)
    texts.push(
      `${sentenceCount(goneCount)} ${goneCount === 1 ? "is" : "are"} not shown, because the messages behind ${goneCount === 1 ? "it" : "them"} are no longer here.`,
    );
  return texts;
}

function sentenceCount(count: number): string {
  return count === 1 ? "One sentence" : `${count} sentences`;
}

/** One line an item: what, who, due, state, numbers; then what is still open. */
export function actionItemsText(
  { items, openEnds }: { readonly items: readonly ActionItem[]; readonly openEnds: readonly OpenEnd[] },
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
  const open = openEnds.flatMap((end) => {
    const cited = numbers(end.messageIds, sources);
    return cited === "" ? [] : [`${openEndText(end, people)}: ${end.what} ${cited}`];
  });
  return [...lines, ...(open.length > 0 ? ["", ...open] : []), "", ...sourceLines(sources)].join("\n");
}

/** What is open, and between whom. */
export function openEndText({ kind, personId }: OpenEnd, people: readonly Person[]): string {
  const name = people.find((person) => person.id === personId)?.name ?? "";
  switch (kind) {
    case "open-question":
      return name === "" ? "Open question" : `Open question of ${name}`;
    case "waiting-for-reply":
      return name === "" ? "Waiting for a reply" : `Waiting for a reply from ${name}`;
    case "reply-owed":
      return name === "" ? "Waits for your reply" : `${name} waits for your reply`;
    default:
      return kind satisfies never;
  }
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
