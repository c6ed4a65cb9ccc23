/** @file Which messages of a thread a person wants read: all, the last N, or a range of local dates. */

import type { Message } from "#messages/message";

export type Selection =
  | { readonly kind: "all" }
  | { readonly kind: "last"; readonly count: number }
  /** Local dates `YYYY-MM-DD` as written in the export, both included. */
  | { readonly kind: "range"; readonly from: string; readonly to: string };

const DATE_LENGTH = "YYYY-MM-DD".length;

/** Keeps the order of `messages`. A range leaves out messages without a time; a reversed range is read as meant. */
export function selectMessages(messages: readonly Message[], selection: Selection): Message[] {
  switch (selection.kind) {
    case "all":
      return [...messages];
    case "last": {
      const count = Math.max(0, Math.floor(selection.count) || 0);
      return count === 0 ? [] : messages.slice(-count);
    }
    case "range": {
      const [from, to] = [selection.from, selection.to].sort() as [string, string];
      return messages.filter((message) => {
        const date = message.time?.local.slice(0, DATE_LENGTH);
        return date !== undefined && from <= date && date <= to;
      });
    }
    default:
      return selection satisfies never;
  }
}
