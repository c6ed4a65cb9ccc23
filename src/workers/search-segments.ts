/** @file The stored segments of the search index: brings them up to date and keeps those used last in memory. */
import type { Id, Message, Thread } from "#messages/message";
import { SearchIndex, SEGMENT_MESSAGES } from "#messages/search-index";
import type { ImportsDatabase, StoredSearchState } from "#storage/imports-db";
import { sameIds, scanBatches, scanThread } from "#storage/imports-reading";
import {
  readSearchSegment,
  readSearchState,
  saveSearchSegment,
  saveSearchState,
} from "#storage/imports-search";

/** Segments kept in memory: together about 80,000 messages, some 100 MB. */
const MAX_LOADED = 8;

export class SearchSegments {
  /** By thread and number; the one used last is at the end. */
  readonly #loaded = new Map<string, SearchIndex>();

  /** The up-to-date segments of a thread, one after the other. */
  async *of(db: ImportsDatabase, threadId: Id): AsyncGenerator<SearchIndex> {
    const state = await readSearchState(db, threadId);
    for (let number = 0; number < (state?.segments ?? 0); number++) {
      const index = await this.#load(db, threadId, number, state!);
      if (index) yield index;
    }
  }

  /** Adds what later imports brought; makes all anew when one was taken back. Does nothing when nothing changed. */
  async update(db: ImportsDatabase, thread: Thread, onIndexed: (messages: number) => void): Promise<void> {
    const state = await readSearchState(db, thread.id);
    if (state && sameIds(state.batchIds, thread.batchIds)) return;
    const grows = state !== undefined && state.batchIds.every((id) => thread.batchIds.includes(id));
    const added = thread.batchIds.filter((id) => !state?.batchIds.includes(id));
    const source = grows ? scanBatches(db, thread, added) : scanThread(db, thread);
    const segments = grows ? state.segments : 0;
    const writer = await SegmentWriter.open(db, thread, segments);
    for await (const messages of source) {
      for (const message of messages) await writer.add(message);
      if (writer.isStale) return;
      onIndexed(writer.added);
    }
    const covered = await writer.finish();
    await saveSearchState(db, { threadId: thread.id, batchIds: thread.batchIds, segments: covered });
    this.#forget(thread.id);
  }

  async #load(
    db: ImportsDatabase,
    threadId: Id,
    number: number,
    { batchIds }: StoredSearchState,
  ): Promise<SearchIndex | null> {
    // Another tab may have changed it: what is in memory holds for these imports only.
    const key = [threadId, number, ...batchIds].join(" ");
    const known = this.#loaded.get(key);
    this.#loaded.delete(key);
    const stored = known ? undefined : await readSearchSegment(db, threadId, number);
    const index = known ?? (stored ? new SearchIndex(stored.json) : null);
    if (!index) return null;
    this.#loaded.set(key, index);
    if (this.#loaded.size > MAX_LOADED) this.#loaded.delete(this.#loaded.keys().next().value!);
    return index;
  }

  #forget(threadId: Id): void {
    for (const key of this.#loaded.keys()) if (key.startsWith(`${threadId} `)) this.#loaded.delete(key);
  }
}

/** Appends to the last segment and begins another when it is full. */
class SegmentWriter {
  /** Messages taken so far. */
  added = 0;
  /** The thread was changed meanwhile: nothing of this holds any more. */
  isStale = false;
  readonly #db: ImportsDatabase;
  readonly #thread: Thread;
  readonly #people: ReadonlyMap<Id, Thread["people"][number]>;
  #number: number;
  #index: SearchIndex;

  private constructor(db: ImportsDatabase, thread: Thread, number: number, index: SearchIndex) {
    this.#db = db;
    this.#thread = thread;
    this.#people = new Map(thread.people.map((person) => [person.id, person]));
    this.#number = number;
    this.#index = index;
  }

  /** @param segments how many there are already. */
  static async open(db: ImportsDatabase, thread: Thread, segments: number): Promise<SegmentWriter> {
    const number = Math.max(0, segments - 1);
    const stored = segments === 0 ? undefined : await readSearchSegment(db, thread.id, number);
    return new SegmentWriter(db, thread, number, new SearchIndex(stored?.json));
  }

  async add(message: Message): Promise<void> {
    if (this.#index.count >= SEGMENT_MESSAGES) {
      await this.#save();
      this.#number++;
      this.#index = new SearchIndex();
    }
    this.#index.add(message, this.#people);
    this.added++;
  }

  /** @returns how many segments there are now */
  async finish(): Promise<number> {
    await this.#save();
    return this.#number + 1;
  }

  async #save(): Promise<void> {
    const segment = { count: this.#index.count, json: this.#index.toJson() };
    const kept = await saveSearchSegment(this.#db, this.#thread, this.#number, segment);
    this.isStale ||= !kept;
  }
}
