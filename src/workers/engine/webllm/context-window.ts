/**
 * @file How long a context WebLLM gets. Its own default for Llama 3.2 is 4,096 tokens; the cache for all of them is
 * allocated while loading, so a longer one is worth a try only where there is memory for it.
 */
import type { CatalogEntry } from "#models/catalog";

/** Longest first. Beyond these the prefill of a full context takes minutes on a small graphics processor. */
const WINDOWS = [16_384, 8192];
/** The share of the machine's memory that a model may have: graphics processors of small devices have none of their own. */
const MEMORY_SHARE = 0.5;

export interface ContextWish {
  readonly entry: CatalogEntry;
  /** Asked for; undefined = as much as is sensible. */
  readonly wished: number | undefined;
  /** What the model was trained for and its library compiled for: `context_window_size` of its own configuration. */
  readonly modelTokens: number;
  /** Of the machine, as the browser tells it; null where it does not. */
  readonly memoryBytes: number | null;
}

/** Contexts to try, one after the other when memory runs out: the last is the catalog's. */
export function contextWindows({ entry, wished, modelTokens, memoryBytes }: ContextWish): readonly number[] {
  const usual = Math.min(entry.contextTokens, modelTokens);
  if (wished !== undefined) return [...new Set([Math.min(wished, modelTokens), Math.min(wished, usual)])];
  const longer = WINDOWS.filter(
    (tokens) => tokens > usual && tokens <= modelTokens && fits(entry, tokens, memoryBytes),
  );
  return [...longer, usual];
}

function fits({ memory, memoryBytes, contextTokens }: CatalogEntry, tokens: number, there: number | null) {
  if (memory === null || there === null) return false;
  const perToken = memory.kvBytes / contextTokens;
  return memoryBytes - memory.kvBytes + perToken * tokens <= there * MEMORY_SHARE;
}
