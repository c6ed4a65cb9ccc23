/**
 * @file Summary of a thread in sentences that each cite their messages (spec messages-calendar 3). Tier S: code picks
 * the messages and the model rewords them one by one; M and L: the model lists points per chunk, checked, with tier S
 * as the way out. A sentence that no message bears out is dropped and counted, never shown.
 */

import type { AgentOptions, CallOptions, ThreadSelection } from "#agent/agent-options";
import type { FoundItem } from "#agent/items/found-item";
import { itemsOf } from "#agent/items/thread-items";
import { senderName, shortNames } from "#agent/prompts/prompt-lines";
import { freshNonce } from "#agent/prompts/quoted-block";
import { languageOfMessages, readMessages, type ReadMessage } from "#agent/sentences/reading";
import { holdsSecretCode } from "#agent/sentences/secret-code";
import type { Language } from "#calendar/resolution";
import type { Id, Message, Thread } from "#messages/message";
import type { LanguageModel } from "#shared/language-model";

import { chunkMessages } from "./chunks.ts";
import { ANSWER_TOKENS, POINTS_PER_CHUNK, promptOverhead, writePoints, type Point } from "./points.ts";
import { addresseeOf, tellingOf, type Told } from "./quoting.ts";
import { pickMessages, type Ranked } from "./rank.ts";
import { reducePoints } from "./reduce.ts";
import { reword, type Rewording } from "./reword.ts";
import { writeTitle } from "./title.ts";
import { changesOf, isOutdated, repeatsOld, tellChange, type ToldChange } from "./told-change.ts";

export type { AgentOptions, AgentProgress, ThreadSelection } from "#agent/agent-options";

export interface SummarySentence {
  readonly text: string;
  /** At least one, each of the messages that were given. */
  readonly messageIds: readonly Id[];
  /** `quote` = the message's own words, put together by code. */
  readonly writtenBy: "model" | "quote";
}

export interface Summary {
  readonly title: string;
  readonly titleWrittenBy: "model" | "code";
  /** In the order of the messages they cite. */
  readonly sentences: readonly SummarySentence[];
  /** What the model wrote and no message bore out; a dropped rewrite is replaced by a quote. */
  readonly droppedCount: number;
  /** Messages with something to read among those given. */
  readonly readCount: number;
  /** Some message holds text aimed at assistants. */
  readonly injectionSuspected: boolean;
  /** Of the thread and so of what is written; absent from summaries that were kept before it was told. */
  readonly language?: Language;
}

/** Sentences of a tier S summary. */
const MAX_SENTENCES = 6;
/** Sentences of a long thread at tier M and L; the most telling ones stay. */
const MAX_POINTS = 24;
/** Sentences of a summary that was brought together. */
const MAX_REDUCED = 12;
const MAX_QUOTE_LENGTH = 160;

/** What one part of the work produced. */
interface Written {
  readonly sentences: readonly SummarySentence[];
  readonly droppedCount: number;
}

interface Job {
  readonly thread: Thread;
  /** What code found to do, to attend, to decide and to answer. */
  readonly items: readonly FoundItem[];
  readonly language: Language;
  readonly names: ReadonlyMap<Id, string>;
  readonly model: LanguageModel;
  readonly options: AgentOptions;
  readonly call: CallOptions;
  /** What moved: told by code, whoever tells the rest. */
  readonly changes: readonly ToldChange[];
}

/** @throws AbortError when the signal fires; AppError when the engine fails. */
export async function summarise(
  input: ThreadSelection,
  model: LanguageModel,
  options: AgentOptions,
): Promise<Summary> {
  const { thread } = input;
  const language = languageOfMessages(input.messages);
  const read = await readMessages(input, options, language);
  const call: CallOptions = { nonce: freshNonce(), signal: options.signal, language };
  const items = await itemsOf(read, thread, options.signal);
  const changes = changesOf(items);
  const job: Job = { thread, items, language, names: shortNames(thread), model, options, call, changes };
  // At least one sentence for two messages, so that a short chat is not cut to nothing.
  const count = Math.min(MAX_SENTENCES, Math.ceil(read.length / 2));
  const picked = await pickMessages(read, job, count, options.signal);
  const trusted = picked.map((entry) => entry.read).filter((entry) => !entry.suspicious);
  const title = await writeTitle(model, input.thread, read, trusted, call);
  const titled: Job = { ...job, options: readable(options, title.text) };
  const told =
    model.tier === "S" ? await writeSentences(picked, titled) : await writeChunks(read, picked, titled);
  const written = withChanges(told, read, titled);
  options.signal?.throwIfAborted();
  return {
    title: title.text,
    titleWrittenBy: title.writtenBy,
    ...written,
    readCount: read.length,
    injectionSuspected: read.some((entry) => entry.suspicious),
    language,
  };
}

/** Progress with the title in front of what is written, from now on. */
function readable(options: AgentOptions, title: string): AgentOptions {
  const { onProgress } = options;
  if (onProgress === undefined) return options;
  return {
    ...options,
    onProgress: ({ written = [], ...progress }) => onProgress({ ...progress, written: [title, ...written] }),
  };
}

/** With what moved in its place, and nothing that a model says of the time before. */
function withChanges({ sentences, droppedCount }: Written, read: readonly ReadMessage[], job: Job): Written {
  const kept = sentences.filter((sentence) => !repeatsOld(sentence, job.changes));
  const moved = job.changes.map((change): SummarySentence => ({
    ...tellChange(change, job, MAX_QUOTE_LENGTH),
    writtenBy: "quote",
  }));
  return {
    sentences: inOrder(
      [...kept, ...moved],
      read.map(({ message }) => message),
    ),
    droppedCount: droppedCount + sentences.length - kept.length,
  };
}

const textsOf = (sentences: readonly SummarySentence[]): string[] => sentences.map(({ text }) => text);

/** The tier S way: one sentence for each picked message. */
async function writeSentences(all: readonly Ranked[], job: Job): Promise<Written> {
  const picked = all.filter((entry) => !isOutdated(entry, job.changes));
  const sentences: SummarySentence[] = [];
  let droppedCount = 0;
  for (const [index, entry] of picked.entries()) {
    const written = textsOf(sentences);
    job.options.onProgress?.({ phase: "writing", done: index, total: picked.length, written });
    const { sentence, rejected } = await writeSentence(entry, job);
    sentences.push(sentence);
    if (rejected) droppedCount += 1;
  }
  const written = textsOf(sentences);
  job.options.onProgress?.({ phase: "checking", done: picked.length, total: picked.length, written });
  return { sentences, droppedCount };
}

async function writeSentence(
  entry: Ranked,
  job: Job,
): Promise<{ sentence: SummarySentence; rejected: boolean }> {
  const { message, language, suspicious } = entry.read;
  const told = toldBy(entry, job);
  const quote: SummarySentence = {
    text: tellingOf(told, job.language, MAX_QUOTE_LENGTH),
    messageIds: [message.id],
    writtenBy: "quote",
  };
  // The openers of a report are English, and text aimed at assistants is never given to the model.
  if (suspicious || language !== "en" || job.language !== "en") return { sentence: quote, rejected: false };
  const sender = senderName(message, job.names);
  const source = { text: entry.sentence, cues: entry.sentenceCues, sender };
  const result = await reword(job.model, source, job.names.values(), job.call);
  if (result.kind !== "reworded") return { sentence: quote, rejected: result.kind === "rejected" };
  const text = reported(sender, result.value, told);
  return { sentence: { text, messageIds: [message.id], writtenBy: "model" }, rejected: false };
}

const toldBy = ({ sentence, sentenceCues, read }: Ranked, { thread, names }: Job): Told => ({
  sentence,
  cues: sentenceCues,
  message: read.message,
  thread,
  names,
});

/** "Mara asks Ola to book the train tickets." Whom is asked is decided by the ownership rules, not by the model. */
function reported(sender: string, { opener, body }: Rewording, told: Told): string {
  const addressee = addresseeOf(told);
  const whom = addressee === "everyone" ? addressee : addressee?.name;
  const verb = opener === "asks someone to" && whom !== undefined ? `asks ${whom} to` : opener;
  return `${sender} ${verb} ${body}.`;
}

/** The tier M and L way; a chunk of which nothing holds is told the tier S way. */
async function writeChunks(
  read: readonly ReadMessage[],
  picked: readonly Ranked[],
  job: Job,
): Promise<Written> {
  const { model, names, options } = job;
  const trusted = read.filter((entry) => !entry.suspicious && !holdsSecretCode(entry.message.text));
  const messages = trusted.map((entry) => entry.message);
  if (messages.length === 0) return writeSentences(picked, job);
  const room = model.contextTokens * 0.9 - (await promptOverhead(model)) - ANSWER_TOKENS;
  const chunks = await chunkMessages(messages, names, model, Math.max(64, Math.floor(room)));
  const count = model.tier === "L" ? POINTS_PER_CHUNK.L : POINTS_PER_CHUNK.M;
  const parts: Written[] = [];
  for (const [index, chunk] of chunks.entries()) {
    const written = parts.flatMap((part) => textsOf(part.sentences));
    options.onProgress?.({ phase: "writing", done: index, total: chunks.length, written });
    const result = await writePoints(model, chunk, names, job.call);
    if (result.points.length > 0) {
      parts.push({ sentences: result.points.map(pointSentence), droppedCount: result.droppedCount });
      continue;
    }
    const ids = new Set(chunk.messages.map((message) => message.id));
    const part = trusted.filter((entry) => ids.has(entry.message.id));
    const fallback = await writeSentences(await pickMessages(reindexed(part), job, count), job);
    parts.push({ ...fallback, droppedCount: fallback.droppedCount + result.droppedCount });
  }
  options.onProgress?.({ phase: "checking", done: chunks.length, total: chunks.length });
  const all = parts.flatMap((part) => part.sentences);
  return {
    sentences: inOrder(await together(all, picked, messages, job), messages),
    droppedCount: parts.reduce((sum, part) => sum + part.droppedCount, 0),
  };
}

/** Of more points than anybody reads: brought together by a model of tier L, else the most telling ones. */
async function together(
  sentences: readonly SummarySentence[],
  picked: readonly Ranked[],
  messages: readonly Message[],
  { model, names, call }: Job,
): Promise<readonly SummarySentence[]> {
  const telling = mostTelling(sentences, picked);
  if (model.tier !== "L" || telling.length <= MAX_REDUCED) return telling;
  const sources = { messages: new Map(messages.map((message) => [message.id, message])), names };
  const reduced = await reducePoints(model, telling, MAX_REDUCED, sources, call);
  return reduced?.map(pointSentence) ?? telling;
}

const pointSentence = (point: Point): SummarySentence => ({ ...point, writtenBy: "model" });

/** `index` is a position in the list that is ranked. */
const reindexed = (read: readonly ReadMessage[]): ReadMessage[] =>
  read.map((entry, index) => ({ ...entry, index }));

/** Each text once (chunks overlap), at most `MAX_POINTS`, those that cite a picked message first. */
function mostTelling(sentences: readonly SummarySentence[], picked: readonly Ranked[]): SummarySentence[] {
  const once = [...new Map(sentences.map((sentence) => [sentence.text, sentence])).values()];
  const pickedIds = new Set(picked.map((entry) => entry.read.message.id));
  const tells = (sentence: SummarySentence): boolean => sentence.messageIds.some((id) => pickedIds.has(id));
  return [...once.filter(tells), ...once.filter((sentence) => !tells(sentence))].slice(0, MAX_POINTS);
}

function inOrder(sentences: readonly SummarySentence[], messages: readonly Message[]): SummarySentence[] {
  const position = new Map(messages.map((message, index) => [message.id, index]));
  const first = (sentence: SummarySentence): number =>
    Math.min(...sentence.messageIds.map((id) => position.get(id) ?? messages.length));
  return sentences.toSorted((left, right) => first(left) - first(right));
}
