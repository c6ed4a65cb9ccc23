/**
 * @file The text being rewritten and what the model made of it. One at a time, in a dialog over any view; what writes is
 * loaded with it.
 */
import { createStore } from "zustand/vanilla";
import { useStore } from "zustand";
import type { Rewrite } from "#agent/rewrite/rewrite";
import type { TurnGuard } from "#storage/conversations";
import type { Failure } from "./engine-status.ts";

export interface Rewriting {
  readonly text: string;
  readonly step:
    | { readonly phase: "choosing" }
    | { readonly phase: "writing" }
    /** `guard` = what the safety check did, where there is something to say. */
    | { readonly phase: "written"; readonly rewrite: Rewrite; readonly guard: TurnGuard | null }
    /** The model wrote nothing that can be used. */
    | { readonly phase: "nothing" }
    | { readonly phase: "failed"; readonly error: Failure };
}

export const rewriteStore = createStore<{ readonly rewriting: Rewriting | null }>(() => ({
  rewriting: null,
}));

export function useRewriting(): Rewriting | null {
  return useStore(rewriteStore, ({ rewriting }) => rewriting);
}

/** Opens the dialog. */
export function startRewriting(text: string): void {
  rewriteStore.setState({ rewriting: { text, step: { phase: "choosing" } } });
}
