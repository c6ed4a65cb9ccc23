/**
 * @file A report that says what was done and not to what: "I sent them on Monday", "done, sent it yesterday". It ends the one
 * open item of its sender that was asked with the same verb; where there are two of these it ends none.
 */

import { phrasesIn, type DateSettings } from "#agent/sentences/due";
import { isOwnedBy } from "#agent/sentences/ownership";
import { sameVerb } from "#agent/sentences/same-verb";
import { completedBy } from "#agent/sentences/tense";
import { CLAUSE_MARK, fold, segment } from "#agent/sentences/text";
import type { Language } from "#calendar/resolution";
import { wordSet } from "#shared/word-lists";

import type { FoundItem } from "./found-item.ts";
import { isDirectReply, isLive, MAX_LOOK_BACK, replyOf, type Reply } from "./reply.ts";

/** Verbs of any task, and auxiliaries that are no stop words. Folded. */
const OF_ANYTHING: ReadonlySet<string> = wordSet(
  `done finished completed sorted ready did li os ihn ihm था थी थे hab habe hab's erledigt fertig gemacht fait faite réglé bon fatto fatta finito
  feito pronto já hecho listo ya हो गया कर दिया दी เสร็จ เรียบร้อย แล้ว ไป ให้`,
);

/** Whom something was given, and for whom it was done. Folded. */
const RECIPIENT: Readonly<Record<Language, RegExp>> = {
  en: /(?<!\p{L})(?:you|u)(?!\p{L})/u,
  de: /(?<!\p{L})(?:dir|euch|ihnen)(?!\p{L})/u,
  fr: /(?<!\p{L})(?:t'|te|vous)(?!\p{L}{4})/u,
  it: /(?<!\p{L})(?:ti|vi)(?!\p{L})/u,
  pt: /(?<!\p{L})(?:te|lhe|vos)(?!\p{L})/u,
  es: /(?<!\p{L})(?:te|os|le|les)(?!\p{L})/u,
  hi: /(?<![\p{L}\p{M}])(?:तुम्हें|आपको|तुमको)(?![\p{L}\p{M}])/u,
  th: /ให้(?:คุณ|เธอ|พี่|น้อง)/u,
};
/** What was spoken of. Folded. */
const OBJECT: Readonly<Record<Language, RegExp>> = {
  en: /(?<!\p{L})(?:it|them|those|that|these|this|all|both|everything|him|her)(?!\p{L})/u,
  de: /(?<!\p{L})(?:es|sie|ihn|das|die|den|alles|alle|beide)(?!\p{L})/u,
  fr: /(?<!\p{L})(?:les|le|la|l'(?=ai|a)|tout|ça|cela)(?!\p{L}{4})/u,
  it: /(?<!\p{L})(?:l'ho|lo|la|li|le|tutto|tutti|me l|te l|te le|te li)(?!\p{L})/u,
  pt: /(?<!\p{L})(?:as|os|o|a|tudo|isso)(?!\p{L})/u,
  es: /(?<!\p{L})(?:las|los|lo|la|todo|eso)(?!\p{L})/u,
  hi: /(?<![\p{L}\p{M}])(?:उसे|इसे|उन्हें|सब)(?![\p{L}\p{M}])/u,
  th: /มัน|ทั้งหมด/u,
};
/** What is so, not what somebody did: with a day to come it is a plan. Folded. */
const IS_DONE: Readonly<Record<Language, RegExp>> = {
  en: /(?<!\p{L})(?:is|are|it's|they're|be|being)(?!\p{L})/u,
  de: /(?<!\p{L})(?:ist|sind|wird|werden)(?!\p{L})/u,
  fr: /(?<!\p{L})(?:est|sont|c'est)(?!\p{L})/u,
  it: /(?<!\p{L})(?:è|sono)(?!\p{L})/u,
  pt: /(?<!\p{L})(?:está|estão|é|são|ficam?)(?!\p{L})/u,
  es: /(?<!\p{L})(?:está|están|es|son|quedan?)(?!\p{L})/u,
  hi: /होग[ाीे]|होंगे/u,
  th: /จะ/u,
};

/** "Imprimi-os": verb and object in one. */
const ENCLITIC = /-(?:os|as|o|a|los|las|lo|la|lhes?|te|me|nos)(?!\p{L})/gu;

/** The verbs of the report; "none" where only whom is said ("I sent you one"); null where it reports nothing or says what. */
function verbsOf(reply: Reply, settings: DateSettings): readonly string[] | "none" | null {
  const { read, sentence } = reply;
  const { language, message } = read;
  const { negated, changed, act } = sentence.cues;
  if (negated || changed || (act !== "statement" && act !== "agreement" && act !== "decision")) return null;
  let text = sentence.text;
  for (const { phrase } of phrasesIn(text, message, language, settings)) text = text.replace(phrase, " ");
  if (language === "pt") text = text.replace(ENCLITIC, "");
  const clauses = text.split(CLAUSE_MARK).filter((clause) => completedBy(clause, language) !== null);
  if (clauses.length === 0) return null;
  const reported = clauses.join(", ");
  const said = replyOf(read, { text: reported, cues: sentence.cues }, reply.thread);
  const rest = said.topics.filter((word) => !OF_ANYTHING.has(word));
  if (language === "th") return rest.length === 1 ? rest : null;
  const verbs = clauses.flatMap((clause) => completedBy(clause, language) ?? []);
  if (rest.some((word) => !verbs.includes(word))) return null;
  const folded = fold(sentence.text);
  return RECIPIENT[language].test(folded) && !OBJECT[language].test(folded) ? "none" : rest;
}

/** The item that a bare report ends; "none" where it may be of several or of nothing; null for another report. */
export function reportedBarely(
  items: readonly FoundItem[],
  reply: Reply,
  settings: DateSettings,
  ahead: boolean,
): FoundItem | "none" | null {
  const { read, sentence, thread } = reply;
  const { language } = read;
  const verbs = verbsOf(reply, settings);
  if (verbs === null || verbs === "none") return verbs;
  if (verbs.length === 0) return null;
  if (ahead && IS_DONE[language].test(fold(sentence.text))) return "none";
  const asked = items.slice(-MAX_LOOK_BACK).filter(
    (item) =>
      item.kind === "task" &&
      isLive(item) &&
      item.read !== read &&
      isOwnedBy(item.who, read.message.senderId, thread) &&
      // Of all its words: "get" is of no topic, and what is bought was to be got.
      segment(item.sentence.text, language).some((word) =>
        verbs.some((verb) => sameVerb(verb, word, language)),
      ),
  );
  const direct = asked.find((item) => isDirectReply(item, reply));
  const [only] = asked;
  return direct ?? (asked.length === 1 && only !== undefined ? only : "none");
}
