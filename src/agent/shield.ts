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
}

/** The verdict when a message is to be stopped, else null. No shield stops nothing. */
export async function stoppedBy(
  shield: Shield | undefined,
  messages: readonly string[],
  signal?: AbortSignal,
): Promise<ShieldVerdict | null> {
  if (shield === undefined) return null;
  const verdict = await shield.port.judge(messages, signal);
  // Written so that a number that is none stops the message.
  return verdict.unsafe < shield.threshold ? null : verdict;
}
