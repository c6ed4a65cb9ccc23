/**
 * @file Imported messages as the agent reads them. The import worker's search wants every word; a question holds words
 * that the answer does not, so each word is also looked for alone and what holds more of them comes first.
 */
import type { MessagePort, SearchHit, SearchQuery } from "#agent/act/ports";
import type { Id, Message, Thread } from "#messages/message";
import { searchWords } from "#messages/search-words";
import type { ImportLink } from "./import-link.ts";

/** Pages fetched in one request. */
const PAGES_AT_ONCE = 25;
/** Threads kept in memory while a job is at work. */
const MAX_KEPT = 8;
/** Words looked for on their own. */
const MAX_WORDS = 8;
/** Hits asked for by each search, so that filters by date leave some. */
const MIN_HITS = 40;

export class ImportedMessages implements MessagePort {
  readonly #link: ImportLink;
  readonly #within: ReadonlySet<Id>;
  readonly #isHidden: (threadId: Id) => boolean;
  readonly #kept = new Map<Id, Promise<readonly Message[]>>();

  /**
   * What was read is kept as long as this object.
   *
   * @param within only these threads are searched; empty = all
   * @param isHidden threads that are being deleted
   */
  constructor(link: ImportLink, within: readonly Id[], isHidden: (threadId: Id) => boolean = () => false) {
    this.#link = link;
    this.#isHidden = isHidden;
    this.#within = new Set(within);
  }

  async threads(): Promise<readonly Thread[]> {
    const all = await this.#link.ask((rpc) => rpc.call("thread-list", null));
    return all.filter(({ id }) => !this.#isHidden(id));
  }

  messages(threadId: Id): Promise<readonly Message[]> {
    if (this.#isHidden(threadId)) return Promise.resolve([]);
    const known = this.#kept.get(threadId);
    if (known) return known;
    const reading = this.#read(threadId);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size >= MAX_KEPT && oldest !== undefined) this.#kept.delete(oldest);
    this.#kept.set(threadId, reading);
    reading.catch(() => this.#kept.delete(threadId));
    return reading;
  }

  async search(query: SearchQuery): Promise<readonly SearchHit[]> {
    const threads = new Map((await this.threads()).map((thread) => [thread.id, thread]));
    const words = new Set(searchWords(query.words).flatMap(({ token, isTail }) => (isTail ? [] : [token])));
    const lookups = [query.words, ...(words.size > 1 ? [...words].slice(0, MAX_WORDS) : [])];
    const found = new Map<Id, { readonly threadId: Id; score: number }>();
    for (const [at, text] of lookups.entries()) {
      const { hits, approximate } = await this.#lookUp(text, query);
      // The whole query counts more than any number of its words; similar words count least.
      const weight = approximate ? 0.1 : at === 0 ? MAX_WORDS + 1 : 1;
      for (const [rank, { messageId, threadId }] of hits.entries()) {
        const score = weight - rank / 10_000;
        const known = found.get(messageId);
        if (known) known.score += score;
        else found.set(messageId, { threadId, score });
      }
    }
    const best = [...found].sort(([, a], [, b]) => b.score - a.score);
    return this.#hits(best, threads, query);
  }

  #lookUp(text: string, { threadId, senderId, limit }: SearchQuery) {
    const only = this.#within.size === 1 ? [...this.#within][0] : undefined;
    const form = {
      text,
      threadId: threadId ?? only ?? null,
      personId: senderId ?? null,
      order: "best",
      limit: Math.max(MIN_HITS, limit * 2),
    } as const;
    return this.#link.ask((rpc) => rpc.call("message-search", form));
  }

  /** The messages behind the best hits, as far as they are still here and fit the query. */
  async #hits(
    best: readonly (readonly [Id, { readonly threadId: Id }])[],
    threads: ReadonlyMap<Id, Thread>,
    query: SearchQuery,
  ): Promise<readonly SearchHit[]> {
    const allowed = best.filter(([, { threadId }]) => this.#within.size === 0 || this.#within.has(threadId));
    const candidates = allowed.slice(0, MIN_HITS * 2);
    const messages = new Map<Id, Message>();
    for (const threadId of new Set(candidates.map(([, hit]) => hit.threadId))) {
      const ids = candidates.filter(([, hit]) => hit.threadId === threadId).map(([id]) => id);
      const found = await this.#link.ask((rpc) => rpc.call("message-find", { threadId, ids }));
      for (const message of found) messages.set(message.id, message);
    }
    return candidates
      .flatMap(([id, { threadId }]) => {
        const [message, thread] = [messages.get(id), threads.get(threadId)];
        return message && thread && isWithin(message, query) ? [{ message, thread }] : [];
      })
      .slice(0, query.limit);
  }

  async #read(threadId: Id): Promise<readonly Message[]> {
    const outline = await this.#link.ask((rpc) => rpc.call("thread-outline", { threadId }));
    const pages = outline?.pages ?? [];
    const messages: Message[] = [];
    for (let at = 0; at < pages.length; at += PAGES_AT_ONCE) {
      const firstSeq = pages[at]?.firstSeq ?? 0;
      const endSeq = pages[at + PAGES_AT_ONCE]?.firstSeq ?? null;
      messages.push(
        ...(await this.#link.ask((rpc) => rpc.call("message-page", { threadId, firstSeq, endSeq }))),
      );
    }
    return messages;
  }
}

/** Undated messages are within no range. */
function isWithin({ time }: Message, { afterMs, beforeMs }: SearchQuery): boolean {
  if (afterMs === undefined && beforeMs === undefined) return true;
  if (time === null) return false;
  return time.epochMs >= (afterMs ?? -Infinity) && time.epochMs <= (beforeMs ?? Infinity);
}
