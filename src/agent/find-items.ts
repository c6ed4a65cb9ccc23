/**
 * @file Finds tasks, events, decisions and questions by cue words, and follows them: accepted, done, cancelled,
 * changed (spec messages-calendar 3). One pass in reading order; the model has no part in it.
 */

import type { Thread } from "#messages/message";

import type { ActionItem } from "./action-item.ts";
import { pacer } from "./agent-options.ts";
import { dueOf, NO_DUE, type DateSettings, type Due } from "./due.ts";
import { followUp } from "./follow-up.ts";
import type { FoundItem } from "./found-item.ts";
import { ownerOf } from "./ownership.ts";
import { holdsSecretCode } from "./rank.ts";
import type { ReadMessage, ReadSentence } from "./reading.ts";
import { words } from "./text.ts";

/** Fewer words than this make no question worth listing ("why?"). */
const MIN_QUESTION_WORDS = 3;

/** @throws AbortError when the signal fires. */
export async function findItems(
  all: readonly ReadMessage[],
  thread: Thread,
  settings: DateSettings,
  signal?: AbortSignal,
): Promise<FoundItem[]> {
  let items: readonly FoundItem[] = [];
  const pace = pacer(signal);
  for (const read of all) {
    await pace();
    for (const sentence of read.sentences) {
      const followed = followUp(items, read, sentence, thread, settings);
      if (followed !== null) items = followed;
      // "Ok, I'll send it" both answers a request and is an offer; duplicates are merged later.
      const changesOnly = followed !== null && sentence.cues.changed;
      const found = changesOnly ? null : findItem(read, sentence, thread, settings);
      if (found !== null) items = [...items, found];
    }
  }
  return [...items];
}

function findItem(
  read: ReadMessage,
  sentence: ReadSentence,
  thread: Thread,
  settings: DateSettings,
): FoundItem | null {
  const { cues, text } = sentence;
  if (cues.act === "agreement" || cues.done || cues.cancelled || holdsSecretCode(text)) return null;
  if (cues.act === "statement" && !cues.eventWord) return null;
  const due = dueOf(text, read.message, read.language, settings);
  const kind = kindOf(sentence, due);
  if (kind === null) return null;
  return {
    kind,
    sentence,
    read,
    who: ownerOf(text, cues, read.message, thread),
    status: "open",
    messageIds: [read.message.id],
    superseded: [],
    last: read,
    ...(kind === "question" ? NO_DUE : due),
  };
}

function kindOf({ text, cues }: ReadSentence, due: Due): ActionItem["kind"] | null {
  const dated = due.duePhrase !== null;
  switch (cues.act) {
    case "request":
    case "duty":
    case "offer":
      return cues.negated && cues.act === "offer" ? null : "task";
    case "decision":
      return "decision";
    case "suggestion":
      if (dated || cues.eventWord) return "event";
      return text.includes("?") ? "question" : "task";
    case "question":
      // "Call tomorrow at 4pm?" proposes; "Is the call at 4pm?" asks.
      if (dated && cues.eventWord && !cues.opensAsQuestion) return "event";
      return words(text).length >= MIN_QUESTION_WORDS ? "question" : null;
    case "statement":
      return dated && !isPast(due) && !cues.negated ? "event" : null;
    case "agreement":
      return null;
    default:
      return cues.act satisfies never;
  }
}

const isPast = (due: Due): boolean => due.due?.flags.includes("past") ?? false;
