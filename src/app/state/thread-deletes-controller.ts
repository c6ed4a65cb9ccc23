/**
 * @file Deleting a thread with time to undo. The thread disappears at once and is deleted a little later; what is due
 * is kept in localStorage, so that closing the page in between does not leave a deleted thread behind.
 */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { KeptItems } from "./kept-items.ts";

/** Where what is due is kept. */
export const DUE_KEY = "thread-deletes";

/** Longer than a toast is shown. */
export const UNDO_MS = 10_000;

/** Thread id -> time in ms since the epoch at which it is deleted. */
export type DueDeletes = Readonly<Record<string, number>>;

export interface ThreadDeleteParts {
  readonly kept: KeptItems;
  readonly remove: (threadId: string) => Promise<void>;
  readonly now: () => number;
  readonly later: (task: () => void, delayMs: number) => void;
}

export class ThreadDeletes {
  /** Threads that are to be deleted: hide them. */
  readonly store: StoreApi<{ readonly due: DueDeletes }>;
  readonly #parts: ThreadDeleteParts;

  constructor(parts: ThreadDeleteParts) {
    this.#parts = parts;
    this.store = createStore(() => ({ due: parseDue(parts.kept) }));
  }

  /** Takes up the deletions of an earlier visit. */
  resume(): void {
    for (const threadId of Object.keys(this.store.getState().due)) this.#schedule(threadId);
  }

  delete(threadId: string): void {
    this.#write({ ...this.store.getState().due, [threadId]: this.#parts.now() + UNDO_MS });
    this.#schedule(threadId);
  }

  /** False when it was too late. */
  undo(threadId: string): boolean {
    const due = parseDue(this.#parts.kept);
    if (!Object.hasOwn(due, threadId)) return false;
    this.#write(without(due, threadId));
    return true;
  }

  /** Shows what another tab has made of it. */
  heard(): void {
    this.store.setState({ due: parseDue(this.#parts.kept) });
  }

  #schedule(threadId: string): void {
    const at = this.store.getState().due[threadId] ?? 0;
    const delayMs = Math.max(0, at - this.#parts.now());
    this.#parts.later(() => void this.#deleteNow(threadId), delayMs);
  }

  /** Another tab may have undone it meanwhile: storage decides. A failed deletion stays due for the next visit. */
  async #deleteNow(threadId: string): Promise<void> {
    const due = parseDue(this.#parts.kept);
    const at = due[threadId];
    if (at === undefined) return this.store.setState({ due });
    if (at > this.#parts.now()) return this.#schedule(threadId);
    try {
      await this.#parts.remove(threadId);
      this.#write(without(parseDue(this.#parts.kept), threadId));
    } catch {
      this.store.setState({ due: without(this.store.getState().due, threadId) });
    }
  }

  #write(due: DueDeletes): void {
    this.store.setState({ due });
    this.#parts.kept.write(DUE_KEY, JSON.stringify(due));
  }
}

function parseDue(kept: KeptItems): DueDeletes {
  try {
    const stored: unknown = JSON.parse(kept.read(DUE_KEY) ?? "{}");
    if (typeof stored !== "object" || stored === null) return {};
    const entries = Object.entries(stored).filter(
      (entry): entry is [string, number] => typeof entry[1] === "number",
    );
    return Object.fromEntries(entries);
  } catch {
    return {};
  }
}

function without(due: DueDeletes, threadId: string): DueDeletes {
  return Object.fromEntries(Object.entries(due).filter(([id]) => id !== threadId));
}
