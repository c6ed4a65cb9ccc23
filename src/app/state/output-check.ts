/** @file The safety check of what is written outside the turns of the chat: answers from messages, rewritten texts, results. */
import { isHeld, type TurnGuard } from "#storage/conversations";
import { checkSide, type ShieldRules } from "./chats-shield.ts";
import type { AnswerCheck } from "./chats-state.ts";

/**
 * Judges a whole text before anyone reads it, where the check is on for answers; null when there is nothing to say.
 *
 * @param asked what the text answers: the question, the text that was rewritten
 * @throws AbortError when the signal fires. A check that fails is part of the result.
 */
export async function checkOutput(
  shield: ShieldRules | null,
  asked: string,
  text: string,
  signal: AbortSignal,
  onCheck: (check: AnswerCheck | null) => void = () => {},
): Promise<TurnGuard | null> {
  if (shield === null || !shield.output || text.trim() === "") return null;
  const guard = await checkSide("output", [asked, text], shield, { signal, onCheck });
  signal.throwIfAborted();
  return guard;
}

/** True while a text is held back from the person. */
export const isHeldBack = (guard: TurnGuard | null): boolean => guard !== null && isHeld({ guard });

/** The person wants to see it all the same. */
export function released<T extends TurnGuard | null>(guard: T): T {
  return guard === null ? guard : { ...guard, released: true };
}
