/** @file A title of at most 8 words for one event: proposed by the model, checked against its message, else cut by code. */

import type { CallOptions } from "#agent/agent-options";
import { phraseBook } from "#agent/phrases/books";
import { write } from "#agent/prompts/generate";
import { promptText, shortNames } from "#agent/prompts/prompt-lines";
import { freshNonce, quotedLine, quoteRuleFor } from "#agent/prompts/quoted-block";
import { readCues } from "#agent/sentences/cues";
import { LEXICONS, STOP_WORDS } from "#agent/sentences/lexicon";
import { isSuspicious } from "#agent/sentences/reading";
import {
  capitalise,
  contentStems,
  fold,
  foldedWords,
  isSubsequence,
  oneLine,
  sentences,
  trimAtWord,
  words,
} from "#agent/sentences/text";
import { judgeSide, type Shield } from "#agent/shield";
import { speakerOf } from "#agent/summary/quoting";
import { checkClaim } from "#agent/verification/verify";
import type { Language } from "#calendar/resolution";
import type { Message, Thread } from "#messages/message";
import type { LanguageModel } from "#shared/language-model";
import { wordList, wordSet } from "#shared/word-lists";

import { CUT, withoutFrame, withoutLeadIns, withoutName } from "./title-frame.ts";

const MAX_WORDS = 8;
const MAX_LENGTH = 60;
/** Share of the content words a small model must keep: "room 12" is no name for a kickoff in room 12. */
const MIN_RECALL = 0.5;
const SYSTEM = "Name the event in 2 to 5 words of the message.";
const EXAMPLES = [
  ["Let's paint the kitchen", "Paint the kitchen"],
  ["Choir practice is at the old hall, don't be late", "Choir practice"],
  ["Can you water my plants?", "Water the plants"],
] as const;

/** A part of the message text. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** For the safety check: what the title answers. */
const REQUEST = "Give this event a title.";

interface TitleOptions extends CallOptions {
  /** Judges what the model wrote. */
  readonly shield?: Shield | undefined;
}

/**
 * @param spans date phrases: they leave the text first, so that neither model nor code repeats them in the title
 * @param model null = by code
 * @throws AbortError, AppError as `write`
 */
export async function writeEventTitle(
  model: LanguageModel | null,
  message: Message,
  thread: Thread,
  language: Language,
  spans: readonly Span[],
  { nonce, signal, shield }: TitleOptions = { nonce: freshNonce() },
): Promise<{ readonly text: string; readonly writtenBy: "model" | "code" }> {
  const names = shortNames(thread);
  const text = withoutDates(message.text, spans, language, [...names.values()]);
  const byCode = {
    text: codeTitle(text, language, speakerOf(message, names, language), [...names.values()]),
    writtenBy: "code",
  } as const;
  // Text aimed at assistants is never given to the model.
  if (model === null || text === "" || isSuspicious(message)) return byCode;
  const ask = (given: string): string => `${quotedLine(model, "Message", given, nonce)}\nTitle:`;
  const answer = await write(
    model,
    {
      system: SYSTEM + quoteRuleFor(model),
      examples: EXAMPLES.map(([given, title]) => [ask(given), title]),
      question: ask(promptText(text)),
      maxTokens: 20,
      stop: ["\n"],
    },
    signal,
  );
  const title = answer === null ? "" : oneLine(answer).replace(/^["'“]+|["'”.,;:!?]+$/g, "");
  const sound = isSound(title, text, language, model.tier === "S", [...names.values()]);
  // There is another title to fall back on: one that is not found safe is not used, whatever the reason.
  if (!sound || (await judgeSide("output", [REQUEST, title], shield, signal)) !== null) return byCode;
  return { text: capitalise(title), writtenBy: "model" };
}

/** Characters of a message that a title is made from. */
const MAX_LOOKED_AT = 2000;
const MAX_SENTENCE_LENGTH = 400;
const MAX_TITLE_SOURCE = 240;
/** The sentence of the first date phrase without any date phrase in it. */
function withoutDates(
  text: string,
  spans: readonly Span[],
  language: Language,
  names: readonly string[],
): string {
  let marked = text.slice(0, MAX_LOOKED_AT);
  for (const span of spans.toSorted((left, right) => right.start - left.start)) {
    // "lunch on Friday" is a date phrase, but lunch is also what it is about.
    const kept = words(text.slice(span.start, span.end)).filter((word) => isEventWord(word, language));
    const start = startWithOld(marked, span.start, language);
    marked = `${marked.slice(0, start)}${CUT} ${kept.join(" ")}${marked.slice(span.end)}`;
  }
  const all = sentences(marked);
  const dated = all.find((sentence) => sentence.includes(CUT)) ?? all[0] ?? "";
  const chosen = withoutName(oneLine(dated.slice(0, MAX_SENTENCE_LENGTH)), names);
  const rest = oneLine(withoutLeadIns(chosen, language))
    .replace(/ +(?=[,.!?;:])/g, "")
    .replace(/^[\s,.;:!?–-]+|[\s,;:–-]+$/gu, "");
  return words(rest).length > 0 ? rest.slice(0, MAX_TITLE_SOURCE) : "";
}

/** Leads to the new date: what stands before it no longer holds. Folded. */
const TO = wordSet("to auf zum au à al alla para को पर");
/** Between the two. */
const FROM_TO = new Set([
  ...TO,
  ...wordList("from von vom du de le dal dalla da del do o a las les alle से on at um"),
]);

/** Where the date begins, with the one before it that it replaces: "from Wednesday to Thursday". */
function startWithOld(text: string, start: number, language: Language): number {
  const [, last = ""] = /(\S+)\s+$/u.exec(text.slice(0, start)) ?? [];
  if (!TO.has(fold(last))) return start;
  const before = [...text.slice(0, start).matchAll(/(\S+)\s+/gu)].toReversed();
  const isOld = (word: string): boolean => LEXICONS[language].dateWord.includes(word) || /^\d/.test(word);
  const end = before.findIndex(([, word = ""]) => !FROM_TO.has(fold(word)) && !isOld(fold(word)));
  const run = end < 0 ? before : before.slice(0, end);
  const old = run.findLastIndex(([, word = ""]) => isOld(fold(word)));
  // The preposition of the old date goes with it.
  return old < 0 ? start : ((run[old + 1] ?? run[old])?.index ?? start);
}

const isEventWord = (word: string, language: Language): boolean =>
  LEXICONS[language].event.includes(fold(word));

/** Only words of the message, for a small model in their order, and no date. */
function isSound(
  title: string,
  text: string,
  language: Language,
  strict: boolean,
  people: readonly string[],
): boolean {
  const list = foldedWords(title);
  if (list.length === 0 || list.length > MAX_WORDS || title.length > MAX_LENGTH || /["“”]/.test(title))
    return false;
  if (list.some((word) => LEXICONS[language].dateWord.includes(word))) return false;
  const said = contentStems(title, STOP_WORDS[language]);
  const given = contentStems(text, STOP_WORDS[language]);
  if (said.length === 0 || new Set(said).size < said.length) return false;
  if (strict && said.length < MIN_RECALL * given.length) return false;
  const borneOut = strict ? isSubsequence(said, given) : said.every((word) => given.includes(word));
  const spokenTo = /\b(?:i|i'm|i'll|me|my|we|you|your|let's)\b/.test(fold(title));
  return borneOut && !spokenTo && checkClaim(title, [{ text, sender: "" }], people).supported;
}

function codeTitle(text: string, language: Language, sender: string, names: readonly string[]): string {
  const cues = readCues(text, language);
  // "Friday 3pm works for me" names nothing but its date.
  const bare = cues.accepts && cues.act !== "offer" ? "" : text;
  const rest = withoutFrame(bare, language, names);
  const short = words(rest).length > MAX_WORDS ? firstWords(rest, MAX_WORDS, language) : rest;
  const title = trimAtWord(short.replace(/[\s.,;:!?–-]*$/u, ""), MAX_LENGTH);
  return title === "" ? phraseBook(language).meetingWith(sender) : capitalise(title);
}

/** As many words at most, and none behind the last one that says something: "the party at the" ends with the party. */
function firstWords(text: string, count: number, language: Language): string {
  const list = text.split(" ").slice(0, count);
  const last = list.findLastIndex((word) => !STOP_WORDS[language].has(fold(word)));
  return list.slice(0, last + 1).join(" ");
}
