/** @file What a result says, a line each and each line once, as the safety check reads it: all that a person would see of it. */

import type { ActionItem } from "#agent/items/action-item";
import type { OpenEnd } from "#agent/items/open-ends";

import type { Summary } from "./summarise.ts";

/** Title and sentences, whoever worded them: which messages are quoted is the assistant's choice. */
export function wordsOfSummary({ title, sentences }: Pick<Summary, "title" | "sentences">): string {
  return linesOf([title, ...sentences.map(({ text }) => text)]);
}

/** What is to be done, what waits for a reply, what nobody answered. Empty when nothing was found. */
export function wordsOfItems({
  items,
  openEnds = [],
}: {
  readonly items: readonly ActionItem[];
  readonly openEnds?: readonly OpenEnd[];
}): string {
  return linesOf([...items, ...openEnds].map(({ what }) => what));
}

const linesOf = (texts: readonly string[]): string => [...new Set(texts)].join("\n");
