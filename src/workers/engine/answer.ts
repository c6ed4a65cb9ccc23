/**
 * @file The tokens of one answer: how each is chosen from its logits, and when they end. Logits come from outside, one row
 * at a time and always in order, so an answer is the same whether its tokens were computed singly or speculated.
 */
import { AppError } from "#shared/errors";
import type { GeneratePart, GenerateRequest, GenerateResult, TokenLogprob } from "#shared/language-model";
import type { Tokenizer } from "#models/tokenizer/tokenizer";
import { AnswerText } from "./answer-text.ts";
import { forcedTokens } from "./forced-tokens.ts";
import type { GrammarState } from "./grammar.ts";
import { Sampler } from "./sampler.ts";
import { TextStream } from "./text-stream.ts";
import { maskedIn, maskLogits } from "./token-mask.ts";
import { tokenLogprob } from "./token-logprobs.ts";

const MAX_TOP_LOGPROBS = 20;

export interface AnswerOptions {
  readonly tokenizer: Tokenizer;
  /** Tokens of the prompt and of the whole context. */
  readonly promptTokens: number;
  readonly contextTokens: number;
  readonly grammar: GrammarState | null;
  /** Whether `addForced` adds anything. */
  readonly jumpForward: boolean;
  readonly onPart: (part: GeneratePart) => void;
  readonly onToken: (token: number) => void;
}

export class Answer {
  readonly tokens: number[] = [];
  readonly logprobs: TokenLogprob[] = [];
  /** Tokens that the grammar wrote without the model. */
  forced = 0;
  /** Null while it goes on. */
  finishReason: GenerateResult["finishReason"] | null = null;
  readonly #options: AnswerOptions;
  readonly #request: GenerateRequest;
  readonly #sampler: Sampler;
  readonly #stream: TextStream;
  readonly #used = new Set<number>();

  constructor(request: GenerateRequest, options: AnswerOptions) {
    this.#request = request;
    this.#options = options;
    this.#sampler = new Sampler(request.sampling);
    this.#stream = new TextStream(new AnswerText(request.stop), options.onPart);
    if (request.maxTokens <= 0) this.finishReason = "length";
  }

  /** Tokens it may still have. */
  get room(): number {
    const { promptTokens, contextTokens } = this.#options;
    return Math.min(this.#request.maxTokens, contextTokens - promptTokens) - this.tokens.length;
  }

  /**
   * Chooses the next token and adds it.
   * @param row logits [V], changed in place.
   * @throws AppError `engine-failed` when nothing may follow.
   */
  async choose(row: Float32Array): Promise<number> {
    const { grammar, tokenizer } = this.#options;
    const { topLogprobs } = this.#request;
    const own = topLogprobs === undefined ? null : row.slice();
    if (grammar) await applyGrammar(grammar, row);
    const token = this.#sampler.next(row, this.#used);
    if (grammar && !grammar.accept(token)) {
      throw new AppError("engine-failed", "a token outside the grammar", { step: "grammar" });
    }
    this.#add(token);
    if (own && !tokenizer.stopTokens.has(token)) {
      const count = Math.min(topLogprobs ?? 0, MAX_TOP_LOGPROBS);
      this.logprobs.push(tokenLogprob(own, token, count, (id) => tokenizer.tokenBytes(id)));
    }
    return token;
  }

  /**
   * Adds what the grammar forces: none when probabilities are wanted, which only the model can tell.
   * @returns those tokens.
   */
  async addForced(): Promise<number[]> {
    const { grammar, jumpForward, tokenizer } = this.#options;
    if (!grammar || !jumpForward || this.finishReason || this.#request.topLogprobs !== undefined) return [];
    const forced = await forcedTokens(grammar, tokenizer, this.tokens, this.room);
    const added: number[] = [];
    for (const token of forced) {
      if (this.finishReason) break;
      this.#add(token);
      added.push(token);
    }
    this.forced += added.length;
    return added;
  }

  /** @returns how many tokens of a draft the grammar allows. */
  allowed(draft: readonly number[]): number {
    return this.#options.grammar?.acceptable(draft) ?? draft.length;
  }

  /** @returns the whole text. */
  end(): string {
    return this.#stream.end();
  }

  #add(token: number): void {
    const { tokenizer, onToken, promptTokens, contextTokens } = this.#options;
    if (tokenizer.stopTokens.has(token)) {
      this.finishReason = "stop";
      return;
    }
    this.tokens.push(token);
    this.#used.add(token);
    onToken(token);
    this.#stream.push(tokenizer.tokenBytes(token));
    if (this.#stream.stopped) this.finishReason = "stop";
    else if (promptTokens + this.tokens.length >= contextTokens) this.finishReason = "context-full";
    else if (this.tokens.length >= this.#request.maxTokens) this.finishReason = "length";
  }
}

async function applyGrammar(grammar: GrammarState, row: Float32Array): Promise<void> {
  const mask = await grammar.mask();
  if (maskedIn(mask).next().done) {
    throw new AppError("engine-failed", "the grammar allows nothing more", { step: "grammar" });
  }
  maskLogits(row, mask);
}
