/**
 * @file A question about one's own messages: lexical search, the sentences that answer, citations; or an honest "not
 * found". The model may word the answer from what was found, and code checks every word of it; without a model, or where
 * its wording does not hold, the message is quoted.
 */

import type { MessagePort, SearchHit } from "#agent/act/ports";
import { listOf, objectOf, oneOfNumbers, text, validate } from "#agent/act/schema";
import { phraseBook } from "#agent/phrases/books";
import { write } from "#agent/prompts/generate";
import { answerIn } from "#agent/prompts/prompt-language";
import { promptText, promptTime, shortNames } from "#agent/prompts/prompt-lines";
import { quotedBlock, QUOTE_RULE } from "#agent/prompts/quoted-block";
import { dateContext, phrasesThatSayWhen } from "#agent/sentences/due";
import { detectLanguage } from "#agent/sentences/language";
import { readQuestion, type Question } from "#agent/sentences/question";
import { quoteOf, speakerOf } from "#agent/summary/quoting";
import { checkClaim } from "#agent/verification/verify";
import type { Language } from "#calendar/resolution";
import { DEFAULT_DAY_PARTS } from "#calendar/resolution";
import type { Id } from "#messages/message";
import type { LanguageModel } from "#shared/language-model";
import { withoutLengths } from "#shared/tool-offers";

import { candidatesOf, type Candidate, type Found } from "./answer-candidates.ts";
import { asksOwnTasks, latestPlan, laterWord, ownTasks, withReplies, type Passage } from "./ask-context.ts";

export interface AskOptions {
  /** Empty = all threads. */
  readonly threadIds: readonly Id[];
  /** Of the question, where it is too short to tell. */
  readonly language: Language;
  /** Random word that ends quoted blocks. */
  readonly nonce: string;
  readonly signal?: AbortSignal | undefined;
}

export interface AnswerSentence {
  readonly text: string;
  /** At least one. */
  readonly messageIds: readonly Id[];
  readonly writtenBy: "model" | "quote";
}

export type AskAnswer =
  | {
      readonly kind: "found";
      readonly sentences: readonly AnswerSentence[];
      /** Where the answers come from, best first. */
      readonly sources: readonly SearchHit[];
      /** Two messages give different times, in different threads: which one is meant has to be asked. */
      readonly conflict: readonly SearchHit[];
      /** What code says beside the messages' own words is in it. */
      readonly language: Language;
    }
  | { readonly kind: "not-found"; readonly words: readonly string[]; readonly language: Language };

const MAX_HITS = 24;
/** Share of the question's words that must stand in the message, its sender's name or the question before it. */
const MIN_SHARE = 0.5;
/** What is as good as the best. */
const NEAR_BEST = 0.15;
const MAX_SHOWN = 8;
const MAX_QUOTE_LENGTH = 240;
const ANSWER_TOKENS = 160;

/** @throws AbortError when the signal fires; AppError when the engine or the search fails. */
export async function askMessages(
  questionText: string,
  port: MessagePort,
  model: LanguageModel | null,
  options: AskOptions,
): Promise<AskAnswer> {
  const question = readQuestion(questionText, options.language);
  const scope = { port, threadIds: options.threadIds, signal: options.signal };
  if (asksOwnTasks(question.text)) return quoted(question, await ownTasks(scope));
  if (question.words.length === 0) return quoted(question, await latestPlan(question, scope));
  const hits = await search(question, port, options);
  options.signal?.throwIfAborted();
  const found = await withReplies(question, hits, scope);
  const [best] = usableOf(question, found);
  if (best === undefined) return quoted(question, await latestPlan(question, scope));
  // Plans change: the message that moved what was found outranks it.
  const dated = question.type === "time" || question.type === "place";
  const later = dated ? await laterWord(question, best, scope) : [];
  return later.length > 0 ? quoted(question, later) : answerFrom(question, found, model, options);
}

/** Passages in the messages' own words. */
function quoted(question: Question, passages: readonly Passage[]): AskAnswer {
  if (passages.length === 0) return notFoundFor(question);
  const language = detectLanguage(question.text, question.language);
  const sentences = passages.map((passage) => quote(passage, language));
  return { kind: "found", sentences, sources: passages, conflict: [], language };
}

/** What may answer, best first; empty where only the question itself was found, which nobody answered. */
function usableOf(question: Question, found: readonly Found[]): readonly Candidate[] {
  const candidates = candidatesOf(question, found).filter(
    (candidate) => candidate.share >= MIN_SHARE && !candidate.asks && answersAll(question, candidate),
  );
  const typed = candidates.filter((candidate) => candidate.hasType);
  const usable = question.type === "any" || typed.length === 0 ? candidates : typed;
  const [best] = usable;
  return best === undefined || (best.score < MIN_SHARE && !best.hasType) ? [] : usable;
}

/** Of a message that holds only some words of the question: it is about the same, and has what was asked for. */
function answersAll({ type }: Question, { share, isAbout, hasType }: Candidate): boolean {
  return share === 1 || (isAbout && (hasType || type === "any" || type === "person"));
}

/** The answer that the messages found give. */
export async function answerFrom(
  question: Question,
  found: readonly Found[],
  model: LanguageModel | null,
  options: Pick<AskOptions, "nonce" | "signal">,
): Promise<AskAnswer> {
  const usable = usableOf(question, found);
  const [best] = usable;
  if (best === undefined) return notFoundFor(question);
  // A question that could be of any language ("Zoom?") is answered in that of the answer.
  const language = detectLanguage(question.text, best.language);
  const near = distinctMessages(usable.filter((candidate) => candidate.score >= best.score - NEAR_BEST));
  const conflict = question.type === "time" ? differingTimes(near) : [];
  const sentences = (await worded(question, usable, model, options)) ?? [quote(best, language)];
  const cited = new Set(sentences.flatMap((sentence) => sentence.messageIds));
  const sources = distinctMessages(usable).filter((candidate) => cited.has(candidate.message.id));
  return { kind: "found", sentences, sources, conflict, language };
}

const notFoundFor = ({ words, language }: Question): AskAnswer => ({ kind: "not-found", words, language });

async function search(question: Question, port: MessagePort, options: AskOptions): Promise<SearchHit[]> {
  const words = question.words.join(" ");
  if (options.threadIds.length === 0) return [...(await port.search({ words, limit: MAX_HITS }))];
  const each = await Promise.all(
    options.threadIds.map((threadId) => port.search({ words, threadId, limit: MAX_HITS })),
  );
  return each.flat();
}

const distinctMessages = (candidates: readonly Candidate[]): Candidate[] =>
  [
    ...new Map(candidates.toReversed().map((candidate) => [candidate.message.id, candidate])).values(),
  ].toReversed();

function quote({ thread, message, sentence }: Passage, language: Language): AnswerSentence {
  const speaker = speakerOf(message, shortNames(thread), language);
  const text = phraseBook(language).states(speaker, quoteOf(sentence, language, MAX_QUOTE_LENGTH));
  return { text, messageIds: [message.id], writtenBy: "quote" };
}

/** Messages of different threads that give different times. */
function differingTimes(candidates: readonly Candidate[]): SearchHit[] {
  const byThread = new Map<Id, { candidate: Candidate; when: string }>();
  for (const candidate of candidates) {
    const { thread, message, language, sentence } = candidate;
    if (byThread.has(thread.id)) continue;
    const context = dateContext(message, language, { zone: thread.zone, dayParts: DEFAULT_DAY_PARTS });
    const [first] = phrasesThatSayWhen(sentence, context);
    if (first === undefined) continue;
    byThread.set(thread.id, {
      candidate,
      when: JSON.stringify({ ...first.resolution, trace: [], flags: [] }),
    });
  }
  const entries = [...byThread.values()];
  return new Set(entries.map((entry) => entry.when)).size > 1 ? entries.map((entry) => entry.candidate) : [];
}

const SYSTEM =
  `You answer a question from quoted messages. ${QUOTE_RULE} Answer in one sentence with the words of the messages, ` +
  "copy names, numbers and times exactly, and give the numbers of the messages the answer comes from. If they do not " +
  'answer the question, "text" is empty. Answer as JSON.';

/** A sentence of the model that its messages bear out, or null: small models only quote. */
async function worded(
  question: Question,
  candidates: readonly Candidate[],
  model: LanguageModel | null,
  options: Pick<AskOptions, "nonce" | "signal">,
): Promise<readonly AnswerSentence[] | null> {
  if (model === null || model.tier === "S") return null;
  const shown = distinctMessages(candidates).slice(0, MAX_SHOWN);
  const schema = objectOf(
    {
      text: text(MAX_QUOTE_LENGTH),
      source: listOf(oneOfNumbers(shown.map((_, index) => index + 1)), 1, 3),
    },
    ["text", "source"],
  );
  if (schema === null) return null;
  const lines = shown.map((candidate, index) => line(index + 1, candidate));
  const asked = `${quotedBlock("messages", lines, options.nonce)}\n\nQuestion: ${promptText(question.text)}`;
  const task = {
    system: SYSTEM + answerIn(question.language),
    examples: [],
    question: asked,
    maxTokens: ANSWER_TOKENS,
    stop: [],
  };
  const reply = await write(
    model,
    { ...task, grammar: { type: "json-schema", schema: { ...withoutLengths(schema) } } },
    options.signal,
  );
  const value = validate(schema, parse(reply ?? ""));
  if (!value.ok) return null;
  // `validate` has found just this shape.
  const { text: answer, source } = value.value as unknown as { text: string; source: number[] };
  const cited = source.flatMap((label) => shown[label - 1] ?? []);
  const evidence = cited.map(({ message, sender }) => ({ text: message.text, sender }));
  const people = shown.flatMap(({ thread }) => [...shortNames(thread).values()]);
  if (answer.trim() === "" || !checkClaim(answer, evidence, people).supported) return null;
  return [{ text: answer.trim(), messageIds: cited.map(({ message }) => message.id), writtenBy: "model" }];
}

function line(label: number, { message, sender, sentence }: Candidate): string {
  const time = message.time === null ? "" : `${promptTime(message.time.local)} `;
  const body = message.text.length <= MAX_QUOTE_LENGTH * 2 ? message.text : sentence;
  return `[${label}] ${time}${sender}: ${promptText(body)}`;
}

function parse(reply: string): unknown {
  try {
    return JSON.parse(reply);
  } catch {
    return undefined;
  }
}
