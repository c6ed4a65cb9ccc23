/**
 * @file Drafts by looking back (prompt lookup decoding, Saxena 2023; llama.cpp calls it n-gram lookup): where the last
 * tokens stood before, what followed them there probably follows again. Summaries, quotations and corrections repeat
 * their source, so the text itself is the draft model.
 */

/** One token in common says nothing: every second word has been there before. */
const MIN_MATCH = 2;
/** Longer matches are no better a sign. */
const MAX_MATCH = 12;
/** Earlier places looked at, the latest first. */
const MAX_CANDIDATES = 16;
/** Pairs of ids below this have keys of their own; larger ids may share one, and are told apart by comparison. */
const PAIR_BASE = 2 ** 26;

/** Where the present end of the text stood before. */
export interface Match {
  /** Index of the token that followed there. */
  readonly next: number;
  /** Tokens in common before it, at most `MAX_MATCH`. */
  readonly length: number;
}

export class PromptLookup {
  readonly #tokens: number[] = [];
  /** Index after the latest occurrence of a pair of tokens. */
  readonly #latest = new Map<number, number>();
  /** By index: the index after the occurrence before of the pair that ends there; 0 = none. */
  readonly #earlier: number[] = [];

  constructor(prompt: readonly number[]) {
    for (const token of prompt) this.append(token);
  }

  append(token: number): void {
    this.#tokens.push(token);
    const end = this.#tokens.length;
    if (end < MIN_MATCH) return;
    const key = this.#key(end);
    this.#earlier[end] = this.#latest.get(key) ?? 0;
    this.#latest.set(key, end);
  }

  /** The longest match of the text's end; the latest of equals. */
  find(): Match | null {
    const end = this.#tokens.length;
    let best: Match | null = null;
    let candidate = this.#earlier[end] ?? 0;
    for (let tried = 0; candidate > 0 && tried < MAX_CANDIDATES; tried++) {
      const length = this.#commonBefore(candidate, end);
      if (length > (best?.length ?? MIN_MATCH - 1)) best = { next: candidate, length };
      if (length === MAX_MATCH) break;
      candidate = this.#earlier[candidate] ?? 0;
    }
    return best;
  }

  /** `count` tokens that followed there; a text that repeats itself goes on doing so past its own end. */
  draft(match: Match, count: number): number[] {
    const draft: number[] = [];
    const end = this.#tokens.length;
    for (let index = match.next; draft.length < count; index++) {
      draft.push((index < end ? this.#tokens[index] : draft[index - end]) as number);
    }
    return draft;
  }

  #key(end: number): number {
    return (this.#tokens[end - 2] as number) * PAIR_BASE + (this.#tokens[end - 1] as number);
  }

  #commonBefore(a: number, b: number): number {
    let length = 0;
    while (length < MAX_MATCH && length < a && this.#tokens[a - 1 - length] === this.#tokens[b - 1 - length])
      length++;
    return length;
  }
}
