/** @file An answer with the safety check around it: the question before the model sees it, the answer before anyone reads it. */
import { findingOf, type ShieldVerdict } from "#agent/shield";
import type { Turn, TurnGuard } from "#storage/conversations";
import type { AnswerCheck } from "./chats-state.ts";
import type { ShieldProgress } from "./shield-controller.ts";

/** Judges the last of some messages, which alternate from the person. */
export type Judge = (
  messages: readonly string[],
  call: { readonly signal: AbortSignal; readonly onProgress: (progress: ShieldProgress) => void },
) => Promise<ShieldVerdict>;

/** The safety check as the settings have it. */
export interface ShieldRules {
  readonly threshold: number;
  readonly input: boolean;
  readonly output: boolean;
  readonly onFailure: "hold" | "pass";
  readonly judge: Judge;
}

export interface ChatShield extends ShieldRules {
  /** As `answerGuarded` with these rules. */
  readonly answer: (work: GuardedWork) => Promise<GuardedAnswer>;
}

/** `state` where the answer did not come to its end. */
export type Written = Pick<Turn, "text" | "stats"> & Partial<Pick<Turn, "state">>;
export type GuardedAnswer = Written & Pick<Turn, "guard">;

export interface GuardedWork {
  readonly question: string;
  /** The person has asked although the check holds the question back. */
  readonly askAnyway: boolean;
  readonly signal: AbortSignal;
  readonly onCheck: (check: AnswerCheck | null) => void;
  readonly write: () => Promise<Written>;
}

/** @throws AbortError when the signal fires; what `write` throws. A check that fails is part of the result. */
export async function answerGuarded(shield: ShieldRules, work: GuardedWork): Promise<GuardedAnswer> {
  const { question, write, onCheck } = work;
  let guard: TurnGuard | null = null;
  if (shield.input && !work.askAnyway) {
    guard = await checkSide("input", [question], shield, work);
    if (guard !== null && guard.outcome !== "passed") return { text: "", guard };
  }
  onCheck(shield.output ? { phase: "held", fraction: null, loading: false } : null);
  const written = await write();
  if (shield.output && written.text.trim() !== "") {
    guard = (await checkSide("output", [question, written.text], shield, work)) ?? guard;
  }
  return guard === null ? written : { ...written, guard };
}

/** As `findingOf`, and says how far it is. */
export async function checkSide(
  side: TurnGuard["side"],
  messages: readonly string[],
  shield: ShieldRules,
  { signal, onCheck }: Pick<GuardedWork, "signal" | "onCheck">,
): Promise<TurnGuard | null> {
  const phase = side === "input" ? "question" : "answer";
  onCheck({ phase, fraction: null, loading: false });
  return findingOf(side, shield, () =>
    shield.judge(messages, { signal, onProgress: (progress) => onCheck({ phase, ...progress }) }),
  );
}
