/**
 * @file Summaries and action items: the run under way and the results kept for each thread. One run at a time, since
 * there is one model. What the agent returns is stored as it is, with what the safety check found; what is shown is checked
 * again against the thread. Other tabs write the same records: a change is made to what is stored, not to what is shown.
 */
import { createStore, type StoreApi } from "zustand/vanilla";
import { isAbort } from "#shared/errors";
import type { LanguageModel } from "#shared/language-model";
import type { Id } from "#messages/message";
import type { AgentProgress, ThreadSelection } from "#agent/agent-options";
import { Elsewhere } from "./elsewhere.ts";
import { toFailure } from "./engine-status.ts";
import type { JobLocks } from "./job-locks.ts";
import { shownAnyway, type ActionItems, type Kept, type MakeOptions, type Summary } from "./kept-results.ts";
import {
  asResults,
  NO_RESULTS,
  withoutBegun,
  type Begun,
  type RunKind,
  type SummariesState,
  type ThreadResults,
} from "./summaries-state.ts";

/** What a run needs; passed in, so that tests bring their own. */
export interface SummariesParts {
  readonly model: () => LanguageModel | null;
  readonly makeSummary: (
    input: ThreadSelection,
    model: LanguageModel,
    options: RunOptions,
  ) => Promise<Kept<Summary>>;
  readonly makeItems: (
    input: ThreadSelection,
    model: LanguageModel | null,
    options: RunOptions,
  ) => Promise<Kept<ActionItems>>;
  readonly read: (threadId: Id) => Promise<unknown>;
  /** Stores what `make` makes of what is stored; nobody else writes in between. */
  readonly change: (threadId: Id, make: (stored: unknown) => ThreadResults) => Promise<void>;
  readonly remove: (threadId: Id) => Promise<void>;
  /** Whether the thread is still stored: deleting one ends with `remove`. */
  readonly exists: (threadId: Id) => Promise<boolean>;
  /** By thread, held while this tab runs over it. */
  readonly locks: JobLocks;
}

type Change = (before: ThreadResults) => ThreadResults;
type RunOptions = Pick<MakeOptions, "signal" | "onProgress">;

export class Summaries {
  readonly store: StoreApi<SummariesState> = createStore<SummariesState>(() => ({
    run: { phase: "idle" },
    results: new Map(),
    elsewhere: new Set(),
  }));
  readonly #parts: SummariesParts;
  readonly #elsewhere: Elsewhere;
  #running: { readonly threadId: Id; readonly stop: AbortController } | null = null;
  /** By thread: changes that are shown and not stored, since that is under way or has failed. */
  readonly #unsaved = new Map<Id, readonly Change[]>();

  constructor(parts: SummariesParts) {
    this.#parts = parts;
    this.#elsewhere = new Elsewhere({
      store: this.store,
      locks: parts.locks,
      isOwn: (threadId) => this.#isRunning(threadId),
      reread: (threadId) => this.heard(threadId),
    });
  }

  /** Reads what was kept for a thread, once. A store that cannot be read is the same as an empty one. */
  async load(threadId: Id): Promise<void> {
    if (this.store.getState().results.has(threadId)) return;
    const stored = await this.#read(threadId, NO_RESULTS);
    if (!this.store.getState().results.has(threadId)) this.#set(threadId, stored);
  }

  /** Another tab has changed what is kept for a thread: shown, with what this tab has not stored yet. */
  async heard(threadId: Id): Promise<void> {
    const shown = this.store.getState().results.get(threadId);
    const stored = await this.#read(threadId, shown ?? NO_RESULTS);
    // Changed by this tab while it was read: what was read may be older.
    if (this.store.getState().results.get(threadId) !== shown) return this.heard(threadId);
    this.#set(threadId, applied(this.#unsaved.get(threadId) ?? [], stored));
  }

  /** With whether another tab is at it, so that nobody takes its run for one that was interrupted. */
  async #read(threadId: Id, otherwise: ThreadResults): Promise<ThreadResults> {
    const stored = await this.#parts.read(threadId).then(asResults, () => otherwise);
    await this.#elsewhere.watch(threadId).catch(() => {});
    return stored;
  }

  /**
   * Runs over the chosen messages; the result replaces the former one of its kind. Does nothing while a run is under
   * way, here or over this thread in another tab, or for a summary without a model. Action items without a model are
   * quotes.
   */
  async run(begun: Begun, input: ThreadSelection): Promise<void> {
    const { kind } = begun;
    const model = this.#parts.model();
    if (this.#running || (kind === "summary" && !model)) return;
    const threadId = input.thread.id;
    const stop = new AbortController();
    this.#running = { threadId, stop };
    const report = (progress: AgentProgress | null): void => {
      if (!stop.signal.aborted) this.store.setState({ run: { phase: "running", kind, threadId, progress } });
    };
    report(null);
    // A browser that can't lock doesn't keep anyone from their summary.
    const letGo = await this.#parts.locks.hold(threadId).catch(() => () => {});
    if (!letGo) return this.#leaveToOther(threadId);
    try {
      await this.#begin(threadId, begun, stop.signal);
      const made = await this.#make(kind, input, model, { signal: stop.signal, onProgress: report });
      stop.signal.throwIfAborted();
      this.store.setState({ run: { phase: "idle" } });
      await this.#keep(threadId, (before) => ({ ...withoutBegun(before), ...made }));
    } catch (error) {
      this.store.setState({
        run: isAbort(error)
          ? { phase: "idle" }
          : { phase: "failed", kind, threadId, error: toFailure(error) },
      });
      await this.dropBegun(threadId);
    } finally {
      letGo();
      this.#running = null;
      await this.#forgetIfDeleted(threadId);
    }
  }

  /**
   * After the last write of a run, not before it: a deletion that begins after this look removes what was written itself.
   * Never rejects; a thread that cannot be looked for is still there.
   */
  async #forgetIfDeleted(threadId: Id): Promise<void> {
    const exists = await this.#parts.exists(threadId).catch(() => true);
    if (!exists) await this.forget(threadId).catch(() => {});
  }

  /** Another tab runs over the thread: its result is waited for. */
  async #leaveToOther(threadId: Id): Promise<void> {
    this.#running = null;
    this.store.setState({ run: { phase: "idle" } });
    await this.heard(threadId);
  }

  /** Remembers that a run was begun. Where that can't be stored, the run goes on, and an interruption goes unnoticed. */
  async #begin(threadId: Id, begun: Begun, signal: AbortSignal): Promise<void> {
    await this.load(threadId);
    signal.throwIfAborted();
    await this.#keep(threadId, (before) => ({ ...before, begun })).catch(() => {});
  }

  /** A run over a thread has ended without a result, or the person knows that it was interrupted. Never rejects. */
  async dropBegun(threadId: Id): Promise<void> {
    // Not of a thread that was forgotten meanwhile.
    if (this.store.getState().results.has(threadId)) await this.#keep(threadId, withoutBegun).catch(() => {});
  }

  stop(): void {
    this.#running?.stop.abort();
  }

  /**
   * Ticks an item off or back on. @throws AppError of the storage; the tick then holds for this visit, and is stored with
   * the next change.
   */
  async tick(threadId: Id, itemId: Id, done: boolean): Promise<void> {
    await this.#keep(threadId, (before) => ({ ...before, ticks: { ...before.ticks, [itemId]: done } }));
  }

  /**
   * Shows a result that the safety check holds back, from now on. One that has replaced it meanwhile, in another tab, comes
   * in its place and stays held. @throws AppError as `tick`
   */
  async release(threadId: Id, kind: RunKind): Promise<void> {
    const { summary, items } = this.#results(threadId);
    await this.#keep(threadId, (before) =>
      kind === "summary"
        ? { ...before, summary: releasedIf(before.summary, summary) }
        : { ...before, items: releasedIf(before.items, items) },
    );
  }

  /** Forgets everything about a thread that was deleted. */
  async forget(threadId: Id): Promise<void> {
    this.heardRemoved(threadId);
    await this.#parts.remove(threadId);
  }

  /** Another tab has forgotten a thread: a run over it would only bring back what was deleted. */
  heardRemoved(threadId: Id): void {
    if (this.#isRunning(threadId)) this.stop();
    const { run } = this.store.getState();
    if (run.phase !== "idle" && run.threadId === threadId) this.store.setState({ run: { phase: "idle" } });
    const results = new Map(this.store.getState().results);
    results.delete(threadId);
    this.#unsaved.delete(threadId);
    this.store.setState({ results });
  }

  async #make(
    kind: RunKind,
    input: ThreadSelection,
    model: LanguageModel | null,
    options: RunOptions,
  ): Promise<Partial<ThreadResults>> {
    const { makeSummary, makeItems } = this.#parts;
    if (kind === "summary" && model) return { summary: await makeSummary(input, model, options) };
    return { items: await makeItems(input, model, options) };
  }

  /** Shown at once; then what was stored is shown, with what other tabs had made of it. */
  async #keep(threadId: Id, change: Change): Promise<void> {
    this.#set(threadId, change(this.#results(threadId)));
    this.#unsaved.set(threadId, [...(this.#unsaved.get(threadId) ?? []), change]);
    let saved: readonly Change[] = [];
    let written = NO_RESULTS;
    await this.#parts.change(threadId, (stored) => {
      saved = this.#unsaved.get(threadId) ?? [];
      written = applied(saved, asResults(stored));
      return written;
    });
    const unsaved = this.#unsaved.get(threadId)?.filter((one) => !saved.includes(one));
    // Forgotten meanwhile.
    if (unsaved === undefined) return;
    this.#unsaved.set(threadId, unsaved);
    this.#set(threadId, applied(unsaved, written));
  }

  #isRunning(threadId: Id): boolean {
    return this.#running?.threadId === threadId;
  }

  #results(threadId: Id): ThreadResults {
    return this.store.getState().results.get(threadId) ?? NO_RESULTS;
  }

  #set(threadId: Id, results: ThreadResults): void {
    this.store.setState((state) => ({ results: new Map(state.results).set(threadId, results) }));
  }
}

function applied(changes: readonly Change[], before: ThreadResults): ThreadResults {
  return changes.reduce((results, change) => change(results), before);
}

/** Released when it is the one that was seen. */
function releasedIf<T>(kept: Kept<T> | null, seen: Kept<T> | null): Kept<T> | null {
  return kept !== null && kept.madeAt === seen?.madeAt ? shownAnyway(kept) : kept;
}
