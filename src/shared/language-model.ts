/** @file The port between whoever asks (agent, page, tests) and whoever answers (an engine in a worker, a fake). */

export interface ChatMessage {
  readonly role: "system" | "user" | "assistant";
  readonly content: string;
}

export interface Sampling {
  /** 0 = greedy. */
  readonly temperature: number;
  /** Nucleus (Holtzman et al. 2019), 1 = off. */
  readonly topP: number;
  /** Tokens below minP times the best probability are dropped (Nguyen et al. 2024), 0 = off. */
  readonly minP: number;
  /** Divides positive and multiplies negative logits of tokens already in the answer (Keskar et al. 2019), 1 = off. */
  readonly repetitionPenalty: number;
  readonly seed: number;
}

export const GREEDY: Sampling = { temperature: 0, topP: 1, minP: 0, repetitionPenalty: 1, seed: 0 };

/** What an answer must look like. Engines without constrained decoding ignore it: whoever asked checks the text. */
export type ResponseFormat =
  | { readonly type: "json-schema"; readonly schema: object }
  /** A context-free grammar in the EBNF that XGrammar reads; its first rule is `root`. */
  | { readonly type: "grammar"; readonly ebnf: string };

export interface GenerateRequest {
  readonly messages: readonly ChatMessage[];
  readonly sampling: Sampling;
  readonly maxTokens: number;
  /** Generation ends before any of these strings; they are not part of the text. */
  readonly stop: readonly string[];
  readonly responseFormat?: ResponseFormat;
}

export type GeneratePart =
  /** Prompt tokens computed so far. */
  | { readonly type: "prefill-progress"; readonly doneTokens: number; readonly totalTokens: number }
  | { readonly type: "text-delta"; readonly text: string };

export interface GenerateResult {
  readonly text: string;
  readonly finishReason: "stop" | "length" | "context-full";
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly timeToFirstTokenMs: number;
  /** Tokens per second of the prompt and of the answer. */
  readonly prefillRate: number;
  readonly decodeRate: number;
}

export interface LanguageModel {
  /** Context window in tokens. */
  readonly contextTokens: number;
  /**
   * What the agent lets the model do (spec messages-calendar 3): S = reword what code picked,
   * M and L = more freedom on the same path.
   */
  readonly tier: "S" | "M" | "L";
  /** @throws AbortError when `signal` fires; AppError `context-full`, `engine-failed`. */
  generate(
    request: GenerateRequest,
    options: { readonly signal?: AbortSignal; readonly onPart?: (part: GeneratePart) => void },
  ): Promise<GenerateResult>;
  /** Token counts by the model's own tokenizer. */
  countTokens(texts: readonly string[]): Promise<readonly number[]>;
}
