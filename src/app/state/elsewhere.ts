/** @file What other tabs work on: said where it is shown, until they don't any more. */
import type { StoreApi } from "zustand/vanilla";
import type { JobLocks } from "./job-locks.ts";

export interface ElsewhereState {
  /** Ids of what another tab holds. */
  readonly elsewhere: ReadonlySet<string>;
}

export interface ElsewhereParts {
  readonly store: StoreApi<ElsewhereState>;
  readonly locks: JobLocks;
  /** Held by this tab. */
  readonly isOwn: (id: string) => boolean;
  /** Shows what the other tab has left; said until then. */
  readonly reread: (id: string) => Promise<void>;
}

export class Elsewhere {
  readonly #parts: ElsewhereParts;

  constructor(parts: ElsewhereParts) {
    this.#parts = parts;
  }

  /** Says that another tab holds it, from now on until it does not any more. @throws what the locks throw */
  async watch(id: string): Promise<void> {
    const { store, locks, isOwn } = this.#parts;
    if (store.getState().elsewhere.has(id) || isOwn(id)) return;
    if (!(await locks.isHeld(id)) || isOwn(id)) return;
    store.setState(({ elsewhere }) => ({ elsewhere: new Set(elsewhere).add(id) }));
    void this.#whenFree(id).catch(() => {});
  }

  async #whenFree(id: string): Promise<void> {
    const { store, locks, reread } = this.#parts;
    try {
      await locks.whenFree(id);
      await reread(id);
    } finally {
      store.setState(({ elsewhere }) => ({
        elsewhere: new Set([...elsewhere].filter((other) => other !== id)),
      }));
    }
    await this.watch(id);
  }
}
