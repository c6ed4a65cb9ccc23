/** @file One tab at a time works on a job of the assistant, or over a thread. https://www.w3.org/TR/web-locks/ */

export interface JobLocks {
  /** Keeps a job from all other tabs until what it returns is called; null = some tab holds it. */
  hold(id: string): Promise<(() => void) | null>;
  /** By this tab or another. */
  isHeld(id: string): Promise<boolean>;
  /** Resolves once no tab holds it. */
  whenFree(id: string): Promise<void>;
}

/** @param kind of what the ids name: ids of another kind are others */
export function createJobLocks(kind: "job" | "results", locks: LockManager = navigator.locks): JobLocks {
  const nameOf = (id: string): string => `hearth-${kind}-${id}`;
  return {
    hold: (id) =>
      new Promise((resolve, reject) => {
        const hold = (lock: Lock | null): Promise<void> | undefined => {
          if (lock === null) resolve(null);
          return lock === null ? undefined : new Promise((letGo) => resolve(() => letGo()));
        };
        locks.request(nameOf(id), { ifAvailable: true }, hold).catch(reject);
      }),
    isHeld: async (id) => ((await locks.query()).held ?? []).some(({ name }) => name === nameOf(id)),
    // Shared: those who wait do not keep each other waiting.
    whenFree: (id) => locks.request(nameOf(id), { mode: "shared" }, () => undefined),
  };
}
