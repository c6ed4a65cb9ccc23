/** @file Lets a worker hear "cancel" in the middle of a long loop. */

const ITEMS_BETWEEN_BREATHS = 5000;

/** True for every `ITEMS_BETWEEN_BREATHS`th item: then `breathe`. Apart, because awaiting nothing costs time too. */
export function needsBreath(index: number): boolean {
  return index % ITEMS_BETWEEN_BREATHS === ITEMS_BETWEEN_BREATHS - 1;
}

/**
 * Waits one turn of the event loop.
 * @throws AbortError when `signal` has fired.
 */
export async function breathe(signal: AbortSignal | undefined): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve));
  signal?.throwIfAborted();
}
