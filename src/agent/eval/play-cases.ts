/** @file Plays cases one after the other, the same way for code and for models, and counts what section 8 asks for. */

import type { Planner } from "#agent/act/planner";

import type { EvalCase } from "./cases.ts";
import { compare, type Check } from "./compare.ts";
import type { Pace } from "./pace.ts";
import { rowsOf, type Row } from "./report.ts";
import { runCase } from "./run-case.ts";

export interface Played {
  readonly checks: readonly Check[];
  readonly misses: readonly string[];
  /** By id, in the order they were played. */
  readonly outcomes: readonly Outcome[];
}

interface Outcome {
  /** The same for all runs of a case. */
  readonly name: string;
  readonly right: boolean;
  /** Drafts, changes and tasks are due, and all are exactly as they should be; null where none is due. */
  readonly exact: boolean | null;
  readonly shouldAsk: boolean;
  readonly asked: boolean;
}

export interface PlayOptions {
  readonly planner: (item: EvalCase) => Planner;
  /** How often the list of offered tools is turned: another order of the prompt. */
  readonly turn?: number;
}

export async function playCases(
  cases: readonly EvalCase[],
  pace: Pace,
  options: PlayOptions,
): Promise<Played> {
  const checks: Check[] = [];
  const misses: string[] = [];
  const outcomes: Outcome[] = [];
  for await (const item of pace(cases)) {
    const result = await runCase(item, options.planner(item), { turn: options.turn ?? 0 });
    const found = compare(item, result);
    checks.push(...found);
    const missed = found.filter((check) => !check.ok);
    misses.push(...missed.map((check) => `${item.id} ${item.name}: ${check.metric}: ${check.name}`));
    const { drafts = [], changed = {}, tasks = [], ask } = item.expected;
    const due = drafts.length + Object.keys(changed).length + tasks.length > 0;
    outcomes.push({
      // A generated case has an id of its own in every run.
      name: item.language === undefined ? item.id : item.name,
      right: missed.length === 0,
      exact: due ? !missed.some((check) => check.ofCall) : null,
      shouldAsk: ask !== undefined,
      asked: result.asked.length > 0,
    });
  }
  return { checks, misses, outcomes };
}

/** Several runs as one. */
export function together(parts: readonly Played[]): Played {
  return {
    checks: parts.flatMap((part) => part.checks),
    misses: parts.flatMap((part) => part.misses),
    outcomes: parts.flatMap((part) => part.outcomes),
  };
}

/** Every metric of section 8 that these cases have; `gated` = everything has to be right every time. */
export function playedRows(name: string, { checks, outcomes }: Played, gated: boolean): readonly Row[] {
  const gate = gated ? 1 : null;
  const asked = outcomes.filter((outcome) => outcome.asked);
  const toAsk = outcomes.filter((outcome) => outcome.shouldAsk);
  const due = outcomes.filter((outcome) => outcome.exact !== null);
  return [
    row(`${name}: whole cases right`, outcomes, (outcome) => outcome.right, gate),
    row(`${name}: exact calls, tool and arguments`, due, (outcome) => outcome.exact === true, gate),
    row(`${name}: ask precision`, asked, (outcome) => outcome.shouldAsk, gate),
    row(`${name}: ask recall`, toAsk, (outcome) => outcome.asked, gate),
    ...rowsOf(name, checks, gated),
  ];
}

/** pass^k: cases that were right in every one of `runs` runs. */
export function passRow(name: string, { outcomes }: Played, runs: number, gated: boolean): Row {
  const passed = new Map<string, boolean>();
  for (const { name: of, right } of outcomes) passed.set(of, (passed.get(of) ?? true) && right);
  return row(`${name}: pass^${runs}`, [...passed.values()], (right) => right, gated ? 1 : null);
}

function row<T>(metric: string, all: readonly T[], isRight: (entry: T) => boolean, gate: number | null): Row {
  return { metric, right: all.filter(isRight).length, total: all.length, gate };
}
