/**
 * @file Checks of what a model wrote against the messages it cites (spec messages-calendar 3 "Verification"). A
 * sentence passes when nothing checkable in it is new: numbers, clock times, amounts, date words, addresses, names,
 * negation, and most of its words. Passing is no proof of truth; it catches what small models invent.
 */

import { unbreakControlTokens } from "#agent/prompts/prompt-lines";
import { detectLanguage } from "#agent/sentences/language";
import { LEXICONS, STOP_WORDS } from "#agent/sentences/lexicon";
import { contradicts, negationCount } from "#agent/sentences/negation";
import { ENGLISH_NUMBERS, numberWordsIn } from "#agent/sentences/number-words";
import { contentStems, fold, foldedWords, isSubsequence, stem, words } from "#agent/sentences/text";
import type { Language } from "#calendar/resolution";
import { wordSet } from "#shared/word-lists";

import { newDecision } from "./decisions.ts";
import { shiftsModality, shiftsTense } from "./modality.ts";

type Unsupported =
  | "no-source"
  | "number"
  | "clock"
  | "currency"
  | "date-word"
  | "url"
  | "email"
  | "name"
  | "overlap"
  | "negation"
  | "decision"
  // rewrites of one message only
  | "order"
  | "person"
  | "modality"
  | "omission";

export type Verdict = { readonly supported: true } | { readonly supported: false; readonly why: Unsupported };

/** A cited message: what it says and who says it. */
export interface Evidence {
  readonly text: string;
  /** Short name as given to the model. */
  readonly sender: string;
}

/** Share of content words that must occur in the cited messages (spec 3, check 3). */
const MIN_OVERLAP = 0.3;
/** Share of a message's content words that its rewrite must keep. */
const MIN_RECALL = 0.5;

const SUPPORTED: Verdict = { supported: true };
const unsupported = (why: Unsupported): Verdict => ({ supported: false, why });

const NUMBER = /\d+(?:[.,:/]\d+)*/g;
const CLOCK = /\d{1,2}(?:[:.]\d{2})?\s?(?:[ap]\.?m\b|uhr\b|h\b)/g;
/** "5k", "5 kg": another thing than five, or five of something else. */
const MEASURE = /\d\s?(?:k|mio|mrd|bn|tsd|lakh|crore|kg|mg|g|km|cm|mm|m|ml|l|kb|mb|gb|tb)(?![\p{L}\p{N}])/gu;
/** Anything a click could follow: addresses of any scheme, and of none ("//evil.test"). */
const URL_LIKE =
  /(?:\b[a-z][a-z\d+.-]{1,20}:\/\/|\bwww\.|(?<![:\p{L}\p{N}])\/\/(?=\S))[^\s<>"']+|\b(?:javascript|vbscript|data|blob|mailto|tel|sms|intent|about):[^\s<>"']+/gu;
/** "paypal-help.com" without a scheme; labels of one letter are "e.g." and "p.m.". */
const DOMAIN_LIKE =
  /(?<![@\p{L}\p{N}.-])(?:[\p{L}\p{N}][\p{L}\p{N}-]{0,62}\.){0,3}[\p{L}\p{N}][\p{L}\p{N}-]{1,62}\.\p{L}{2,24}(?![\p{L}\p{N}-])/gu;
const EMAIL_LIKE = /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}.-]{1,253}/gu;

const CURRENCIES: readonly (readonly [string, RegExp])[] = [
  ["EUR", /€|\beur(?:os?)?\b/],
  ["USD", /\$|\busd\b|\bdollars?\b|\bbucks?\b/],
  ["GBP", /£|\bgbp\b|\bpounds?\b|\bquid\b/],
  ["JPY", /¥|\bjpy\b|\byen\b/],
  ["INR", /₹|\binr\b|\brupees?\b/],
  ["CHF", /\bchf\b|\bfrancs?\b|\bfranken\b/],
  ["BRL", /r\$|\bbrl\b|\breais\b/],
  ["THB", /฿|\bthb\b|\bbaht\b|บาท/],
  ["pesos", /\bpesos?\b|\bmxn\b/],
  ["RUB", /₽|\brub\b|\br(?:o|u)[uú]?bles?\b|\brubel\b/],
  [
    "percent",
    /%|\bper ?cent\b|\bprozent\b|\bpour ?cent\b|\bper cento\b|\bpor ?cento\b|\bpor ciento\b|प्रतिशत|เปอร์เซ็นต์/,
  ],
];
const CURRENCY_SIGN = /\p{Sc}/gu;

/**
 * Checks a sentence against all messages it cites together.
 *
 * @param people every short name of the thread: naming somebody who is neither sender nor mentioned is invention
 */
export function checkClaim(text: string, evidence: readonly Evidence[], people: Iterable<string>): Verdict {
  if (evidence.length === 0 || text.trim() === "") return unsupported("no-source");
  const claim = unbreakControlTokens(text);
  const source = sourceOf(evidence);
  const languages = languagesOf(claim, source);
  const why =
    newToken(claim, source, languages) ??
    newDateWord(claim, source, languages) ??
    newName(claim, evidence, people, languages.said) ??
    (contradicts(claim, source, languages) ? "negation" : undefined) ??
    (newDecision(claim, source, languages.given) ? "decision" : undefined) ??
    lowOverlap(claim, evidence, languages.given);
  return why === undefined ? SUPPORTED : unsupported(why);
}

function newToken(claim: string, source: string, languages: Languages): Unsupported | undefined {
  const [said, given] = [dotted(fold(claim)), dotted(fold(source))];
  const missing = (pattern: RegExp): boolean => {
    const known = new Set((given.match(pattern) ?? []).map(plainToken));
    return (said.match(pattern) ?? []).some((token) => !known.has(plainToken(token)));
  };
  if (missing(URL_LIKE)) return "url";
  if (missing(EMAIL_LIKE)) return "email";
  if (missing(DOMAIN_LIKE)) return "url";
  if (missing(NUMBER) || missing(MEASURE) || newNumberWord(claim, source, languages)) return "number";
  if (missing(CLOCK)) return "clock";
  const currency = CURRENCIES.some(([, pattern]) => pattern.test(said) && !pattern.test(given));
  const known = CURRENCIES.filter(([, pattern]) => pattern.test(given));
  const isNewSign = (sign: string): boolean =>
    !given.includes(sign) && !known.some(([, pattern]) => pattern.test(sign));
  return currency || (said.match(CURRENCY_SIGN) ?? []).some(isNewSign) ? "currency" : undefined;
}

/** Browsers take the full stop of other scripts for the dot of an address. */
const dotted = (text: string): string => text.replace(/(?<=[\p{L}\p{N}])[。｡](?=[\p{L}\p{N}])/gu, ".");

function newNumberWord(claim: string, source: string, { said, given }: Languages): boolean {
  const known = numberWordsIn(source, [said, given]);
  return [...numberWordsIn(claim, [said, given])].some((word) => !known.has(word));
}

interface Languages {
  readonly said: Language;
  readonly given: Language;
}

function languagesOf(claim: string, source: string): Languages {
  const given = detectLanguage(source, "en");
  return { said: detectLanguage(claim, given), given };
}

/** Marks at the end of an address or number belong to the sentence; "4 p.m." is "4pm", "www.ok.test" "ok.test". */
const plainToken = (token: string): string =>
  token
    .replace(/^www\./, "")
    .replace(/[.,;:!?)]+$/, "")
    .replace(/\s/g, "")
    .replace(/([ap])\.m/, "$1m");

function missingWord(said: string, given: string, vocabulary: ReadonlySet<string>): boolean {
  const known = new Set(words(given));
  return words(said).some((word) => vocabulary.has(word) && !known.has(word));
}

const dateWordsOf = (languages: readonly Language[]): ReadonlySet<string> =>
  new Set(languages.flatMap((language) => LEXICONS[language].dateWord));

function newDateWord(claim: string, source: string, languages: Languages): Unsupported | undefined {
  const vocabulary = dateWordsOf([languages.given, languages.said]);
  const [said, given] = [fold(claim), fold(source)];
  if (languages.given !== "th") return missingWord(said, given, vocabulary) ? "date-word" : undefined;
  return [...vocabulary].some((word) => said.includes(word) && !given.includes(word))
    ? "date-word"
    : undefined;
}

/** "Paid by peter", "avec pierre": what follows one of these and stands nowhere is somebody, however it is written. */
const BEFORE_PEOPLE = wordSet("by with from von mit bei par avec chez da con por com");

const isNamedBy = (before: string, word: string): boolean =>
  BEFORE_PEOPLE.has(before) && /^\p{L}/u.test(word) && !isSmallWord(word);

const isSmallWord = (word: string): boolean =>
  REPORT_OPENERS.has(word) || Object.values(STOP_WORDS).some((stopWords) => stopWords.has(word));

/** Capitalised words that open a report rather than name somebody. */
const REPORT_OPENERS = wordSet(
  "everyone everybody someone somebody nobody people both meeting question decision plan reminder the a an",
);

/**
 * A capitalised word is a name unless a cited message holds the word, it is a sender's own name, or it opens the
 * sentence and is a small word. Known people are also looked for without capitals.
 */
function newName(
  claim: string,
  evidence: readonly Evidence[],
  people: Iterable<string>,
  language: Language,
): Unsupported | undefined {
  const known = new Set(evidence.flatMap((item) => foldedWords(`${item.sender} ${item.text}`)));
  const knownStems = new Set([...known].map(stem));
  const isKnown = (word: string): boolean => known.has(word) || knownStems.has(stem(word));
  const line = ` ${foldedWords(claim).join(" ")} `;
  for (const name of people) {
    const parts = foldedWords(name);
    if (parts.length > 0 && !parts.every(isKnown) && line.includes(` ${parts.join(" ")} `)) {
      // "will", "may": a name that is also a small word counts only when it is written as a name.
      if (!STOP_WORDS[language].has(parts[0] ?? "") || claim.includes(name)) return "name";
    }
  }
  const list = words(claim);
  for (const [index, word] of list.entries()) {
    const folded = fold(word);
    const isNameLike = /^[\p{Lu}\p{Nl}]/u.test(word) || isNamedBy(fold(list[index - 1] ?? ""), folded);
    if (!isNameLike || isKnown(folded)) continue;
    const opens = index === 0 && (STOP_WORDS[language].has(folded) || REPORT_OPENERS.has(folded));
    if (!opens && !/^i(?:'|$)/.test(folded) && !isKnown(folded.replace(/'s$/, ""))) return "name";
  }
  return undefined;
}

const sourceOf = (evidence: readonly Evidence[]): string => evidence.map((item) => item.text).join("\n");

/**
 * Share of the claim's content words that the evidence holds, 0 to 1; a claim without content words has 1. Senders' names
 * count on neither side: who said something bears nothing out.
 * @param language of the evidence
 */
export function overlap(
  claim: string,
  evidence: readonly Evidence[],
  language = detectLanguage(sourceOf(evidence), "en"),
): number {
  const source = sourceOf(evidence);
  const names = new Set(evidence.flatMap((item) => contentStems(item.sender, STOP_WORDS[language])));
  const said = contentStems(claim, STOP_WORDS[language]).filter((word) => !names.has(word));
  const given = new Set(contentStems(source, STOP_WORDS[language]));
  return said.length === 0 ? 1 : said.filter((word) => given.has(word)).length / said.length;
}

function lowOverlap(
  claim: string,
  evidence: readonly Evidence[],
  language: Language,
): Unsupported | undefined {
  return overlap(claim, evidence, language) < MIN_OVERLAP ? "overlap" : undefined;
}

const FIRST_OR_SECOND_PERSON = wordSet(
  "i i'm i'll i've i'd me my mine myself we we're we'll we've us our ours you you're you'll your yours",
);
const PLURAL_THIRD = wordSet("they they're they'll they've them their theirs");
const SINGULAR_THIRD = wordSet("he him his she her hers himself herself");

/**
 * Stricter checks for an indirect rewrite of one message: its words in their order, the message's numbers, date words
 * and half of its content kept, nobody else spoken of. Written for what a 135M model gets wrong: words leaking from the
 * examples, swapped roles, dropped dates, a subject turned into "they".
 *
 * @param body what the rewrite says after its opener ("asks whether"), in English
 */
export function checkRewrite(body: string, message: Evidence, people: Iterable<string>): Verdict {
  const claim = checkClaim(body, [message], people);
  if (!claim.supported) return claim;
  const said = contentStems(body, STOP_WORDS.en);
  const given = contentStems(message.text, STOP_WORDS.en);
  if (said.length === 0) return unsupported("omission");
  if (!isSubsequence(said, given)) return unsupported("order");
  if (new Set(said).size < MIN_RECALL * new Set(given).size) return unsupported("omission");
  if (dropsFacts(body, message.text) || dropsVerb(body, message.text)) return unsupported("omission");
  if (negationCount(body, "en") !== negationCount(message.text, "en")) return unsupported("negation");
  if (shiftsModality(body, message.text) || shiftsTense(body, message.text)) return unsupported("modality");
  return shiftsPerson(body, message.text) ? unsupported("person") : SUPPORTED;
}

/** Every number and date word of the message must survive: a plan without its day is a different plan. */
function dropsFacts(body: string, messageText: string): boolean {
  const [said, given] = [fold(body), fold(messageText)];
  const kept = new Set([...words(said), ...(said.match(NUMBER) ?? [])]);
  const dates = dateWordsOf(["en"]);
  const facts = [
    ...words(given).filter((word) => dates.has(word) || ENGLISH_NUMBERS.has(word)),
    ...(given.match(NUMBER) ?? []),
  ];
  return facts.some((fact) => !kept.has(fact));
}

const FORMS_OF_BE = wordSet(
  "is are am was were be been being i'm you're we're they're he's she's it's that's there's isn't aren't wasn't weren't",
);

/** "the dinner at 8" of "Dinner is at 8" says nothing any more. */
function dropsVerb(body: string, messageText: string): boolean {
  return holdsFormOfBe(messageText) && !holdsFormOfBe(body);
}

const holdsFormOfBe = (text: string): boolean => foldedWords(text).some((word) => FORMS_OF_BE.has(word));

/** True when a text says I, we or you: only then may its report say "they". */
export function speaksOfSelf(text: string): boolean {
  return foldedWords(text).some((word) => FIRST_OR_SECOND_PERSON.has(word));
}

function shiftsPerson(body: string, messageText: string): boolean {
  const [said, given] = [foldedWords(body), new Set(foldedWords(messageText))];
  const personal = speaksOfSelf(messageText);
  return said.some((word) => {
    if (FIRST_OR_SECOND_PERSON.has(word)) return true;
    if (PLURAL_THIRD.has(word)) return !personal && !given.has(word);
    return SINGULAR_THIRD.has(word) && !given.has(word);
  });
}
