/** @file Questions, by code: about messages with citations, about free time, about anything else with the model's own words. */

import { askMessages, type AskAnswer } from "#agent/ask/ask-messages";
import { phraseBook } from "#agent/phrases/books";
import { promptText } from "#agent/prompts/prompt-lines";
import { generateUnlooped } from "#agent/prompts/repetition";
import { readQuestion } from "#agent/sentences/question";
import { quoteOf } from "#agent/summary/quoting";
import { findDatePhrases } from "#calendar/find-phrases";
import type { Language } from "#calendar/resolution";
import { GREEDY, type LanguageModel } from "#shared/language-model";

import { isCertain, ownDate } from "./dates.ts";
import { mayRead } from "./permission.ts";
import type { Move, PlannerContext } from "./planner.ts";
import { ask, cut, say } from "./replies.ts";
import { MAX_READ } from "./request-form.ts";
import type { AgentRun } from "./run.ts";
import { withDate } from "./tables.ts";

const MAX_QUERY_LENGTH = 80;
const CHAT_TOKENS = 256;

export async function nextAsk(
  run: AgentRun,
  model: LanguageModel | null,
  context: PlannerContext,
): Promise<Move> {
  const searched = run.steps.some((step) => step.tool === "search_messages");
  const canSearch = !searched && run.offered.includes("search_messages");
  // Nothing is looked at before the person has said yes.
  if (canSearch && !mayRead("search", run)) return searching(run);
  const answer = await look(run, model, context);
  if (answer.kind === "not-found") return general(run, model, context);
  // The search is a step of its own, so that it is logged and shown; then what it found is told.
  if (canSearch) return searching(run);
  const chosen = run.steps.findLast((step) => step.tool === "ask_user")?.result?.["said"];
  if (answer.conflict.length > 0 && chosen === undefined)
    return ask(phraseBook(run.language).whichOne, optionsFor(answer));
  const kept = typeof chosen === "string" ? byChoice(answer, chosen, run.language) : answer;
  const ids = kept.sentences.flatMap((sentence) => sentence.messageIds);
  const text = kept.sentences.map((sentence) => sentence.text).join(" ");
  return { kind: "answer", answer: { text, messageIds: ids, verified: true } };
}

function searching(run: AgentRun): Move {
  const words = readQuestion(run.request.text, run.language).words.join(" ");
  const query = cut(words.length < 2 ? run.request.text : words, MAX_QUERY_LENGTH);
  return { kind: "call", call: { tool: "search_messages", args: { query, limit: 20 } } };
}

function look(
  run: AgentRun,
  model: LanguageModel | null,
  { ports, signal }: PlannerContext,
): Promise<AskAnswer> {
  const options = { threadIds: [], language: run.language, nonce: run.nonce, signal };
  return askMessages(run.request.text, ports.messages, model, options);
}

type Found = Extract<AskAnswer, { kind: "found" }>;

const optionsFor = ({ conflict }: Found): readonly string[] =>
  conflict.map(
    ({ thread, message }) => `${cut(thread.title, 20)}: ${cut(message.text.replace(/\s+/g, " "), 36)}`,
  );

function byChoice(answer: Found, chosen: string, language: Language): Pick<Found, "sentences"> {
  const at = optionsFor(answer).findIndex((option) => cut(option, 60) === chosen);
  const hit = answer.conflict[at];
  if (hit === undefined) return answer;
  const text = quoteOf(hit.message.text, language, 240);
  return { sentences: [{ text, messageIds: [hit.message.id], writtenBy: "quote" }] };
}

/** Nothing was found: said so, and beside it what the model itself knows, marked as such. */
export async function general(
  run: AgentRun,
  model: LanguageModel | null,
  context: PlannerContext,
): Promise<Move> {
  const { notFound } = phraseBook(run.language);
  if (model === null) return { kind: "answer", answer: { text: notFound, messageIds: [], verified: true } };
  const result = await generateUnlooped(
    model,
    {
      messages: [{ role: "user", content: promptText(run.request.text) }],
      sampling: GREEDY,
      maxTokens: CHAT_TOKENS,
      stop: [],
    },
    context.signal,
  );
  const text = result?.text.trim() ?? "";
  return {
    kind: "answer",
    answer: { text: text === "" ? notFound : text, messageIds: [], verified: text === "" },
  };
}

/** "Am I free on Friday?": only a calendar can say. */
export async function nextFree(run: AgentRun, { ports }: PlannerContext): Promise<Move> {
  const listed = run.steps.findLast((step) => step.tool === "list_events");
  const book = phraseBook(run.language);
  if (listed?.error !== undefined) return say(run, book.noCalendar);
  const events = listed?.result?.["events"];
  if (Array.isArray(events)) {
    const only = listed?.result?.["calendar"] === "none" ? ` ${book.draftsOnly}` : "";
    const found = events.length === 0 ? book.nothingThen : book.inCalendar(events.map(String).join("; "));
    return say(run, `${found}${only}`);
  }
  const context = {
    refEpochMs: Date.parse(ports.now()),
    zone: run.request.zone,
    language: run.language,
    dayParts: run.request.dayParts,
  };
  const phrases = findDatePhrases(run.request.text.slice(0, MAX_READ), context);
  const day = phrases.map((found) => found.resolution).find(isDay);
  if (day === undefined) return ask(book.whichDay);
  const { tables, key } = withDate(run.tables, ownDate(day, run.language));
  return { kind: "call", call: { tool: "list_events", args: { date_key: key } }, tables };
}

const isDay = (resolution: Parameters<typeof isCertain>[0]): boolean =>
  isCertain(resolution) || resolution.kind === "window" || resolution.kind === "date-window";
