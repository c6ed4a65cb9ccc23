/**
 * @file Full-text search over all threads. Every thread has an index in segments, which is brought up to date after an
 * import, an undo, and before a search that finds it behind; so whatever was interrupted, a search sees all messages.
 */
import type { Id, Message, Thread } from "#messages/message";
import { hasPhrase, makeSnippet, parseQuery, type IndexHit } from "#messages/search-index";
import { listThreads } from "#storage/imports";
import type { ImportsDatabase } from "#storage/imports-db";
import { readMessagesById, readOutline, readThread } from "#storage/imports-reading";
import type { SearchHit, SearchQuery, SearchResult } from "./protocol-imports.ts";
import { SearchSegments } from "./search-segments.ts";

/** Messages read at once to look for phrases. */
const PHRASE_PAGE = 200;
/** Candidates looked through for a phrase: beyond it the words are too common to be a search. */
const MAX_PHRASE_CANDIDATES = 5000;
const MAX_LIMIT = 500;

type Candidate = IndexHit & { readonly thread: Thread };

export class MessageSearch {
  readonly #database: () => Promise<ImportsDatabase>;
  readonly #segments = new SearchSegments();
  /** One thread at a time: two would fight for the processor and take as long. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(database: () => Promise<ImportsDatabase>) {
    this.#database = database;
  }

  /** Brings outline and index of these threads up to date in the background. What fails is made up for by a search. */
  prepare(threadIds: readonly Id[]): void {
    const work = async (): Promise<void> => {
      const db = await this.#database();
      for (const threadId of threadIds) {
        const thread = await readThread(db, threadId);
        if (thread === null) continue;
        await readOutline(db, threadId);
        await this.#update(db, thread, () => {});
      }
    };
    work().catch(() => {});
  }

  /** @param onProgress share of the threads whose messages are in the index, while some are not. */
  async find(
    query: SearchQuery,
    signal: AbortSignal,
    onProgress: (fraction: number) => void,
  ): Promise<SearchResult> {
    const { words, phrases } = parseQuery(query.text);
    if (words.length === 0) return { hits: [], total: 0, approximate: false };
    const db = await this.#database();
    const threads = (await listThreads(db)).filter(
      ({ id }) => query.threadId === null || id === query.threadId,
    );
    await this.#updateAll(db, threads, signal, onProgress);
    let approximate = false;
    let found = await this.#candidates(db, threads, query, words, signal);
    if (found.length === 0) {
      approximate = true;
      found = await this.#candidates(db, threads, query, words, signal, true);
    }
    sortHits(found, query.order);
    const kept = phrases.length === 0 ? found : await withPhrases(db, found, phrases, signal);
    const shown = kept.slice(0, Math.min(query.limit, MAX_LIMIT));
    return { hits: await readHits(db, shown), total: kept.length, approximate };
  }

  async #updateAll(
    db: ImportsDatabase,
    threads: readonly Thread[],
    signal: AbortSignal,
    onProgress: (fraction: number) => void,
  ): Promise<void> {
    const total = threads.reduce((sum, { count }) => sum + count, 0);
    let done = 0;
    for (const thread of threads) {
      signal.throwIfAborted();
      await this.#update(db, thread, (indexed) => {
        onProgress(Math.min(1, (done + indexed) / total));
      });
      done += thread.count;
    }
  }

  #update(db: ImportsDatabase, thread: Thread, onIndexed: (messages: number) => void): Promise<void> {
    const turn = this.#queue.then(() => this.#segments.update(db, thread, onIndexed));
    this.#queue = turn.catch(() => {});
    return turn;
  }

  async #candidates(
    db: ImportsDatabase,
    threads: readonly Thread[],
    { personId }: SearchQuery,
    words: readonly string[],
    signal: AbortSignal,
    fuzzy = false,
  ): Promise<Candidate[]> {
    const found: Candidate[] = [];
    for (const thread of threads) {
      for await (const index of this.#segments.of(db, thread.id)) {
        signal.throwIfAborted();
        for (const hit of index.search(words, { fuzzy }))
          if (personId === null || hit.senderId === personId) found.push({ ...hit, thread });
      }
    }
    return found;
  }
}

/** Undated messages come last. */
function sortHits(hits: Candidate[], order: SearchQuery["order"]): void {
  const newest = (a: Candidate, b: Candidate): number => (b.at ?? -Infinity) - (a.at ?? -Infinity) || 0;
  hits.sort(order === "newest" ? newest : (a, b) => b.score - a.score || newest(a, b));
}

async function withPhrases(
  db: ImportsDatabase,
  found: readonly Candidate[],
  phrases: readonly (readonly string[])[],
  signal: AbortSignal,
): Promise<Candidate[]> {
  const kept: Candidate[] = [];
  const candidates = found.slice(0, MAX_PHRASE_CANDIDATES);
  for (let at = 0; at < candidates.length; at += PHRASE_PAGE) {
    signal.throwIfAborted();
    const part = candidates.slice(at, at + PHRASE_PAGE);
    const messages = await readAll(db, part);
    for (const hit of part) {
      const text = messages.get(hit.id)?.text;
      if (text !== undefined && phrases.every((phrase) => hasPhrase(text, phrase))) kept.push(hit);
    }
  }
  return kept;
}

async function readHits(db: ImportsDatabase, found: readonly Candidate[]): Promise<SearchHit[]> {
  const messages = await readAll(db, found);
  return found.flatMap((hit) => {
    const message = messages.get(hit.id);
    return message ? [toHit(hit, message)] : [];
  });
}

function toHit({ thread, terms }: Candidate, message: Message): SearchHit {
  const wanted = new Set(terms);
  const fromText = makeSnippet(message.text, wanted);
  const fromFiles = makeSnippet(message.attachments.map(({ name }) => name).join(", "), wanted);
  const inFileName = fromText.marks.length === 0 && fromFiles.marks.length > 0;
  const sender = thread.people.find(({ id }) => id === message.senderId);
  return {
    threadId: thread.id,
    threadTitle: thread.title,
    messageId: message.id,
    senderName: sender?.name ?? null,
    time: message.time,
    snippet: inFileName || fromText.text === "" ? fromFiles : fromText,
    inFileName,
  };
}

async function readAll(db: ImportsDatabase, hits: readonly Candidate[]): Promise<ReadonlyMap<Id, Message>> {
  const byThread = new Map<Id, Id[]>();
  for (const { id, thread } of hits) {
    const ids = byThread.get(thread.id);
    if (ids) ids.push(id);
    else byThread.set(thread.id, [id]);
  }
  const messages = new Map<Id, Message>();
  for (const [threadId, ids] of byThread) {
    for (const message of await readMessagesById(db, threadId, ids)) messages.set(message.id, message);
  }
  return messages;
}
