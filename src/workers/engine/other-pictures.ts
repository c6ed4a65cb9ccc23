/** @file Which pictures of other chats stay looked at. Without a limit fifty small ones grow the heap, which never shrinks. */

/** As many as a person goes back to. */
const MAX_OTHER_PICTURES = 2;

/**
 * @param held numbers of the pictures that are kept, the one used last at the end
 * @param needed those of the request at hand, which stay whatever they are
 * @returns the numbers to forget, those used longest ago
 */
export function othersToForget(held: readonly number[], needed: readonly number[]): readonly number[] {
  const others = held.filter((number) => !needed.includes(number));
  return others.slice(0, Math.max(0, others.length - MAX_OTHER_PICTURES));
}
