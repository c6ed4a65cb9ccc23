/**
 * @file Which draft a request to change one means: the one that its words name, the one that the chat was about last, the
 * only one there is. Where that leaves several, or names one that is not there, the person is asked.
 */

import { phraseBook } from "#agent/phrases/books";
import { STOP_WORDS } from "#agent/sentences/lexicon";
import { contentStems, fold, withoutElisions } from "#agent/sentences/text";
import { formatSpan } from "#calendar/format-when";

import type { Move, PlannerContext } from "./planner.ts";
import { ask, asks, cut, say } from "./replies.ts";
import type { AgentRun, Step } from "./run.ts";
import type { KeyEntry } from "./tables.ts";

/** Words of a request that may stand in a title. */
export interface DraftWords {
  /** All that may be part of the name. */
  readonly about: string;
  /** What can be nothing but a name: where no draft has a word of it, another is meant than any that is there. */
  readonly name: string;
}

/** The draft, or the question or answer that takes its place. */
export async function whichDraft(
  run: AgentRun,
  words: DraftWords,
  context: PlannerContext,
): Promise<KeyEntry | Move> {
  const book = phraseBook(run.language);
  const fitting = fittingDrafts(run, words);
  const chosen = onlyDraft(run, words) ?? answeredDraft(run, fitting);
  if (chosen !== undefined) return chosen;
  if (fitting.length === 0) return say(run, book.noSuchDraft);
  if (run.steps.some((step) => asksWhich(run, step))) return say(run, book.nothingChanged);
  return ask(book.whichDraft, await optionNames(run, fitting, context));
}

/** The one draft that is meant without asking. */
export function onlyDraft(run: AgentRun, words: DraftWords): KeyEntry | undefined {
  const [first, second] = fittingDrafts(run, words);
  return second === undefined && !namesAnother(run, words) ? first : undefined;
}

export const asksWhich = ({ language }: AgentRun, step: Step): boolean =>
  asks(step, phraseBook(language).whichDraft);

const stemsOf = (text: string, { language }: AgentRun): string[] =>
  contentStems(withoutElisions(text), STOP_WORDS[language]);

/** Drafts whose title shares most words; of several, and of all when none shares any, the latest of the chat. */
function fittingDrafts(run: AgentRun, words: DraftWords): readonly KeyEntry[] {
  const drafts = run.tables.drafts.filter((entry) => entry.name !== "");
  const asked = new Set(stemsOf(words.about, run));
  const shared = drafts.map(
    (entry) => new Set(stemsOf(entry.name, run).filter((word) => asked.has(word))).size,
  );
  const most = Math.max(0, ...shared);
  const fitting = drafts.filter((_, index) => shared[index] === most);
  if (most === 0 && namesAnother(run, words)) return drafts;
  const recent = (run.request.recentDraftIds ?? []).findLast((id) =>
    fitting.some((entry) => entry.id === id),
  );
  return recent === undefined ? fitting : fitting.filter(({ id }) => id === recent);
}

/** "Move the dentist" where no draft has that word: which one is meant is asked, even of a single one. */
function namesAnother(run: AgentRun, { name }: DraftWords): boolean {
  // The 3-grams of Thai are no words.
  if (run.language === "th") return false;
  const own = new Set(run.tables.drafts.flatMap((entry) => stemsOf(entry.name, run)));
  const said = stemsOf(name, run).filter((word) => word.length > 3);
  return said.length > 0 && !said.some((word) => own.has(word));
}

/** Titles, with their dates; numbered where two drafts share both. */
async function optionNames(
  run: AgentRun,
  entries: readonly KeyEntry[],
  { ports }: PlannerContext,
): Promise<string[]> {
  const drafts = await ports.drafts.list();
  const names = entries.map((entry) => {
    const start = drafts.find((draft) => draft.id === entry.id)?.start ?? "";
    const when = start === "" ? phraseBook(run.language).noDate : formatSpan(start, "", run.language);
    return cut(`${titleOf(entry)}, ${when}`, 56);
  });
  return names.map((name, at) => {
    const twins = names.slice(0, at).filter((other) => other === name).length;
    return twins === 0 ? name : `${name} (${String(twins + 1)})`;
  });
}

const titleOf = ({ name }: KeyEntry): string => cut(name, 28);

/** The options stand in the order of the drafts that fit. */
function answeredDraft(run: AgentRun, fitting: readonly KeyEntry[]): KeyEntry | undefined {
  const step = run.steps.findLast((other) => asksWhich(run, other) && other.state === "done");
  const said = step?.result?.["said"];
  const options = step?.args["options"];
  if (typeof said !== "string" || !Array.isArray(options)) return undefined;
  const chosen = fitting[options.indexOf(said)];
  if (chosen !== undefined && said.startsWith(titleOf(chosen))) return chosen;
  const named = fitting.filter(({ name }) => fold(name) === fold(said));
  return named.length === 1 ? named[0] : undefined;
}
