/**
 * @file What can be asked about all imported messages: search, people, former imports, single messages by id. Answers are
 * not kept longer than the view that shows them.
 */
import { createStore, type StoreApi } from "zustand/vanilla";
import { useStore } from "zustand";
import { selectMessages, type Selection } from "#agent/selection";
import { isAbort } from "#shared/errors";
import type { Id, Message } from "#messages/message";
import type { StoredImport } from "#storage/imports-reading";
import type { ThreadOutline } from "#storage/thread-outline";
import type { PersonSummary, SearchQuery, SearchResult } from "#workers/protocol-imports";
import { toFailure, type Failure } from "./engine-status.ts";
import type { ImportLink } from "./import-link.ts";
import { imports } from "./imports.ts";
import { selectedPages } from "./selected-pages.ts";

/** Hits of one step: about five screens. */
const HITS = 50;
/** Pages fetched in one request when many messages are read. */
const PAGES_AT_ONCE = 25;

export type Loaded<T> =
  | { readonly phase: "loading" }
  | { readonly phase: "ready"; readonly value: T }
  | { readonly phase: "failed"; readonly error: Failure };

export type SearchForm = Omit<SearchQuery, "limit">;

export type SearchRun =
  | { readonly phase: "idle" }
  | {
      readonly phase: "searching";
      /** How much of the messages is in the index, while some are not. */
      readonly fraction: number | null;
      /** The former result, shown meanwhile. */
      readonly former: SearchResult | null;
    }
  | { readonly phase: "ready"; readonly result: SearchResult }
  | { readonly phase: "failed"; readonly error: Failure };

export interface LibraryState {
  readonly people: Loaded<readonly PersonSummary[]>;
  readonly history: Loaded<readonly StoredImport[]>;
  readonly form: SearchForm;
  readonly search: SearchRun;
}

const EMPTY_FORM: SearchForm = { text: "", threadId: null, personId: null, order: "best" };

export class MessageLibrary {
  readonly store: StoreApi<LibraryState> = createStore<LibraryState>(() => ({
    people: { phase: "loading" },
    history: { phase: "loading" },
    form: EMPTY_FORM,
    search: { phase: "idle" },
  }));
  readonly #link: ImportLink;
  #searching: AbortController | null = null;

  constructor(link: ImportLink) {
    this.#link = link;
  }

  async loadPeople(): Promise<void> {
    const people = await loaded(this.#link.ask((rpc) => rpc.call("person-list", null)));
    this.store.setState({ people });
  }

  async loadHistory(): Promise<void> {
    const history = await loaded(this.#link.ask((rpc) => rpc.call("import-list", null)));
    this.store.setState({ history });
  }

  /** Changes the form and searches at once; an empty text shows nothing. */
  async find(change: Partial<SearchForm>): Promise<void> {
    const form = { ...this.store.getState().form, ...change };
    this.store.setState({ form });
    await this.#search(HITS);
  }

  /** Shows more hits of the same search. */
  async findMore(): Promise<void> {
    const { search } = this.store.getState();
    if (search.phase === "ready") await this.#search(search.result.hits.length + HITS);
  }

  /** Forgets what was searched for. */
  clearSearch(): void {
    this.#searching?.abort();
    this.#searching = null;
    this.store.setState({ form: EMPTY_FORM, search: { phase: "idle" } });
  }

  /** Asks again for what was shown: something was imported, taken back or deleted. */
  async refresh(): Promise<void> {
    const { people, history, search } = this.store.getState();
    await Promise.all([
      people.phase !== "loading" && this.loadPeople(),
      history.phase !== "loading" && this.loadHistory(),
      search.phase === "ready" && this.#search(Math.max(HITS, search.result.hits.length)),
    ]);
  }

  /** Messages of a thread by id, in that order; what is gone is left out. @throws AppError */
  messages(threadId: Id, ids: readonly Id[]): Promise<readonly Message[]> {
    return this.#link.ask((rpc) => rpc.call("message-find", { threadId, ids }));
  }

  /** The chosen messages of a thread, read in parts so that the page stays responsive. @throws AppError */
  async select(threadId: Id, outline: ThreadOutline, selection: Selection): Promise<readonly Message[]> {
    const messages: Message[] = [];
    const { first, end } = selectedPages(outline, selection);
    for (let at = first; at < end; at += PAGES_AT_ONCE) {
      const firstSeq = outline.pages[at]!.firstSeq;
      const endSeq = outline.pages[Math.min(end, at + PAGES_AT_ONCE)]?.firstSeq ?? null;
      const part = await this.#link.ask((rpc) => rpc.call("message-page", { threadId, firstSeq, endSeq }));
      messages.push(...part);
    }
    return selectMessages(messages, selection);
  }

  async #search(limit: number): Promise<void> {
    this.#searching?.abort();
    const controller = new AbortController();
    this.#searching = controller;
    const { form, search } = this.store.getState();
    if (form.text.trim() === "") return this.store.setState({ search: { phase: "idle" } });
    const former =
      search.phase === "ready" ? search.result : search.phase === "searching" ? search.former : null;
    const show = (fraction: number | null): void => {
      if (this.#searching === controller)
        this.store.setState({ search: { phase: "searching", fraction, former } });
    };
    show(null);
    try {
      const result = await this.#link.ask((rpc) =>
        rpc.call(
          "message-search",
          { ...form, limit },
          { signal: controller.signal, onPart: (part) => show(part.fraction) },
        ),
      );
      if (this.#searching === controller) this.store.setState({ search: { phase: "ready", result } });
    } catch (error) {
      if (this.#searching !== controller || isAbort(error)) return;
      this.store.setState({ search: { phase: "failed", error: toFailure(error) } });
    }
  }
}

/** Something is looked for, or is about to be: the person was chosen and the words are still to come. */
export function isSearch({ text, threadId, personId }: SearchForm): boolean {
  return text.trim() !== "" || threadId !== null || personId !== null;
}

async function loaded<T>(request: Promise<T>): Promise<Loaded<T>> {
  try {
    return { phase: "ready", value: await request };
  } catch (error) {
    return { phase: "failed", error: toFailure(error) };
  }
}

export const library = new MessageLibrary(imports.link);
imports.store.subscribe((state, before) => {
  if (state.list !== before.list) void library.refresh();
});

export function useLibrary<T>(selector: (state: LibraryState) => T): T {
  return useStore(library.store, selector);
}
