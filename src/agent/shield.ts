/**
 * @file An optional guard model that judges what goes in and what comes out (Llama Guard 3). The agent knows it by this
 * port only; prompt, categories and probability are in models/guard.
 */

import { isAbort, toAppError } from "#shared/errors";
import type { ShieldFinding } from "#shared/shield-finding";

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

/** As `findingOf`; null too where this side is not to be judged. */
export async function judgeSide(
  side: ShieldFinding["side"],
  messages: readonly string[],
  shield: Shield | undefined,
  signal: AbortSignal | undefined,
): Promise<ShieldFinding | null> {
  if (shield === undefined || shield.sides?.includes(side) === false) return null;
  return findingOf(side, shield, () => shield.port.judge(messages, signal));
}

/** Null when the text was checked and is under the threshold. @throws AbortError; any other failure is part of the result. */
export async function findingOf(
  side: ShieldFinding["side"],
  { threshold, onFailure }: Pick<Shield, "threshold" | "onFailure">,
  judge: () => Promise<ShieldVerdict>,
): Promise<ShieldFinding | null> {
  try {
    const { unsafe, categories } = await judge();
    // Written so that a number that is none holds the text back.
    return unsafe < threshold ? null : { side, outcome: "stopped", unsafe, categories };
  } catch (error) {
    if (isAbort(error)) throw error;
    const { code, details } = toAppError(error);
    const outcome = onFailure === "pass" ? "passed" : "unchecked";
    return { side, outcome, categories: [], error: { code, details } };
  }
}
