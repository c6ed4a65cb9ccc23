/** @file How code itself speaks to the person: answers, questions, and the dates to choose from. */

import { phraseBook } from "#agent/phrases/books";

import type { AgentRun, RunAnswer, Step } from "./run.ts";
import type { Move } from "./planner.ts";
import type { DateReason } from "./dates.ts";
import type { DateOption, ToolError } from "./tool.ts";
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

/** Whether a step put this question, as `ask` and `askDate` put it. */
export const asks = ({ tool, args }: Step, question: string): boolean =>
  tool === "ask_user" && args["question"] === cut(question, MAX_QUESTION_LENGTH);

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

/** The question about the date of an event, in the language of the run. */
export function dateQuestion(title: string, reason: DateReason, { language }: AgentRun): string {
  const book = phraseBook(language);
  return book.about(cut(title, 80), book.dateQuestions[reason]);
}

/** `what`, then why a tool could not do it where a person can make something of that. */
export function failureText(what: string, error: ToolError | undefined, { language }: AgentRun): string {
  const book = phraseBook(language);
  if (error?.code === "date-over") return `${what} ${book.dateOver}`;
  return error?.code === "changed-since" ? `${what} ${book.changedSince}` : what;
}
