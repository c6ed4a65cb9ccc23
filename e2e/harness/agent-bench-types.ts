/** @file What the page of `npm run bench -- agent` gives its bench. */

/** One run of the whole example by a freshly loaded model. */
export interface AgentRound {
  /** From the request to the first words on the page, and until an invite waits for a yes. */
  readonly firstTextMs: number;
  readonly totalMs: number;
  readonly loadMs: number;
  readonly calls: number;
  readonly promptTokens: number;
  readonly cachedTokens: number;
  readonly completionTokens: number;
  readonly forcedTokens: number;
  readonly draftedTokens: number;
  readonly confirmedTokens: number;
  /** Milliseconds until the first token of each call, and after it, all calls together. */
  readonly prefillMs: number;
  readonly decodeMs: number;
  readonly sentences: readonly string[];
  readonly byModel: number;
  readonly items: readonly string[];
  /** Of the invite that waits; empty when none does. */
  readonly invite: string;
}

export interface AgentBench {
  /** @param shortcuts speculation and jump-forward decoding */
  round(shortcuts: boolean): Promise<AgentRound>;
}

declare global {
  interface Window {
    agentBench: AgentBench;
  }
}
