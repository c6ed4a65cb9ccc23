/** @file A title of at most 8 words for a set of messages: proposed by the model, checked, else made of keywords. */

import type { CallOptions } from "#agent/agent-options";
import { write } from "#agent/prompts/generate";
import { answerIn } from "#agent/prompts/prompt-language";
import { promptText } from "#agent/prompts/prompt-lines";
import { quotedLine, quoteRuleFor } from "#agent/prompts/quoted-block";
import { STOP_WORDS } from "#agent/sentences/lexicon";
import { nounPhrases } from "#agent/sentences/noun-phrases";
import type { ReadMessage } from "#agent/sentences/reading";
import { capitalise, contentStems, foldedWords, oneLine, stem, trimAtWord } from "#agent/sentences/text";
import { checkClaim } from "#agent/verification/verify";
import type { Language } from "#calendar/resolution";
import type { Message, Thread } from "#messages/message";
import type { LanguageModel } from "#shared/language-model";

interface Title {
  readonly text: string;
  readonly writtenBy: "model" | "code";
}

const MAX_WORDS = 8;
const MAX_LENGTH = 80;
const KEYWORDS = 3;
/** Messages from which on a topic is named more than once. */
const LONG_THREAD = 16;
/** Words of the messages that are counted: enough to know what a thread is about. */
const MAX_COUNTED = 2000;

const SYSTEM = "Join the words to a title.";
/** Tried on SmolLM2-135M: asked to "write" a title it adds words of its own. */
const EXAMPLES = [
  ["rain, plants, garden", "Rain, plants and the garden"],
  ["choir, songs, hall", "Choir songs and the hall"],
] as const;

/**
 * @param all every message that was read: what is said often is what it is about
 * @param chosen the messages the summary tells, never suspicious ones
 * @param model null = by code
 */
export async function writeTitle(
  model: LanguageModel | null,
  thread: Thread,
  all: readonly ReadMessage[],
  chosen: readonly ReadMessage[],
  { nonce, signal, language = "en" }: CallOptions,
): Promise<Title> {
  // A mail has a title already.
  const keywords = thread.source === "mail" ? [] : findKeywords(thread, all, chosen);
  const byCode: Title = { text: codeTitle(keywords, thread), writtenBy: "code" };
  // The examples are English, and a small model goes on in the language they are in.
  if (model === null || keywords.length < 2 || (model.tier === "S" && language !== "en")) return byCode;
  const ask = (given: readonly string[]): string =>
    `${quotedLine(model, "Words", given.join(", "), nonce)}\nTitle:`;
  const answer = await write(
    model,
    {
      system: SYSTEM + answerIn(language) + quoteRuleFor(model),
      examples: EXAMPLES.map(([given, title]) => [ask([given]), title]),
      question: ask(keywords.map(promptText)),
      maxTokens: 16,
      stop: ["\n"],
    },
    signal,
  );
  const title = answer === null ? "" : oneLine(answer).replace(/^["'“]+|["'”.:;,]+$/g, "");
  const people = thread.people.map((person) => person.name);
  const messages = chosen.map((read) => read.message);
  return isSound(title, keywords, messages, people, language)
    ? { text: capitalise(title), writtenBy: "model" }
    : byCode;
}

/** Short, no word twice, at least two of the keywords, and no other word that carries meaning. */
function isSound(
  title: string,
  keywords: readonly string[],
  messages: readonly Message[],
  people: readonly string[],
  language: Language,
): boolean {
  const list = foldedWords(title);
  const stems = list.map(stem);
  const content = list.filter((word) => !STOP_WORDS[language].has(word)).map(stem);
  const offered = new Set(keywords.flatMap((keyword) => foldedWords(keyword).map(stem)));
  const used = keywords.filter((keyword) =>
    foldedWords(keyword).every((word) => stems.includes(stem(word))),
  ).length;
  if (list.length < 2 || list.length > MAX_WORDS || title.length > MAX_LENGTH) return false;
  if (new Set(content).size < content.length || used < 2) return false;
  if (!content.every((word) => offered.has(word))) return false;
  const evidence = messages.map((message) => ({ text: message.text, sender: "" }));
  return checkClaim(title.toLowerCase(), evidence, people).supported;
}

/**
 * What many messages speak of and a chosen message names, in the order it comes up. Never names or dates. In a longer
 * thread what is named once is no topic.
 */
function findKeywords(thread: Thread, all: readonly ReadMessage[], chosen: readonly ReadMessage[]): string[] {
  const nameWords = new Set(thread.people.flatMap((person) => foldedWords(person.name)));
  const uses = countUses(all);
  const atLeast = all.length < LONG_THREAD ? 1 : 2;
  const candidates = new Map<string, string>();
  for (const { message, language, suspicious } of chosen) {
    if (suspicious) continue;
    for (const { text, head } of nounPhrases(message.text.slice(0, 600), language)) {
      const key = stem(head);
      const named = foldedWords(text).some((word) => nameWords.has(word));
      if (!named && (uses.get(key) ?? 0) >= atLeast && !candidates.has(key)) candidates.set(key, text);
    }
  }
  return [...candidates]
    .map(([key, text], order) => ({ text, order, uses: uses.get(key) ?? 0 }))
    .sort((left, right) => right.uses - left.uses || left.order - right.order)
    .slice(0, KEYWORDS)
    .sort((left, right) => left.order - right.order)
    .map(({ text }) => text);
}

/** In how many messages a word stands, by its stem. */
function countUses(all: readonly ReadMessage[]): ReadonlyMap<string, number> {
  const uses = new Map<string, number>();
  for (const { message, language, suspicious } of all.slice(-MAX_COUNTED)) {
    if (suspicious) continue;
    for (const word of new Set(contentStems(message.text.slice(0, 1000), STOP_WORDS[language])))
      uses.set(word, (uses.get(word) ?? 0) + 1);
  }
  return uses;
}

/** One topic alone says less than what the conversation is called. */
function codeTitle(keywords: readonly string[], thread: Thread): string {
  if (keywords.length > 1) return capitalise(keywords.join(", "));
  return trimAtWord(thread.title, MAX_LENGTH);
}
