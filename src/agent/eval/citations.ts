/** @file Whether the messages that a sentence of a summary cites bear it out, looked at again from outside. */

import type { ThreadSelection } from "#agent/agent-options";
import { phraseBook } from "#agent/phrases/books";
import { senderName, shortNames } from "#agent/prompts/prompt-lines";
import { isTelling } from "#agent/summary/quoting";
import type { SummarySentence } from "#agent/summary/summarise";
import { MOVED } from "#agent/summary/told-change";
import { checkClaim } from "#agent/verification/verify";
import type { Language } from "#calendar/resolution";
import type { Message } from "#messages/message";

import type { Row } from "./report.ts";

const GATE = 0.95;

/** @param right sentences of `total` that are cited rightly */
export function citationRow(right: number, total: number): Row {
  return { metric: "summaries: citation precision, after verification", right, total, gate: GATE };
}

/** What was planned, what moved it, and a time of the cited messages that no longer holds. */
function isMoveTold(
  text: string,
  language: Language,
  cited: readonly Message[],
  tells: (part: string, message: Message) => boolean,
): boolean {
  const [planned = "", ...rest] = text.split(MOVED);
  const { noLonger, quoteMarks } = phraseBook(language);
  const [before = "", after = ""] = noLonger("\ue000").split("\ue000");
  const behind = rest.join(MOVED);
  const at = behind.lastIndexOf(` ${before}`);
  const [first, last] = [cited[0], cited.at(-1)];
  if (at < 0 || first === undefined || last === undefined || first === last) return false;
  const old = behind.slice(at + 1 + before.length, behind.length - after.length);
  const moved = behind.slice(0, at);
  const marks = new RegExp(`[${quoteMarks.join("")}]`, "gu");
  return (
    tells(planned, first) &&
    // The full stop belongs to the quote, or stands behind it.
    (tells(moved, last) || tells(moved.replace(/\.$/u, ""), last)) &&
    old
      .split("; ")
      .every((phrase) => cited.some((message) => message.text.includes(phrase.replace(marks, "").trim())))
  );
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
  if (writtenBy === "quote") {
    const tells = (part: string, message: Message): boolean =>
      isTelling(part, language, { message, thread, names });
    return text.includes(MOVED)
      ? isMoveTold(text, language, cited, tells)
      : cited.every((message) => tells(text, message));
  }
  const evidence = cited.map((message) => ({ text: message.text, sender: senderName(message, names) }));
  return checkClaim(text, evidence, names.values()).supported;
}
