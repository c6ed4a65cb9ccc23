/** @file What every job of the agent takes and reports. */

import type { Language } from "#calendar/resolution";
import type { Message, Thread } from "#messages/message";

/** The messages of one thread that a person chose, in file order. */
export interface ThreadSelection {
  readonly thread: Thread;
  readonly messages: readonly Message[];
}

/**
 * Counts within one phase: messages while `reading` and `checking`, model calls while `writing`. `guard-loading` and
 * `judging` are the safety check, which counts up to 1, or to 0 where it can't tell.
 */
export type AgentProgress = {
  readonly phase: "reading" | "writing" | "checking" | "guard-loading" | "judging";
  readonly done: number;
  readonly total: number;
  /** What is written and checked so far, to be read while the rest is made. */
  readonly written?: readonly string[];
};

/** What every call of the model in one run shares. */
export interface CallOptions {
  /** The word of the run that ends its quoted blocks; the same in all calls, so that their prefixes stay cached. */
  readonly nonce: string;
  readonly signal?: AbortSignal | undefined;
  /** What is written is in it; English where none is named. */
  readonly language?: Language;
}

export interface AgentOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: AgentProgress) => void;
}

/** A page stays responsive when no piece of work is longer; well under the 50 ms that count as a long task. */
const MAX_SLICE_MS = 12;

/**
 * For long loops on the page's own thread: await the returned function at each step. It notices a Stop, and lets the
 * thread breathe whenever it has been busy for 12 ms.
 */
export function pacer(signal: AbortSignal | undefined): () => Promise<void> | undefined {
  let sliceStart = performance.now();
  return () => {
    signal?.throwIfAborted();
    if (performance.now() - sliceStart < MAX_SLICE_MS) return undefined;
    return new Promise((resolve) => {
      setTimeout(() => {
        sliceStart = performance.now();
        resolve();
      }, 0);
    });
  };
}
