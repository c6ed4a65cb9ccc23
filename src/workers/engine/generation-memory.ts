/** @file What a loaded model remembers from one request to the next. */
import type { Tokenizer } from "#models/tokenizer/tokenizer";
import type { Decoder } from "./decoder.ts";
import { PassCosts } from "./draft-policy.ts";
import { Grammars } from "./grammar.ts";
import { PrefixCache } from "./prefix-cache.ts";

export interface GenerationMemoryOptions {
  readonly decoder: Decoder;
  readonly tokenizer: Tokenizer;
  /** For prefixes of conversations other than the last; 0 = none. */
  readonly snapshotBudgetBytes: number;
  /** Whether answers may be speculated; the decoder then gives the logits of as many rows as it is asked for. */
  readonly speculation: boolean;
  /** Whether text that a grammar leaves no choice in is written without asking the model; yes unless told. */
  readonly jumpForward?: boolean;
}

export class GenerationMemory {
  readonly prefixes: PrefixCache;
  readonly grammars: Grammars;
  /** Null where nothing is speculated. */
  readonly costs: PassCosts | null;
  readonly jumpForward: boolean;

  constructor(options: GenerationMemoryOptions) {
    const { decoder, tokenizer, snapshotBudgetBytes, speculation, jumpForward = true } = options;
    this.prefixes = new PrefixCache(decoder.cache, snapshotBudgetBytes);
    this.grammars = new Grammars(tokenizer);
    this.costs = speculation ? new PassCosts() : null;
    this.jumpForward = jumpForward;
  }

  /** Gives snapshots back; the decoder's own memory is the decoder's to release. */
  release(): void {
    this.prefixes.release();
  }
}
