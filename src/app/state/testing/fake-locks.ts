/** @file Locks that the tabs of one test share. */
import type { JobLocks } from "../job-locks.ts";

export class FakeLocks implements JobLocks {
  /** What is held, with what waits for its end. */
  readonly #held = new Map<string, (() => void)[]>();

  async hold(id: string): Promise<(() => void) | null> {
    if (this.#held.has(id)) return null;
    this.#held.set(id, []);
    return () => this.#free(id);
  }

  async isHeld(id: string): Promise<boolean> {
    return this.#held.has(id);
  }

  whenFree(id: string): Promise<void> {
    return new Promise((resolve) => this.#held.get(id)?.push(resolve) ?? resolve());
  }

  /** As the browser does with what a tab held when it is closed. */
  closeTab(): void {
    for (const id of this.#held.keys()) this.#free(id);
  }

  #free(id: string): void {
    const waiting = this.#held.get(id) ?? [];
    this.#held.delete(id);
    for (const goOn of waiting) goOn();
  }
}
