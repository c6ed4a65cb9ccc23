/** @file The text being rewritten and what the model made of it. One at a time, in a dialog over any view. */
import { createStore } from "zustand/vanilla";
import { useStore } from "zustand";
import type { Rewrite, RewriteGoal } from "#agent/rewrite";
import type { TurnGuard } from "#storage/conversations";
import { isAbort } from "#shared/errors";
import { languageModel } from "./engine.ts";
import { toFailure, type Failure } from "./engine-status.ts";
import { checkOutput, released } from "./output-check.ts";
import { chatShield } from "./shield.ts";

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

const rewriteStore = createStore<{ readonly rewriting: Rewriting | null }>(() => ({ rewriting: null }));
let running: AbortController | null = null;

export function useRewriting(): Rewriting | null {
  return useStore(rewriteStore, ({ rewriting }) => rewriting);
}

/** Opens the dialog. */
export function startRewriting(text: string): void {
  rewriteStore.setState({ rewriting: { text, step: { phase: "choosing" } } });
}

/** Closes it, and ends what is being written. */
export function endRewriting(): void {
  running?.abort();
  running = null;
  rewriteStore.setState({ rewriting: null });
}

export function stopRewriting(): void {
  running?.abort();
}

/** Shows a text that the safety check holds back. */
export function showRewriteAnyway(): void {
  const { rewriting } = rewriteStore.getState();
  if (rewriting?.step.phase !== "written") return;
  const step = { ...rewriting.step, guard: released(rewriting.step.guard) };
  rewriteStore.setState({ rewriting: { ...rewriting, step } });
}

/** Writes the text in another way. Does nothing without a model. */
export async function rewriteAs(goal: RewriteGoal): Promise<void> {
  const { rewriting } = rewriteStore.getState();
  const model = languageModel();
  if (rewriting === null || model === null) return;
  running?.abort();
  const controller = new AbortController();
  running = controller;
  const show = (step: Rewriting["step"]): void => {
    if (running === controller) rewriteStore.setState({ rewriting: { text: rewriting.text, step } });
  };
  show({ phase: "writing" });
  // The rules are those of the settings when the work began (decision 29).
  const shield = chatShield();
  try {
    const { rewriteText } = await import("#agent/rewrite");
    const rewrite = await rewriteText(rewriting.text, goal, model, controller.signal);
    if (rewrite === null) return show({ phase: "nothing" });
    const guard = await checkOutput(shield, rewriting.text, rewrite.text, controller.signal);
    show({ phase: "written", rewrite, guard });
  } catch (error) {
    show(isAbort(error) ? { phase: "choosing" } : { phase: "failed", error: toFailure(error) });
  }
}
