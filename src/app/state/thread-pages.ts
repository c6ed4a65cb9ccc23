/**
 * @file The pages of the open thread that are in memory: those a person looks at and some around. A thread of any length
 * costs the page as much as a short one.
 */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Message } from "#messages/message";
import type { ThreadOutline } from "#storage/thread-outline";

/** More than a tall window shows with its margins, so that going back a little asks for nothing. */
const MAX_KEPT = 60;
/** Requests under way at a time: what was wanted last is asked for next, what was scrolled past is not. */
const MAX_LOADING = 3;

export type LoadedPages = ReadonlyMap<number, readonly Message[]>;

/** @returns the messages with `firstSeq <= seq < endSeq`; null = to the end */
type FetchPage = (firstSeq: number, endSeq: number | null) => Promise<readonly Message[]>;

export interface PagesState {
  readonly loaded: LoadedPages;
  /** A page could not be read: said once, tried again when it is wanted again. */
  readonly failed: boolean;
}

export class ThreadPages {
  readonly store: StoreApi<PagesState> = createStore<PagesState>(() => ({
    loaded: new Map(),
    failed: false,
  }));
  readonly #outline: ThreadOutline;
  readonly #fetch: FetchPage;
  readonly #loading = new Map<number, Promise<readonly Message[]>>();
  #wanted: readonly number[] = [];

  constructor(outline: ThreadOutline, fetch: FetchPage) {
    this.#outline = outline;
    this.#fetch = fetch;
  }

  /** Loads the pages from `first` to `last`; pages wanted before and not asked for yet are dropped. */
  want(first: number, last: number): void {
    const wanted: number[] = [];
    for (let index = Math.max(0, first); index <= Math.min(last, this.#outline.pages.length - 1); index++)
      wanted.push(index);
    this.#wanted = wanted;
    this.#next();
  }

  /** The messages of one page, from memory or from storage. @throws AppError */
  get(index: number): Promise<readonly Message[]> {
    const loaded = this.store.getState().loaded.get(index);
    if (loaded) return Promise.resolve(loaded);
    const under = this.#loading.get(index);
    if (under) return under;
    const { pages } = this.#outline;
    const page = pages[index];
    if (!page) return Promise.resolve([]);
    const request = this.#fetch(page.firstSeq, pages[index + 1]?.firstSeq ?? null);
    this.#loading.set(index, request);
    const settle = (): void => {
      this.#loading.delete(index);
      this.#next();
    };
    request.then(
      (messages) => (this.#keep(index, messages), settle()),
      () => (this.store.setState({ failed: true }), this.#loading.delete(index)),
    );
    return request;
  }

  #next(): void {
    const { loaded } = this.store.getState();
    for (const index of this.#wanted) {
      if (this.#loading.size >= MAX_LOADING) return;
      if (!loaded.has(index) && !this.#loading.has(index)) this.get(index).catch(() => {});
    }
  }

  /** Drops what is farthest from what is wanted. */
  #keep(index: number, messages: readonly Message[]): void {
    const loaded = new Map(this.store.getState().loaded).set(index, messages);
    const centre = this.#wanted[this.#wanted.length >> 1] ?? index;
    while (loaded.size > MAX_KEPT) {
      let far = index;
      for (const other of loaded.keys()) if (Math.abs(other - centre) > Math.abs(far - centre)) far = other;
      loaded.delete(far);
    }
    this.store.setState({ loaded, failed: false });
  }
}
