/**
 * @file Whether a claim keeps the "not" of what it was made from (spec messages-calendar 3). Compared clause by clause: "not
 * on Friday, on Saturday" bears out Saturday and contradicts Friday.
 */

import type { Language } from "#calendar/resolution";
import { wordSet } from "#shared/word-lists";

import { LEXICONS, STOP_WORDS } from "./lexicon.ts";
import { contentStems, fold, foldedWords, sentences, stem } from "./text.ts";
import { END, START } from "./whole-words.ts";

const phrases = (alternatives: string, elsewhere = "(?!)"): RegExp =>
  new RegExp(`${START}(?:${alternatives})${END}|${elsewhere}`, "gu");

/** Hold a negation word and negate nothing. Folded; longest first where one begins another. */
const EMPTY_NEGATIONS: Readonly<Record<Language, RegExp>> = {
  en: phrases(
    "(?:don't|dont|do not|never) forget|no (?:problem|worries|doubt|later than|matter|rush)|never mind|why (?:don't|dont|not)|not only|can't wait|cant wait|don't hesitate|no less than|nothing but",
    String.raw`,? (?:isn't|aren't|doesn't|don't|won't|right or no)\w* (?:it|they|we|you)\?`,
  ),
  de: phrases(
    "nicht vergessen|vergiss nicht|vergesst nicht|kein problem|keine sorge|nicht nur|nicht wahr|kein ding|kein stress",
  ),
  fr: phrases(
    String.raw`(?:n')?oubli\p{L}{1,4} pas|pas (?:de (?:problème|souci)s?|seulement)|n'hésit\p{L}{1,4} pas|n'est-ce pas`,
  ),
  it: phrases(String.raw`non (?:dimenti\p{L}{1,8}|solo|vedo l'ora|scordar\p{L}{0,3})|nessun problema`),
  pt: phrases(String.raw`não (?:(?:se |te )?esque\p{L}{1,6}|só)|sem problemas?`, String.raw`não é\?`),
  es: phrases(
    String.raw`no (?:te |se |os )?olvid\p{L}{1,4}|(?:sin|no hay) problemas?|no (?:solo|sólo)`,
    String.raw`[,¿] ?no\?`,
  ),
  hi: /(?:मत|ना|न) भूल\S{0,4}|भूल\S{0,2} (?:मत|नहीं)|कोई बात नहीं/gu,
  th: /อย่าลืม|ไม่เป็นไร|ไม่มีปัญหา|ไม่ใช่แค่|ไม่ต้องห่วง/gu,
};

/** Words of a report that say "not" in their own way. */
const SAYS_NOT = wordSet(
  "unable refuse refuses refused decline declines declined avoid avoids except unless without isn't ain't",
);

const CLAUSE_END =
  /[,;:()–—]| - | (?:but|instead|aber|sondern|mais|ma|però|mas|porém|pero|sino|लेकिन|मगर|बल्कि) |แต่/gu;

/** Words of `text` that negate in its language. */
export function negationCount(text: string, language: Language): number {
  const negations = LEXICONS[language].negation;
  const rest = fold(text).replace(EMPTY_NEGATIONS[language], " ");
  if (language === "th") return negations.filter((word) => rest.includes(word)).length;
  return foldedWords(rest).filter((word) => negations.includes(word) || /n't$|^n'./.test(word)).length;
}

interface Clause {
  readonly stems: ReadonlySet<string>;
  readonly negated: boolean;
}

function clausesOf(text: string, language: Language): Clause[] {
  const parts = sentences(text).flatMap((sentence) => {
    // "Can't we meet on Friday?" proposes Friday.
    const asks = /[?？]\s*$/.test(sentence);
    // An idiom may hold a comma or end like a question: it leaves before the sentence is cut.
    const plain = fold(sentence).replace(EMPTY_NEGATIONS[language], " ");
    const split = language === "th" ? /\s+|แต่/u : CLAUSE_END;
    return plain.split(split).map((part) => ({ part, asks }));
  });
  return parts.map(({ part, asks }) => ({
    stems: stemsOf(part, language),
    negated: !asks && negationCount(part, language) > 0,
  }));
}

/** What a clause is about, its negation left out. */
function stemsOf(text: string, language: Language): ReadonlySet<string> {
  const negations = LEXICONS[language].negation;
  const rest = language === "th" ? negations.reduce((left, word) => left.replaceAll(word, ""), text) : text;
  const drop = new Set(negations.map(stem));
  const stems = contentStems(rest, STOP_WORDS[language]);
  return new Set(stems.filter((word) => !drop.has(word) && !word.endsWith("n't")));
}

const shareIn = (part: ReadonlySet<string>, whole: ReadonlySet<string>): number =>
  part.size === 0 ? 0 : [...part].filter((word) => whole.has(word)).length / part.size;

/** Share of a negated clause that a claim must repeat to contradict it. */
const REPEATS = 0.75;

/** True when the claim negates what no source clause negates, or states what they do negate. */
export function contradicts(
  claim: string,
  source: string,
  { said, given }: { readonly said: Language; readonly given: Language },
): boolean {
  const clauses = clausesOf(source, given).filter(({ stems }) => stems.size > 0);
  const stems = stemsOf(claim, given);
  const near = clauses.map((clause) => ({ ...clause, share: shareIn(stems, clause.stems) }));
  const best = Math.max(0, ...near.map(({ share }) => share));
  const negated = negationCount(claim, said) > 0;
  if (negated) return !near.some((clause) => clause.negated && clause.share >= best / 2);
  if (best === 0 || foldedWords(claim).some((word) => SAYS_NOT.has(word))) return false;
  if (near.filter(({ share }) => share === best).every((clause) => clause.negated)) return true;
  const stated = near.filter((clause) => !clause.negated && shareIn(clause.stems, stems) >= REPEATS);
  return near.some(
    (clause) =>
      clause.negated &&
      shareIn(clause.stems, stems) >= REPEATS &&
      !stated.some((other) => shareIn(clause.stems, other.stems) >= REPEATS),
  );
}
