/** @file Walks through the cases of an evaluation: says how far it is, notices a Stop, and lets the page breathe. */

import { pacer } from "#agent/agent-options";

export interface EvalProgress {
  /** What is being run, in words. */
  readonly stage: string;
  readonly done: number;
  readonly total: number;
}

export interface EvalOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: EvalProgress) => void;
}

export type Pace = <T>(items: readonly T[]) => AsyncGenerator<T, void>;

/** Items of a stage one after the other; the generator throws AbortError when the signal fires. */
export function pacedBy(stage: string, { signal, onProgress }: EvalOptions): Pace {
  return async function* paced(items) {
    const breathe = pacer(signal);
    for (const [done, item] of items.entries()) {
      await breathe();
      onProgress?.({ stage, done, total: items.length });
      yield item;
    }
  };
}
