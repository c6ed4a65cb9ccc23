/**
 * @file An optional guard model that judges what goes in and what comes out (Llama Guard 3). The agent knows it by this
 * port only; prompt, categories and probability are in models/guard.
 */

export interface ShieldVerdict {
  /** Probability that the last message is unsafe, 0 to 1. */
  readonly unsafe: number;
  /** For the card: `S7: Privacy`; empty when none was named. */
  readonly categories: readonly string[];
}

export interface ShieldPort {
  /** Judges the last of `messages`, which alternate from the person. */
  judge(messages: readonly string[], signal?: AbortSignal): Promise<ShieldVerdict>;
}

export interface Shield {
  readonly port: ShieldPort;
  /** Set by the person: from this probability on, a message is stopped. */
  readonly threshold: number;
  /** What is judged; both when left out. */
  readonly sides?: readonly ("input" | "output")[];
  /** When the guard can't run: hold the message back (when left out), or let it through and say so. */
  readonly onFailure?: "hold" | "pass";
}
