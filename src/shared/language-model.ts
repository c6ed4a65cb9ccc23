/** @file The port between whoever asks (agent, page, tests) and whoever answers (an engine in a worker, a fake). */

/** A picture as a person gave it: an encoded file, not pixels. */
export interface PictureRef {
  /** Equal for the same bytes, so that what was computed from them is found again. */
  readonly id: string;
  readonly bytes: Blob;
}

export type ContentPart =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "image"; readonly image: PictureRef };

export interface ChatMessage {
  readonly role: "system" | "user" | "assistant";
  /** Parts only where a picture is among them, in the order the model reads them. */
  readonly content: string | readonly ContentPart[];
}

/** What is written in a message: its text parts one after another. */
export function textOf(content: ChatMessage["content"]): string {
  if (typeof content === "string") return content;
  return content.map((part) => (part.type === "text" ? part.text : "")).join("");
}

/** The pictures of a conversation in the order the model meets them. */
export function picturesOf(messages: readonly ChatMessage[]): readonly PictureRef[] {
  const parts = messages.flatMap(({ content }) => (typeof content === "string" ? [] : content));
  return parts.flatMap((part) => (part.type === "image" ? [part.image] : []));
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

/** What an answer has to be: every token that would lead elsewhere is impossible. */
export type AnswerGrammar =
  /** JSON of this schema, on one line, with ", " and ": " between its parts. */
  | { readonly type: "json-schema"; readonly schema: Readonly<Record<string, unknown>> }
  /** XGrammar's EBNF (that of W3C XML with `::=`), beginning at the rule `root`. */
  | { readonly type: "ebnf"; readonly ebnf: string };

/** A function that is offered to a model which was trained to call some. */
export interface ToolOffer {
  readonly name: string;
  readonly description: string;
  /** JSON schema of type object. */
  readonly parameters: {
    readonly type: "object";
    readonly required: readonly string[];
    readonly properties: Readonly<Record<string, object>>;
    readonly minProperties?: number;
  };
}

/** Not compared with any schema by who reads it. */
export interface WrittenCall {
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

export interface GenerateRequest {
  readonly messages: readonly ChatMessage[];
  readonly sampling: Sampling;
  readonly maxTokens: number;
  /** Generation ends before any of these strings; they are not part of the text. */
  readonly stop: readonly string[];
  readonly grammar?: AnswerGrammar;
  /**
   * What the answer begins with, up to the end of a word: written without asking the model where the engine can do so, else
   * left to the model. Part of the answer either way. Not beside a grammar or tools.
   */
  readonly opening?: string;
  /**
   * Only for models that say `callsTools`: the prompt offers these in the form of the model's family, and the answer is one
   * call of one of them. Takes the place of `grammar`. Pictures that were answered are left out; with one in the question
   * itself the request fails with `picture-with-tools`.
   */
  readonly tools?: readonly ToolOffer[];
  /** Asks for the probability of each token of the answer and of so many (0 to 20) of the likeliest in its place. */
  readonly topLogprobs?: number;
}

export interface TopLogprob {
  /** Text of the token; part of a character is U+FFFD. */
  readonly token: string;
  readonly bytes: readonly number[];
  /** Natural logarithm of the probability by the model alone: before grammar, penalty and temperature. */
  readonly logprob: number;
}

export interface TokenLogprob extends TopLogprob {
  /** Likeliest first. */
  readonly top: readonly TopLogprob[];
}

/** The tiles that a picture is cut into; it lies at their top left. */
export interface TileGrid {
  readonly rows: number;
  readonly columns: number;
  /** The share of all tiles together that the picture takes, 0..1; the rest is empty. */
  readonly filledWidth: number;
  readonly filledHeight: number;
}

export type GeneratePart =
  /** Prompt tokens computed so far. */
  | { readonly type: "prefill-progress"; readonly doneTokens: number; readonly totalTokens: number }
  /** A picture is decoded and cut into tiles, then looked at: the share of the vision tower's layers that is done. */
  | {
      readonly type: "picture-progress";
      readonly pictureId: string;
      readonly phase: "preparing" | "looking";
      readonly fraction: number;
      /** How the picture was cut, once that is known. */
      readonly grid: TileGrid | null;
    }
  | { readonly type: "text-delta"; readonly text: string };

export interface GenerateResult {
  readonly text: string;
  readonly finishReason: "stop" | "length" | "context-full";
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** Tokens of the prompt that were known from earlier requests and not computed again. */
  readonly cachedTokens?: number;
  /** Tokens of the answer that its opening or the grammar left no choice in, written without asking the model. */
  readonly forcedTokens?: number;
  /** Tokens of the answer that were speculated, and how many of them were right. */
  readonly draftedTokens?: number;
  readonly confirmedTokens?: number;
  /** Pictures that had to be looked at; 0 where all were known from earlier requests. */
  readonly encodedPictures?: number;
  /** What the answer calls, where tools were offered; none for text. */
  readonly calls?: readonly WrittenCall[];
  /** One for each token of the answer, when asked for. */
  readonly logprobs?: readonly TokenLogprob[];
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
  /** Takes `tools` in a request. */
  readonly callsTools?: boolean;
  /** @throws AbortError when `signal` fires; AppError `context-full`, `grammar-invalid`, `engine-failed`. */
  generate(
    request: GenerateRequest,
    options: { readonly signal?: AbortSignal; readonly onPart?: (part: GeneratePart) => void },
  ): Promise<GenerateResult>;
  /** Token counts by the model's own tokenizer. */
  countTokens(texts: readonly string[]): Promise<readonly number[]>;
}
