/** @file Random numbers that are the same in every run. */

/** Park-Miller minimal standard generator, uniform in [0, 1). */
export function seededRandom(seed: number): () => number {
  let state = (seed % 2_147_483_646) + 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return (state - 1) / 2_147_483_646;
  };
}
