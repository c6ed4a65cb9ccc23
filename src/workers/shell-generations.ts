/**
 * @file Which caches of the app's own files may go when a new version takes over: spec reliability section 6, rule 3.
 * A cache is made when a version is installed, and a version may be installed without ever being used; so age alone
 * does not tell which one the open tabs run.
 */

/** A cache of another version of the app. */
export interface OlderGeneration {
  readonly name: string;
  /** Counts take-overs: the higher, the later. Undefined when this version was installed, whole or not, but never used. */
  readonly turn: number | undefined;
}

/** The number that a version taking over after all of `older` writes into its cache. */
export function nextTurn(older: readonly OlderGeneration[]): number {
  return 1 + Math.max(0, ...older.map(({ turn }) => turn ?? 0));
}

/**
 * Names of the caches to delete when a version takes over: all but that of the version used last before it.
 * @param updateUnderWay true while yet another version is being installed or waits: a cache that was never used may be its.
 */
export function generationsToDrop(older: readonly OlderGeneration[], updateUnderWay: boolean): string[] {
  const lastTurn = nextTurn(older) - 1;
  return older
    .filter(({ turn }) => (turn === undefined ? !updateUnderWay : turn < lastTurn))
    .map(({ name }) => name);
}
