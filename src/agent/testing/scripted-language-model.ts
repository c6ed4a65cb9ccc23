/** @file A fake language model for tests: it answers from a script and remembers what it was asked. */

import { textOf } from "#shared/language-model";
import type { GenerateRequest, GenerateResult, LanguageModel } from "#shared/language-model";

/** Gives the answer to one request; throwing is a failing engine. */
export type Script = (request: GenerateRequest, call: number) => string | Promise<string>;

export class ScriptedLanguageModel implements LanguageModel {
  readonly tier: LanguageModel["tier"];
  readonly contextTokens: number;
  readonly requests: GenerateRequest[] = [];
  readonly #script: Script;

  constructor(tier: LanguageModel["tier"], script: Script, contextTokens = 2048) {
    this.tier = tier;
    this.contextTokens = contextTokens;
    this.#script = script;
  }

  async generate(
    request: GenerateRequest,
    options: { readonly signal?: AbortSignal },
  ): Promise<GenerateResult> {
    options.signal?.throwIfAborted();
    this.requests.push(request);
    const text = await this.#script(request, this.requests.length - 1);
    options.signal?.throwIfAborted();
    const promptTokens = request.messages.reduce((sum, message) => sum + tokens(textOf(message.content)), 0);
    return {
      text,
      finishReason: "stop",
      promptTokens,
      completionTokens: tokens(text),
      timeToFirstTokenMs: 1,
      prefillRate: 1,
      decodeRate: 1,
    };
  }

  countTokens(texts: readonly string[]): Promise<readonly number[]> {
    return Promise.resolve(texts.map(tokens));
  }

  /** The last user turn of a request: what is really asked. */
  question(call: number): string {
    return textOf(this.requests[call]?.messages.at(-1)?.content ?? "");
  }

  /** Everything that was ever put before the model. */
  get everythingShown(): string {
    return this.requests
      .flatMap((request) => request.messages.map((message) => textOf(message.content)))
      .join("\n");
  }
}

/** Four characters a token, as a stand-in for a tokenizer. */
const tokens = (text: string): number => Math.ceil(text.length / 4);
