/**
 * @file Which event a request names: "draft an invite for the committee meeting" is about that one and about no other that
 * was found. Read from what is left of the order without its own words, dates, people and what any event is called.
 */

import { fold, foldedWords, oneLine, withoutElisions, words } from "#agent/sentences/text";
import { findDatePhrases } from "#calendar/find-phrases";
import { wordSet } from "#shared/word-lists";

import { BESIDE_THAI, GATHERINGS, isTelling, MIN_THAI, type NamedEvent } from "./event-name.ts";
import { ordersOf, withoutOrderWords } from "./intent.ts";
import { MAX_READ } from "./request-form.ts";
import type { AgentRun } from "./run.ts";

/** Stand for what was talked about: nothing is named. */
const STANDS_FOR =
  wordSet(`it them everything all both whatever what which these those alles alle beide beides was wofür worauf tout toutes tous ça cela
  tutto tutti tutte ciò quello tudo todos todas isso isto todo todas eso esto सब सबकुछ`);
/** Verb and "it" in one word: "mets-le", "metterlo", "ponerla", "coloque-o". */
const WITH_IT =
  /\p{L}-(?:le|la|les|ça|moi|o|a|os|as|lo)$|^(?:\p{L}{3,}[aei]rl[oaie]s?|(?:aggiung|mett|segn|inser|pianific|fiss)\p{L}*l[oaie]|(?:añád|agrég|apúnt|agénd|anót|ponm?e?|pónm?e?|hazm?e?)\p{L}*l[oa]s?)$/u;
const AND = wordSet("and or und oder et ou e o y u और या plus sowie");

/** Events that an order to plan something names; none where it says "it", "what we agreed" or nothing at all. */
export function namedEvents(run: AgentRun, people: readonly string[]): readonly NamedEvent[] {
  const { language, request, createdAt } = run;
  const text = request.text.slice(0, MAX_READ);
  const { zone, dayParts } = request;
  const context = { refEpochMs: Date.parse(createdAt), zone, language, dayParts };
  const undated = findDatePhrases(text, context).reduce(
    (rest, { phrase }) => rest.replace(phrase, " "),
    text,
  );
  const lines = ordersOf(undated, language, "add");
  if (language === "th") return thaiNames(lines);
  const known = new Set(people.flatMap((name) => foldedWords(name)));
  return lines.flatMap((line) => {
    const whole = withoutElisions(line);
    const tokens = whole.trim().split(/\s+/u);
    if (tokens.some((word) => STANDS_FOR.has(word) || WITH_IT.test(word))) return [];
    return partsOf(whole).flatMap((part) => nameIn(part, undated, known));
  });
}

/** "The dinner and the review" are two. */
function partsOf(line: string): readonly string[] {
  const parts: string[][] = [[]];
  for (const word of line.trim().split(/\s+/u)) {
    if (AND.has(word)) parts.push([]);
    else parts.at(-1)?.push(word);
  }
  return parts.map((part) => ` ${part.join(" ")} `);
}

function nameIn(part: string, text: string, people: ReadonlySet<string>): readonly NamedEvent[] {
  const left = withoutOrderWords(part).trim().split(/\s+/u);
  const telling = left.filter((word) => isTelling(word) && !people.has(word.replace(/'s$/u, "")));
  if (telling.length === 0) return [];
  const told = telling.filter((word) => !GATHERINGS.has(word));
  const isGeneric = told.length === 0;
  return [{ text: asWritten(text, telling), words: isGeneric ? telling : told, isGeneric }];
}

/** From the first to the last of some words of a text. */
function asWritten(text: string, telling: readonly string[]): string {
  const tokens = words(text);
  const isOne = (token: string): boolean => {
    const folded = withoutElisions(fold(token)).trim();
    return telling.includes(folded);
  };
  const first = tokens.findIndex(isOne);
  const last = tokens.findLastIndex(isOne);
  return first < 0 ? telling.join(" ") : tokens.slice(first, last + 1).join(" ");
}

function thaiNames(lines: readonly string[]): readonly NamedEvent[] {
  return lines.flatMap((line) => {
    const text = oneLine(line.replace(BESIDE_THAI, " "));
    return text.length < MIN_THAI ? [] : [{ text, words: [text], isGeneric: false }];
  });
}
