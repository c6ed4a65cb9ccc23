/** @file A title of at most 8 words for a set of messages: proposed by the model, checked, else made of keywords. */

import type { CallOptions } from "#agent/agent-options";
import { write } from "#agent/prompts/generate";
import { answerIn } from "#agent/prompts/prompt-language";
import { promptText } from "#agent/prompts/prompt-lines";
import { quotedLine, quoteRuleFor } from "#agent/prompts/quoted-block";
import { ALL_DATE_WORDS, LEXICONS, NUMBER_WORDS, STOP_WORDS } from "#agent/sentences/lexicon";
import type { ReadMessage } from "#agent/sentences/reading";
import {
  capitalise,
  contentStems,
  fold,
  foldedWords,
  oneLine,
  stem,
  trimAtWord,
  words,
} from "#agent/sentences/text";
import { checkClaim } from "#agent/verification/verify";
import type { Language } from "#calendar/resolution";
import type { Message, Thread } from "#messages/message";
import type { LanguageModel } from "#shared/language-model";
import { wordList } from "#shared/word-lists";

interface Title {
  readonly text: string;
  readonly writtenBy: "model" | "code";
}

const MAX_WORDS = 8;
const MAX_LENGTH = 80;
const KEYWORDS = 3;
const MIN_KEYWORD_LENGTH = 4;
/** Words of the messages that are counted: enough to know what a thread is about. */
const MAX_COUNTED = 2000;

const SYSTEM = "Join the words to a title.";
/** Tried on SmolLM2-135M: asked to "write" a title it adds words of its own. */
const EXAMPLES = [
  ["rain, plants, garden", "Rain, plants and the garden"],
  ["choir, songs, hall", "Choir songs and the hall"],
] as const;

/** How messages begin, and whom they are to. */
const GREETINGS =
  wordList(`hello morning evening everyone everybody folks guys hallo moin servus gruss zusammen leute bonjour bonsoir
  salut coucou tous toutes ciao salve buongiorno buonasera tutti hola buenos buenas tardes noches todos todas tarde noite pessoal
  gente`);

/** Verbs of everyday planning: what is done often is not what a chat is about. */
const WEAK_KEYWORDS: ReadonlySet<string> = new Set(
  wordList(`meet need want know think come leave help stay work make take give find look start keep going does bring works called
  good great nice really maybe still already thing things people time next last sure thanks sorry haha
  until since again soon back each well much many more after before between change plan`)
    .concat(LEXICONS.en.imperative, GREETINGS)
    .map(stem),
);

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
  const keywords = findKeywords(thread, all, chosen);
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
  const offered = new Set(keywords.map((word) => stem(fold(word))));
  const used = keywords.filter((word) => stems.includes(stem(fold(word)))).length;
  if (list.length < 2 || list.length > MAX_WORDS || title.length > MAX_LENGTH) return false;
  if (new Set(content).size < content.length || used < 2) return false;
  if (!content.every((word) => offered.has(word))) return false;
  const evidence = messages.map((message) => ({ text: message.text, sender: "" }));
  return checkClaim(title.toLowerCase(), evidence, people).supported;
}

/** Words that many messages share and a chosen message holds, in the order they come up. Never names or dates. */
function findKeywords(thread: Thread, all: readonly ReadMessage[], chosen: readonly ReadMessage[]): string[] {
  const nameWords = new Set(thread.people.flatMap((person) => foldedWords(person.name)));
  const uses = new Map<string, number>();
  for (const read of all.slice(-MAX_COUNTED)) {
    if (read.suspicious) continue;
    const text = read.message.text.slice(0, 1000);
    for (const word of new Set(contentStems(text, STOP_WORDS[read.language]))) {
      uses.set(word, (uses.get(word) ?? 0) + 1);
    }
  }
  const candidates = new Map<string, string>();
  for (const read of chosen) {
    if (read.suspicious) continue;
    for (const [position, word] of words(read.message.text.slice(0, 600)).entries()) {
      const folded = fold(word);
      const usable =
        mayBeCommonNoun(word, position, read.language) &&
        folded.length >= MIN_KEYWORD_LENGTH &&
        /^\p{L}+$/u.test(folded) &&
        !STOP_WORDS[read.language].has(folded) &&
        !STOP_WORDS.en.has(folded) &&
        !ALL_DATE_WORDS.has(folded) &&
        !NUMBER_WORDS.has(folded) &&
        !WEAK_KEYWORDS.has(stem(folded)) &&
        !nameWords.has(folded);
      if (usable && !candidates.has(stem(folded))) candidates.set(stem(folded), shown(word, read.language));
    }
  }
  const ranked = [...candidates.keys()]
    .map((key, order) => ({ key, order, uses: uses.get(key) ?? 0 }))
    .sort((left, right) => right.uses - left.uses || left.order - right.order)
    .slice(0, KEYWORDS)
    .sort((left, right) => left.order - right.order);
  return ranked.map(({ key }) => candidates.get(key) ?? key);
}

/** German writes nouns with a capital, the others names; the first word of a text has one anyway. */
function mayBeCommonNoun(word: string, position: number, language: Language): boolean {
  const isCapital = /^\p{Lu}/u.test(word);
  return language === "de" ? isCapital && position > 0 : !isCapital || position === 0;
}

function shown(word: string, language: Language): string {
  return language === "de" ? word : word.toLowerCase();
}

function codeTitle(keywords: readonly string[], thread: Thread): string {
  if (keywords.length > 0) return capitalise(keywords.join(", "));
  return trimAtWord(thread.title, MAX_LENGTH);
}
