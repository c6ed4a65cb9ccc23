/**
 * @file A summary or a list of action items as it is made and kept: what it was made from, and what the safety check
 * found. One check reads the whole result as the answer to the request for it; until then nobody does.
 */
import { findActionItems } from "#agent/summary/action-items";
import type { AgentProgress, ThreadSelection } from "#agent/agent-options";
import { wordsOfItems, wordsOfSummary } from "#agent/summary/result-words";
import { summarise, type Summary } from "#agent/summary/summarise";
import type { LanguageModel } from "#shared/language-model";
import type { TurnGuard } from "#storage/conversations";
import { judging } from "./agent-shield.ts";
import type { ChatShield } from "./chats-shield.ts";
import { checkOutput, released } from "./output-check.ts";

export type { Summary };
export type ActionItems = Awaited<ReturnType<typeof findActionItems>>;

export interface Kept<T> {
  readonly value: T;
  /** ISO instant. */
  readonly madeAt: string;
  /** Messages that were chosen. */
  readonly chosen: number;
  /** What the safety check did, where there is something to say: `isHeld` tells whether the result may be shown. */
  readonly guard?: TurnGuard;
}

export interface MakeOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: AgentProgress) => void;
  /** As the settings had it when the work began; null = off. */
  readonly shield: ChatShield | null;
  readonly now: () => string;
}

/** @throws AbortError when the signal fires; AppError when the engine fails. A check that fails is part of the result. */
export function makeSummary(
  input: ThreadSelection,
  model: LanguageModel,
  options: MakeOptions,
): Promise<Kept<Summary>> {
  const make: Make<Summary> = (reported) => summarise(input, model, reported);
  return checked(input, make, (value) => ["Summarise these messages.", wordsOfSummary(value)], options);
}

/** As `makeSummary`. @param model null = quotes only */
export function makeItems(
  input: ThreadSelection,
  model: LanguageModel | null,
  options: MakeOptions,
): Promise<Kept<ActionItems>> {
  const { zone } = input.thread;
  const make: Make<ActionItems> = (reported) => findActionItems(input, model, { ...reported, zone });
  return checked(input, make, (value) => ["What is to be done?", wordsOfItems(value)], options);
}

type Make<T> = (options: Pick<MakeOptions, "signal" | "onProgress">) => Promise<T>;

/** The messages are not given to the guard: they are not what it judges, and a stranger's words could speak to it. */
async function checked<T>(
  { messages }: ThreadSelection,
  make: Make<T>,
  exchange: (value: T) => readonly [asked: string, said: string],
  { signal, onProgress, shield, now }: MakeOptions,
): Promise<Kept<T>> {
  const unread = ({ written: _notYet, ...progress }: AgentProgress): void => onProgress(progress);
  const value = await make({ signal, onProgress: shield?.output === true ? unread : onProgress });
  const [asked, said] = exchange(value);
  const guard = await checkOutput(shield, asked, said, signal, (check) => {
    if (check?.phase === "answer") onProgress(judging(check));
  });
  return { value, madeAt: now(), chosen: messages.length, ...(guard && { guard }) };
}

/** The result when a person wants to see it all the same. */
export function shownAnyway<T>(kept: Kept<T>): Kept<T> {
  return kept.guard === undefined ? kept : { ...kept, guard: released(kept.guard) };
}
