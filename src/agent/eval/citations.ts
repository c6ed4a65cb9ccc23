/** @file Whether the messages that a sentence of a summary cites bear it out, looked at again from outside. */

import type { ThreadSelection } from "#agent/agent-options";
import { senderName, shortNames } from "#agent/prompt-lines";
import { isTelling } from "#agent/quoting";
import type { SummarySentence } from "#agent/summarise";
import { checkClaim } from "#agent/verify";
import type { Language } from "#calendar/resolution";

import type { Row } from "./report.ts";

const GATE = 0.95;

/** @param right sentences of `total` that are cited rightly */
export function citationRow(right: number, total: number): Row {
  return { metric: "summaries: citation precision, after verification", right, total, gate: GATE };
}

/** A quote is told as its one message says it; a model's words hold up against theirs. */
export function isCitedRightly(
  { text, messageIds, writtenBy }: SummarySentence,
  language: Language,
  { thread, messages }: ThreadSelection,
): boolean {
  const names = shortNames(thread);
  const cited = messages.filter((message) => messageIds.includes(message.id));
  if (cited.length === 0) return false;
  if (writtenBy === "quote")
    return cited.every((message) => isTelling(text, language, { message, thread, names }));
  const evidence = cited.map((message) => ({ text: message.text, sender: senderName(message, names) }));
  return checkClaim(text, evidence, names.values()).supported;
}
