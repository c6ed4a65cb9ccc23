/**
 * @file Whether a sentence with an event's word says something of the event itself: "after the concert we eat at 6", "I get
 * to the concert at 4" and "the concert bus leaves at 2" name it and are about something else.
 */

import type { Language } from "#calendar/resolution";

import { isOfOneself } from "./persons.ts";
import { fold } from "./text.ts";

const ARTICLE =
  "the|a|an|my|our|your|his|her|their|this|der|die|das|dem|den|des|ein|eine|einem|einer|meinem|meiner|unserem|unserer|le|la|les|l|un|une|mon|ma|notre|il|lo|gli|i|uno|una|o|os|as|um|uma|el|los|las|mi|de|do|da";
/** Prepositions with an article and one more word behind them: "al final la" is none. */
const list = (words: string): RegExp =>
  new RegExp(
    String.raw`(?<![\p{L}\p{M}])(?:${words})['\s]\s*(?:(?:${ARTICLE})['\s]\s*)?(?:(?!(?:${ARTICLE})\s)[\p{L}\p{M}'-]+\s+)?$`,
    "u",
  );

/** What stands before an event that something else is told of; an article and one more word may part them. */
const BEFORE: Readonly<Record<Language, RegExp>> = {
  en: list("after|before|to|from|for|until|till|at|of|with|during|by"),
  de: list("nach|vor|zum|zur|vom|von|beim|bei|aus|mit|für|bis|auf|im|in|während"),
  fr: list("au|aux|à la|à l|du|de la|de l|des|après|avant|pour|avec|chez|pendant"),
  it: list("al|alla|all|dal|dalla|dall|del|della|dell|dopo|prima|per|con|durante"),
  pt: list("ao|à|do|da|após|depois|antes|para|com|durante|no|na"),
  es: list("al|a la|del|de la|después|antes|para|con|durante|en"),
  hi: /(?!)/u,
  th: /(?:หลัง|ก่อน|ไป|จาก|หลังจาก)\s*$/u,
};
const BEHIND_HI = /^\s*(?:के|से|में|का|की)(?![\p{L}\p{M}])/u;
const NEXT_WORD = /^\s+([\p{L}\p{M}'-]+)/u;
const STARTS = /^(?:open|opens|start|starts|begin|begins|kicks|runs|will)$/u;

/**
 * True where the first of the words is what the sentence speaks of. @param names the event's words in the sentence
 * @param topics every word of the sentence that tells what it is about
 */
export function isSubject(
  names: readonly string[],
  topics: readonly string[],
  text: string,
  language: Language,
): boolean {
  const folded = fold(text);
  const found = names.map((word) => ({ word, at: folded.indexOf(word) })).filter(({ at }) => at >= 0);
  const [first] = found.toSorted((left, right) => left.at - right.at);
  if (isOfOneself(folded, language)) return false;
  if (first === undefined) return true;
  if (BEFORE[language].test(folded.slice(0, first.at))) return false;
  const last = found.reduce((one, other) => (other.at > one.at ? other : one));
  const rest = folded.slice(last.at + last.word.length);
  if (language === "hi") return !BEHIND_HI.test(rest);
  const next = NEXT_WORD.exec(rest)?.[1];
  const compound = next !== undefined && !STARTS.test(next) && topics.includes(next) && !names.includes(next);
  return language !== "en" || !compound;
}
