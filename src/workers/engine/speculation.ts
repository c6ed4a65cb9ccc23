/** @file Drafts for one answer: what lookup proposes, as long as the policy thinks that it pays. */
import { DraftPolicy } from "./draft-policy.ts";
import type { PassCosts } from "./draft-policy.ts";
import { PromptLookup } from "./prompt-lookup.ts";
import type { Match } from "./prompt-lookup.ts";

export class Speculation {
  readonly #lookup: PromptLookup;
  readonly #policy: DraftPolicy;
  readonly #endsDraft: (token: number) => boolean;
  #match: Match | null = null;
  /** What lookup proposes next, tried or not. */
  #guess: number | undefined;
  #drafted = 0;
  #confirmed = 0;

  /** @param endsDraft of tokens that are in the text and that no pass may be made over: stops and pictures. */
  constructor(prompt: readonly number[], costs: PassCosts, endsDraft: (token: number) => boolean) {
    this.#lookup = new PromptLookup(prompt);
    this.#policy = new DraftPolicy(costs);
    this.#endsDraft = endsDraft;
  }

  get drafted(): number {
    return this.#drafted;
  }

  get confirmed(): number {
    return this.#confirmed;
  }

  append(token: number): void {
    this.#lookup.append(token);
  }

  /** @returns at most `limit` tokens that may come next; none that ends a draft. */
  draft(limit: number): number[] {
    this.#match = this.#lookup.find();
    if (!this.#match) return [];
    const length = this.#policy.draftLength(this.#match.length, limit);
    const proposed = this.#lookup.draft(this.#match, Math.max(1, length));
    this.#guess = proposed[0];
    const end = proposed.findIndex(this.#endsDraft);
    return proposed.slice(0, end < 0 ? length : Math.min(end, length));
  }

  /**
   * After a pass over one token and a draft.
   * @param next the token that came first.
   */
  record(pass: { drafted: number; confirmed: number; next: number; ms: number }): void {
    const { drafted, confirmed, next, ms } = pass;
    this.#drafted += drafted;
    this.#confirmed += confirmed;
    const guess = this.#match && { matchLength: this.#match.length, right: next === this.#guess };
    this.#policy.record({ guess, drafted, confirmed, ms });
  }
}
