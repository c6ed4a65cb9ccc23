/** @file What the safety check says, in words. */
import { explainError } from "#app/error-text.ts";
import type { AnswerCheck } from "#app/state/chats-state.ts";
import type { TurnGuard } from "#storage/conversations";

/** What each category of Llama Guard 3 is about, by its code. */
const CATEGORY_TEXTS = new Map<string, string>([
  ["S1", "violence against people or animals"],
  ["S2", "crime without violence, such as fraud, theft or drugs"],
  ["S3", "sexual crimes"],
  ["S4", "sexual abuse of children"],
  ["S5", "false claims that harm someone's name"],
  ["S6", "medical, legal or money advice that needs a professional"],
  ["S7", "private facts about someone"],
  ["S8", "other people's works, used without permission"],
  ["S9", "weapons that kill many people"],
  ["S10", "hatred of people for what they are"],
  ["S11", "suicide or hurting oneself"],
  ["S12", "sexual content"],
  ["S13", "false facts about elections"],
]);

/** `S7: Privacy` as `Privacy (private facts about someone)`. */
export function categoryText(named: string): string {
  const [code = "", name = ""] = named.split(": ", 2);
  const about = CATEGORY_TEXTS.get(code);
  return about === undefined ? name || code : `${name || code} (${about})`;
}

/** `Privacy` and `Privacy and Hate`, for a title. */
function categoryNames(categories: readonly string[]): string {
  const names = categories.map((named) => named.split(": ", 2)[1] ?? named);
  return new Intl.ListFormat("en", { type: "conjunction" }).format(names);
}

export interface GuardCardText {
  readonly title: string;
  readonly lines: readonly string[];
}

/** What was held back, why, and what that is worth. @param output what a model's text is called */
export function guardCardText(
  { side, outcome, unsafe, categories, error }: TurnGuard,
  output = "This answer",
): GuardCardText {
  const what = side === "input" ? "Your message was not sent to the model" : `${output} is held back`;
  if (outcome === "stopped") {
    const percent = Math.round(100 * (unsafe ?? 1));
    const named = categories.length > 0;
    const rating = `The guard model holds it unsafe with a probability of ${percent}%, which is not below your limit.`;
    return {
      title: named
        ? `${what}: the safety check names ${categoryNames(categories)}`
        : `${what}: the safety check holds it unsafe`,
      lines: [
        named ? `What it sees: ${categories.map(categoryText).join("; ")}.` : "It names no category.",
        `${rating} It is a small model and can be wrong.`,
      ],
    };
  }
  if (!error) {
    return { title: "This text was not checked", lines: ["The answer ended before the safety check."] };
  }
  const { title, cause, nextStep } = explainError(error);
  return { title: `${what}: the safety check could not run`, lines: [`${title}. ${cause}`, nextStep] };
}

/** Said beside a text that is shown; null when there is nothing to say. */
export function guardNote(guard: TurnGuard, output = "This answer"): string | null {
  const { side, outcome, categories, error } = guard;
  const what = side === "input" ? "Your message" : output;
  if (outcome === "passed") {
    const why = error ? ` ${explainError(error).title}.` : "";
    return `${what} was not checked: the safety check could not run.${why} Your settings let it through.`;
  }
  if (guard.released !== true) return null;
  if (outcome === "unchecked") return `${what} was not checked. Shown because you asked for it.`;
  const named = categories.length === 0 ? "holds it unsafe" : `names ${categoryNames(categories)}`;
  return `The safety check ${named}. Shown because you asked for it.`;
}

/** What the check is doing. */
export function checkText({ phase, fraction }: Omit<AnswerCheck, "loading">): string {
  const percent = fraction === null ? "" : ` ${Math.round(100 * fraction)}%`;
  switch (phase) {
    case "question":
      return `Checking your message…${percent}`;
    case "held":
      return "Writing an answer. It is shown once it was checked…";
    case "answer":
      return `Checking the answer…${percent}`;
    default:
      return phase satisfies never;
  }
}
