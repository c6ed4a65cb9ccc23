/** @file What code itself says to the person, in one place. */

import type { AgentRun, RunAnswer } from "./run.ts";
import type { Move } from "./planner.ts";
import type { DateOption } from "./tool.ts";
import type { RunTables } from "./tables.ts";

/** An answer by code; `labels` are what it is read from. */
export function say(run: AgentRun, text: string, labels: readonly number[] = []): Move {
  const messageIds = run.tables.labels
    .filter((entry) => labels.includes(entry.label))
    .map((entry) => entry.messageId);
  const answer: RunAnswer = { text, messageIds, verified: true };
  return { kind: "answer", answer };
}

const MAX_OPTION_LENGTH = 60;
const MAX_OPTIONS = 4;
const MAX_QUESTION_LENGTH = 160;

/** A question with words to choose from. */
export function ask(question: string, options: readonly string[] = [], tables?: RunTables): Move {
  const shown = options.slice(0, MAX_OPTIONS).map((option) => cut(option, MAX_OPTION_LENGTH));
  const args = { question: cut(question, MAX_QUESTION_LENGTH), options: shown };
  return { kind: "call", call: { tool: "ask_user", args }, ...(tables === undefined ? {} : { tables }) };
}

/** A question about a date, with the dates that can be meant. */
export function askDate(question: string, options: readonly DateOption[]): Move {
  const dates = options.slice(0, MAX_OPTIONS);
  const args = {
    question: cut(question, MAX_QUESTION_LENGTH),
    options: dates.map((option) => cut(option.display, MAX_OPTION_LENGTH)),
  };
  return { kind: "call", call: { tool: "ask_user", args }, options: dates };
}

export function cut(text: string, length: number): string {
  const characters = Array.from(text);
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join("")}…`;
}

/** Why a date is asked about, in words. */
const DATE_QUESTIONS: Readonly<Record<string, string>> = {
  "am-or-pm": "morning or evening?",
  "next-weekday": "which of these days?",
  "same-weekday": "today or a week from today?",
  "passed-weekday": "which of these days?",
  alternatives: "which of these?",
  "no-time": "at what time?",
  "no-date": "on which day, at what time?",
  "past-date": "this date is over. When will it be?",
  "clock-gap": "the clocks change and this time does not exist. What is meant?",
  "clock-overlap": "the clocks change and this time happens twice. Which one?",
  "date-order": "day or month first?",
  "month-only": "on which day?",
  midnight: "the night before or after?",
  negation: "what is meant instead?",
  "recurrence-unclear": "how often should it repeat?",
};

export const dateQuestion = (title: string, reason: string): string =>
  `"${cut(title, 80)}": ${DATE_QUESTIONS[reason] ?? "when is it?"}`;

/** What the agent leaves to the person, and where it is done. */
export const ONLY_YOU =
  "That is for you alone: sending, sharing, exporting, deleting conversations and changing settings are in the menus, never done from here.";
export const NO_CALENDAR =
  "No calendar was imported, so I cannot tell. You can import an .ics file under Calendar.";
export const CANNOT_REPLY =
  "I cannot answer invitations: nothing is sent from this app. Reply in your mail or calendar app; the event is offered as a draft.";
export const NOT_FOUND = "Nothing in your messages answers this.";
