/**
 * @file One segment of the full-text index of a thread: MiniSearch (BM25 over an inverted index) with our words.
 * A document holds the words of the message, its sender and its attachments; the message itself is not in the index.
 */
import MiniSearch, { type Options, type Query } from "minisearch";
import type { Id, Message, Person } from "./message.ts";
import { beginsPair, searchWords } from "./search-words.ts";

/** Messages of a segment: what is loaded, written and searched at a time. */
export const SEGMENT_MESSAGES = 10_000;

/** Shorter words are not guessed at. */
const FUZZY_FROM_CHARS = 5;
const FUZZY_SHARE = 0.2;

interface SearchDocument {
  readonly id: Id;
  readonly text: string;
  readonly sender: string;
  readonly files: string;
  /** Milliseconds since the epoch; kept to sort by. null = undated. */
  readonly at: number | null;
  readonly senderId: Id | null;
}

export interface IndexHit {
  readonly id: Id;
  readonly score: number;
  readonly at: number | null;
  readonly senderId: Id | null;
  /** Words of the message that matched. */
  readonly terms: readonly string[];
}

const OPTIONS: Options<SearchDocument> = {
  fields: ["text", "sender", "files"],
  storeFields: ["at", "senderId"],
  tokenize: (text) => searchWords(text).map(({ token }) => token),
  // Folded already.
  processTerm: (term) => term,
};

export class SearchIndex {
  readonly #index: MiniSearch<SearchDocument>;

  constructor(json?: string) {
    this.#index = json === undefined ? new MiniSearch(OPTIONS) : MiniSearch.loadJSON(json, OPTIONS);
  }

  get count(): number {
    return this.#index.documentCount;
  }

  /** A message that is in it already stays as it is. */
  add(message: Message, people: ReadonlyMap<Id, Person>): void {
    if (this.#index.has(message.id)) return;
    this.#index.add({
      id: message.id,
      text: message.text,
      sender: (message.senderId && people.get(message.senderId)?.name) ?? "",
      files: message.attachments.map(({ name }) => name).join(" "),
      at: message.time?.epochMs ?? null,
      senderId: message.senderId,
    });
  }

  /** Messages with every word of `words`, the last of which may be the beginning of one. */
  search(words: readonly string[], options: { readonly fuzzy: boolean }): IndexHit[] {
    if (words.length === 0) return [];
    const last = words.length - 1;
    const query: Query = {
      combineWith: "AND",
      queries: words.map((word, at) => ({
        queries: [word],
        prefix: at === last || beginsPair(word),
        // It is one word already.
        tokenize: (text: string) => [text],
        fuzzy: options.fuzzy && word.length >= FUZZY_FROM_CHARS ? FUZZY_SHARE : false,
      })),
    };
    return this.#index.search(query).map(({ id, score, terms, at, senderId }) => ({
      id: id as Id,
      score,
      terms,
      at: at as number | null,
      senderId: senderId as Id | null,
    }));
  }

  toJson(): string {
    return JSON.stringify(this.#index);
  }
}

/** The words of what a person typed, each once. */
export function queryWords(query: string): string[] {
  return [...new Set(wordsOf(query))];
}

function wordsOf(query: string): string[] {
  return searchWords(query)
    .filter(({ isTail }) => !isTail)
    .map(({ token }) => token);
}

/** UTF-16 offsets: from, to. */
export type Mark = readonly [start: number, end: number];

export interface Snippet {
  readonly text: string;
  readonly marks: readonly Mark[];
}

const SNIPPET_CHARS = 180;
/** Text before the first match. */
const LEAD_CHARS = 50;

/** The part of `text` around the first of `terms`, with every match marked. */
export function makeSnippet(text: string, terms: ReadonlySet<string>): Snippet {
  const marks = findMarks(text, terms);
  const first = marks[0]?.[0] ?? 0;
  const start = first <= LEAD_CHARS ? 0 : wordStart(text, first - LEAD_CHARS);
  const end = Math.min(text.length, start + SNIPPET_CHARS);
  const [before, after] = [start > 0 ? "…" : "", end < text.length ? "…" : ""];
  const shift = before.length - start;
  return {
    text: before + text.slice(start, end) + after,
    marks: marks
      .filter(([from]) => from >= start && from < end)
      .map(([from, to]) => [from + shift, Math.min(to, end) + shift]),
  };
}

/** Where `terms` stand in `text`; neighbours that touch become one mark. */
export function findMarks(text: string, terms: ReadonlySet<string>): Mark[] {
  const marks: [number, number][] = [];
  for (const { token, start, end } of searchWords(text)) {
    if (!terms.has(token)) continue;
    const before = marks.at(-1);
    if (before && start <= before[1]) before[1] = Math.max(before[1], end);
    else marks.push([start, end]);
  }
  return marks;
}

/** The first beginning of a word at or after `at`, so that no letter is cut in two. */
function wordStart(text: string, at: number): number {
  const space = text.indexOf(" ", at);
  if (space >= 0 && space < at + LEAD_CHARS) return space + 1;
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff ? at + 1 : at;
}

/** For phrases in quotation marks: the words in this order, next to each other. */
export function hasPhrase(text: string, phrase: readonly string[]): boolean {
  const tokens = searchWords(text).map(({ token }) => token);
  return tokens.some((_, at) => phrase.every((word, offset) => tokens[at + offset] === word));
}

/** `"door code" mara` -> words door, code, mara and the phrase door code. */
export function parseQuery(query: string): {
  readonly words: readonly string[];
  readonly phrases: readonly (readonly string[])[];
} {
  const phrases = [...query.matchAll(/["“„«]([^"”“»]{1,200})["”“»]/gu)]
    .map(([, phrase = ""]) => wordsOf(phrase))
    .filter((phrase) => phrase.length > 1);
  return { words: queryWords(query), phrases };
}
