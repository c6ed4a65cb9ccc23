/**
 * @file Rewrites a text of the person's own: another tone, shorter, another language, with what changed. The model writes;
 * code notices facts that went missing or came in, asks once more, and says so where they still differ.
 */

import { write } from "#agent/prompts/generate";
import { LANGUAGE_NAMES } from "#agent/prompts/prompt-language";
import { breakControlTokens } from "#agent/prompts/prompt-lines";
import { freshNonce, quotedBlock, quoteRuleFor } from "#agent/prompts/quoted-block";
import { detectLanguage } from "#agent/sentences/language";
import { fold } from "#agent/sentences/text";
import type { Language } from "#calendar/resolution";
import type { LanguageModel } from "#shared/language-model";

import { wordDiff, type DiffPart } from "./word-diff.ts";

export type RewriteGoal =
  | { readonly kind: "tone"; readonly tone: "friendly" | "formal" | "direct" }
  | { readonly kind: "shorter" }
  | { readonly kind: "language"; readonly language: Language };

export type RewriteWarning =
  /** A number, address or link of the text is gone. */
  | "fact-missing"
  /** One came in that the text does not have. */
  | "fact-added"
  | "not-shorter"
  | "other-language"
  | "unchanged";

export interface Rewrite {
  readonly text: string;
  /** Empty for another language: nothing would be the same. */
  readonly diff: readonly DiffPart[];
  readonly warnings: readonly RewriteWarning[];
}

/** Characters of one part: its answer fits into `MAX_TOKENS`. */
const MAX_PART = 3900;
/** Room for the instructions. */
const PROMPT_TOKENS = 256;
/** Characters of a token, for the room an answer gets. */
const CHARACTERS_PER_TOKEN = 2;
const MAX_TOKENS = 2048;

const TONES = {
  friendly: "in a warm and friendly tone",
  formal: "in a formal and polite tone",
  direct: "in a direct and plain tone",
} as const;

function system(goal: RewriteGoal, language: Language): string {
  const keep =
    "Keep every name, number, date, link and the meaning. Add nothing. Answer only with the new text.";
  if (goal.kind === "language") return `Translate the text into ${LANGUAGE_NAMES[goal.language]}. ${keep}`;
  const how = goal.kind === "shorter" ? "in fewer words" : TONES[goal.tone];
  return `Rewrite the text ${how}, in ${LANGUAGE_NAMES[language]}. ${keep}`;
}

/**
 * A text of any length, part by part, or null when the model wrote nothing usable for one of them.
 *
 * @throws AbortError when the signal fires; AppError when the engine fails.
 */
export async function rewriteText(
  text: string,
  goal: RewriteGoal,
  model: LanguageModel,
  signal?: AbortSignal,
): Promise<Rewrite | null> {
  // The part and its answer share the context.
  const length = Math.max(400, Math.min(MAX_PART, model.contextTokens - PROMPT_TOKENS));
  const written: Rewrite[] = [];
  for (const part of partsOf(text.trim(), length)) {
    const rewrite = await rewritePart(part, goal, model, signal);
    if (rewrite === null) return null;
    const gap: DiffPart = { kind: "same", text: GAP };
    const diff = written.length > 0 && rewrite.diff.length > 0 ? [gap, ...rewrite.diff] : rewrite.diff;
    written.push({ ...rewrite, diff });
  }
  if (written.length === 0) return null;
  const warnings = new Set(written.flatMap((part) => part.warnings));
  // Some parts may stay as they are.
  if (!written.every((part) => part.warnings.includes("unchanged"))) warnings.delete("unchanged");
  return {
    text: written.map((part) => part.text).join(GAP),
    diff: written.flatMap((part) => part.diff),
    warnings: [...warnings],
  };
}

const GAP = "\n\n";

/** Cut at the last paragraph, line, sentence or word that fits. */
function partsOf(text: string, length: number): readonly string[] {
  const parts: string[] = [];
  let rest = text;
  while (rest.length > length) {
    const head = rest.slice(0, length);
    const ends = ["\n\n", "\n", ". ", "। ", " "].map((end) => head.lastIndexOf(end) + end.trimEnd().length);
    const at = ends.find((end) => end > length / 2) ?? length;
    parts.push(rest.slice(0, at).trim());
    rest = rest.slice(at).trim();
  }
  return [...parts, rest].filter((part) => part !== "");
}

/** The better of at most two tries, or null when the model wrote nothing usable. */
async function rewritePart(
  text: string,
  goal: RewriteGoal,
  model: LanguageModel,
  signal?: AbortSignal,
): Promise<Rewrite | null> {
  const source = text.trim();
  const language = detectLanguage(source, "en");
  const wanted = goal.kind === "language" ? goal.language : language;
  let best: Rewrite | null = null;
  const nonce = freshNonce();
  for (const reminder of ["", ` These must stay as they are: ${factsOf(source).join(", ")}.`]) {
    const answer = await write(
      model,
      {
        system: system(goal, language) + quoteRuleFor(model) + (factsOf(source).length === 0 ? "" : reminder),
        examples: [],
        question: question(source, model, nonce),
        maxTokens: Math.min(MAX_TOKENS, 64 + Math.ceil(source.length / CHARACTERS_PER_TOKEN)),
        stop: [],
      },
      signal,
    );
    if (answer === null) continue;
    const written = unquoted(withoutMarks(answer, nonce));
    const warnings = warningsOf(source, written, goal, wanted);
    const diff = goal.kind === "language" ? [] : wordDiff(source, written);
    if (best === null || warnings.length < best.warnings.length) best = { text: written, diff, warnings };
    if (warnings.length === 0) break;
  }
  return best;
}

/** The text may be pasted from somebody: to a model that follows orders it is a block. */
const question = (source: string, model: LanguageModel, nonce: string): string =>
  model.tier === "S"
    ? `Text:\n${breakControlTokens(source)}`
    : `${quotedBlock("text", source.split(/\r?\n/), nonce)}\n\nNew text:`;

const withoutMarks = (answer: string, nonce: string): string =>
  answer
    .split("\n")
    .filter((line) => !line.includes(nonce))
    .join("\n")
    .trim();

/** Models like to put what they wrote into quotation marks or announce it. */
function unquoted(answer: string): string {
  const body = answer
    .replace(/^(?:text|new text|rewritten text|translation|here is [^\n:]{0,60})\s*:\s*/i, "")
    .trim();
  const quoted = /^["“„«]([\s\S]+)["”“»]$/.exec(body)?.[1];
  return quoted !== undefined && !/["“”„«»]/.test(quoted) ? quoted.trim() : body;
}

function warningsOf(before: string, after: string, goal: RewriteGoal, wanted: Language): RewriteWarning[] {
  const [old, now] = [factsOf(before), factsOf(after)];
  const warnings: (RewriteWarning | null)[] = [
    old.every((fact) => now.includes(fact)) ? null : "fact-missing",
    now.every((fact) => old.includes(fact)) ? null : "fact-added",
    goal.kind === "shorter" && after.length >= before.length ? "not-shorter" : null,
    detectLanguage(after, wanted) === wanted ? null : "other-language",
    fold(before) === fold(after) ? "unchanged" : null,
  ];
  return warnings.filter((warning) => warning !== null);
}

const LINK_OR_MAIL = /(?:https?:\/\/|www\.)[^\s<>"']+|[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}.-]{1,253}/gu;
const NUMBER = /\d+(?:[.,:/]\d+)*/g;

/** Links, addresses and numbers, each once; separators of numbers differ between languages. */
function factsOf(text: string): string[] {
  const folded = fold(text);
  const links = (folded.match(LINK_OR_MAIL) ?? []).map((link) => link.replace(/[.,;:!?)]+$/, ""));
  const rest = folded.replace(LINK_OR_MAIL, " ");
  const numbers = (rest.match(NUMBER) ?? []).map((number) => number.replace(/[.,:]/g, "."));
  return [...new Set([...links, ...numbers])];
}
