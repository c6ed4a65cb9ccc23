/** @file What the accuracy page and its worker exchange. */

import type { EngineDevice } from "./engine-device.ts";

/** What the float32 reference gave, see fixtures/smollm2-135m-golden.json. */
export interface Golden {
  readonly text: string;
  readonly inputIds: readonly number[];
  readonly perplexity: number;
  readonly top1: readonly number[];
  /** For each position the five likeliest [token, log-probability]. */
  readonly top5LogProbs: readonly (readonly (readonly [number, number])[])[];
  readonly chats: readonly {
    readonly messages: readonly {
      readonly role: "system" | "user" | "assistant";
      readonly content: string;
    }[];
    readonly prompt: string;
    readonly promptIds: readonly number[];
  }[];
}

export interface AccuracyRequest {
  readonly golden: Golden;
  readonly pieceUrls: readonly string[];
  /** Tokens a forward pass: a whole prompt at once, or one by one as in decode. */
  readonly chunkTokens: number;
  /** The processor unless told; that of the first request counts. */
  readonly device?: EngineDevice;
}

export interface Accuracy {
  /** Mean over positions, with everything outside the reference's top five as one event: a lower bound of the KL divergence. */
  readonly meanKl: number;
  readonly top1Agreement: number;
  readonly perplexityRatio: number;
  readonly sameTextIds: boolean;
  readonly samePrompts: boolean;
  readonly samePromptIds: boolean;
}

declare global {
  interface Window {
    measureAccuracy(request: AccuracyRequest): Promise<Accuracy>;
  }
}
