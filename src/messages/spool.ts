/**
 * @file A list that is kept outside of memory while a file is read: items go out in pages, and come back a page at a
 * time. Where the pages are is not known here: a database in the worker, a map in tests.
 */
import { CHUNK_BYTES } from "./limits.ts";
import type { StagedThread } from "./message.ts";

/** Where pages of an import are kept. Items are plain data. */
export interface PageStore {
  /** @returns the name to read the page by */
  append(items: readonly unknown[]): Promise<number>;
  read(page: number): Promise<readonly unknown[]>;
}

/** Items of a page: one request of the database costs as much as some dozen items. */
const PAGE_ITEMS = 256;
/** UTF-16 code units of a page, so that a page of long texts is no larger than a piece of a file. */
const PAGE_CHARS = CHUNK_BYTES / 4;
/** UTF-16 code units of the pages that are kept after reading: conversations of a mailbox lie among each other. */
const CACHED_CHARS = 8 * CHUNK_BYTES;
/** What an item costs beside its text: its properties, ids and times. */
const ITEM_CHARS = 400;
/** A person with a name and an id. */
const PERSON_CHARS = 100;

interface Page<Item> {
  readonly first: number;
  readonly items: Item[];
  chars: number;
}

export class Spool<Item> {
  readonly #store: PageStore;
  readonly #charsOf: (item: Item) => number;
  /** Number of the first item of each stored page, its name, and its size. */
  readonly #stored: { first: number; page: number; chars: number }[] = [];
  /** Full pages that are not stored yet, then the one being filled. */
  #waiting: Page<Item>[] = [];
  #size = 0;
  /** By name, the one used last at the end. */
  readonly #cache = new Map<number, readonly Item[]>();
  #cachedChars = 0;

  /** @param charsOf UTF-16 code units of the texts of an item. */
  constructor(store: PageStore, charsOf: (item: Item) => number) {
    this.#store = store;
    this.#charsOf = charsOf;
  }

  get size(): number {
    return this.#size;
  }

  /** @returns the number of the item, counted from 0. */
  add(item: Item): number {
    let open = this.#waiting.at(-1);
    if (!open || isFull(open)) this.#waiting.push((open = { first: this.#size, items: [], chars: 0 }));
    open.items.push(item);
    open.chars += this.#charsOf(item) + ITEM_CHARS;
    return this.#size++;
  }

  /** Puts full pages away. To be called often while items are added. */
  async drain(): Promise<void> {
    while (this.#waiting.length > 1 || (this.#waiting.length === 1 && isFull(this.#waiting[0]!))) {
      const { first, items, chars } = this.#waiting[0]!;
      const page = await this.#store.append(items);
      this.#stored.push({ first, page, chars });
      this.#waiting.shift();
    }
  }

  /** The items with these numbers, in this order. */
  async *readEach(numbers: Iterable<number>): AsyncGenerator<Item> {
    for (const number of numbers) {
      const { first, items } = await this.#pageOf(number);
      yield items[number - first]!;
    }
  }

  /** All items, as many at a time as lie on one page. */
  readAll(): AsyncGenerator<readonly Item[]> {
    return this.readRange(0, this.#size);
  }

  /** Items that follow each other, as many at a time as lie on one page. */
  async *readRange(start: number, count: number): AsyncGenerator<readonly Item[]> {
    for (let at = start, end = start + count; at < end;) {
      const { first, items } = await this.#pageOf(at);
      const part = items.slice(at - first, end - first);
      yield part;
      at += part.length;
    }
  }

  async #pageOf(number: number): Promise<{ readonly first: number; readonly items: readonly Item[] }> {
    const waiting = this.#waiting.findLast(({ first }) => first <= number);
    if (waiting) return waiting;
    const { first, page, chars } = this.#stored[lastAtOrBefore(this.#stored, number)]!;
    const cached = this.#cache.get(page);
    if (cached) {
      this.#cache.delete(page);
      this.#cache.set(page, cached);
      return { first, items: cached };
    }
    // Only what `add` took was appended.
    const items = (await this.#store.read(page)) as readonly Item[];
    this.#keep(page, items, chars);
    return { first, items };
  }

  #keep(page: number, items: readonly Item[], chars: number): void {
    this.#cache.set(page, items);
    this.#cachedChars += chars;
    for (const oldest of this.#cache.keys()) {
      if (this.#cachedChars <= CACHED_CHARS || oldest === page) return;
      this.#cache.delete(oldest);
      this.#cachedChars -= this.#stored.find((stored) => stored.page === oldest)!.chars;
    }
  }
}

function isFull({ items, chars }: Page<unknown>): boolean {
  return items.length >= PAGE_ITEMS || chars >= PAGE_CHARS;
}

function lastAtOrBefore(pages: readonly { readonly first: number }[], number: number): number {
  let low = 0;
  let high = pages.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (pages[middle]!.first <= number) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** UTF-16 code units of what a message says. */
export function charsOfMessage({
  text,
  quoted = "",
  hiddenText = "",
}: {
  readonly text: string;
  readonly quoted?: string | undefined;
  readonly hiddenText?: string | undefined;
}): number {
  return text.length + quoted.length + hiddenText.length;
}

/** UTF-16 code units of the names in a thread, and what its people cost. */
export function charsOfThread({ thread }: StagedThread): number {
  return thread.title.length + thread.people.length * PERSON_CHARS;
}

/** The lists of one import: drained together wherever its file is read. */
export class Spools {
  readonly #store: PageStore;
  readonly #all: { drain(): Promise<void> }[] = [];

  constructor(store: PageStore) {
    this.#store = store;
  }

  /** @param charsOf UTF-16 code units of the texts of an item. */
  open<Item>(charsOf: (item: Item) => number): Spool<Item> {
    const spool = new Spool(this.#store, charsOf);
    this.#all.push(spool);
    return spool;
  }

  async drain(): Promise<void> {
    for (const spool of this.#all) await spool.drain();
  }
}

/** Pages in memory: for what is small. */
export class MemoryPages implements PageStore {
  readonly #pages: (readonly unknown[])[] = [];

  async append(items: readonly unknown[]): Promise<number> {
    return this.#pages.push(items) - 1;
  }

  async read(page: number): Promise<readonly unknown[]> {
    return this.#pages[page]!;
  }
}
