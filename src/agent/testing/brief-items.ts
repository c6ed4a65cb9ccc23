/** @file Action items of small chats in one line each, for tests. */

import type { ActionItem } from "#agent/items/action-item";
import { findActionItems } from "#agent/summary/action-items";

import { makeChat, ZONE, type Line } from "./message-fixtures.ts";

// Tuesday 24 November 2026, 10:15 in Berlin.
export async function itemsOf(lines: readonly Line[]): Promise<readonly ActionItem[]> {
  const chat = makeChat(lines, { silent: ["Ann", "Bob", "Cat"] });
  return (await findActionItems(chat, null, { zone: ZONE })).items;
}

export const startOf = ({ due }: ActionItem): string => {
  if (due?.kind === "time") return due.start.local;
  return due?.kind === "date" ? due.start : (due?.kind ?? "no date");
};

/** `kind status start [sources]`. */
export const brief = (item: ActionItem): string =>
  `${item.kind} ${item.status} ${startOf(item)} ${item.messageIds.join()}`;

export const brieflyOf = async (...texts: readonly string[]): Promise<string[]> => {
  const people = ["Ann", "Bob"];
  return (await itemsOf(texts.map((text, index): Line => [people[index % 2] ?? "", text]))).map(brief);
};
