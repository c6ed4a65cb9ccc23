/**
 * @file Which of the dates of a sentence is the one its task is due: that of the clause that asks or promises ("the permit runs
 * out on 11 December, can you file it this week?"), and no day that only says which one is meant ("the Tuesday flight").
 */

import type { FoundPhrase, Language } from "#calendar/resolution";

import { isAttribute } from "./attribute-day.ts";
import { readCues, type Cues } from "./cues.ts";
import { ownDuty } from "./own-task.ts";
import { fold } from "./text.ts";

const ASKING: ReadonlySet<Cues["act"]> = new Set(["request", "duty", "offer"]);
/** Acts of a clause whose date goes before that of a clause that only tells. */
const PLANNING: ReadonlySet<Cues["act"]> = new Set([...ASKING, "suggestion"]);

/** What parts a reason or an occasion from what is to be done. */
const CLAUSE_MARKS =
  /[,;:–—(]\s*|\s(?=(?:so|and|but|und|aber|et|mais|donc|e|ma|quindi|mas|então|y|pero|así que|तो|इसलिए|และ|ช่วย)\s)|\s(?=ช่วย)/gu;

interface Clause {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

function clausesOf(sentence: string): readonly Clause[] {
  const clauses: Clause[] = [];
  let from = 0;
  for (const { index, 0: mark } of sentence.matchAll(CLAUSE_MARKS)) {
    clauses.push({ text: sentence.slice(from, index), from, to: index });
    from = index + mark.length;
  }
  return [...clauses, { text: sentence.slice(from), from, to: sentence.length }];
}

/** True where one of the clauses asks for something or promises it. */
export const isAskedClause = (text: string, language: Language): boolean =>
  [text, ...clausesOf(text).map((clause) => clause.text)].some((clause) =>
    ASKING.has(readCues(clause, language).act),
  );

/** The phrases that may be the due date of the sentence, those of its task alone where it has some. @param isDated names a day */
export function phrasesOfTask(
  sentence: string,
  phrases: readonly FoundPhrase[],
  language: Language,
  isDated: (found: FoundPhrase) => boolean,
): readonly FoundPhrase[] {
  if (phrases.length === 0) return phrases;
  const { act } = readCues(sentence, language);
  const own = ASKING.has(act) ? phrases.filter((found) => !isAttribute(sentence, found, language)) : phrases;
  if (own.length < 2) return own;
  const clauses = clausesOf(sentence);
  const planning = clauses.filter(({ text }) => plans(text, language));
  if (planning.length === clauses.length) return own;
  const preferred = own.filter(
    (found) => isPlanned(found) && planning.some(({ from, to }) => from <= found.start && found.start < to),
  );
  return preferred.some(isDated) ? preferred : own;
}

const plans = (clause: string, language: Language): boolean =>
  PLANNING.has(readCues(clause, language).act) || ownDuty(fold(clause), language) !== null;

/** Neither over nor denied. */
const isPlanned = ({ resolution }: FoundPhrase): boolean =>
  !resolution.flags.includes("past") && !(resolution.kind === "ask" && resolution.reason === "negation");
