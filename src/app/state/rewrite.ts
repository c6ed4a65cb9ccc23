/** @file Rewrites a text: what the dialog does. */
import type { RewriteGoal } from "#agent/rewrite/rewrite";
import { isAbort } from "#shared/errors";
import { languageModel } from "./engine.ts";
import { toFailure } from "./engine-status.ts";
import { checkOutput, released } from "./output-check.ts";
import { rewriteStore, type Rewriting } from "./rewrite-state.ts";
import { chatShield } from "./shield.ts";

let running: AbortController | null = null;

/** Closes the dialog, and ends what is being written. */
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
    const { rewriteText } = await import("#agent/rewrite/rewrite");
    const rewrite = await rewriteText(rewriting.text, goal, model, controller.signal);
    if (rewrite === null) return show({ phase: "nothing" });
    const guard = await checkOutput(shield, rewriting.text, rewrite.text, controller.signal);
    show({ phase: "written", rewrite, guard });
  } catch (error) {
    show(isAbort(error) ? { phase: "choosing" } : { phase: "failed", error: toFailure(error) });
  }
}
