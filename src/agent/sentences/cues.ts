/**
 * @file Reads what a sentence does (asks, offers, decides, cancels, ...) from the cue words of its language. It is a
 * reading aid for ranking and ownership (spec messages-calendar 3), not understanding: callers treat "no cue" as normal.
 */

import type { Language } from "#calendar/resolution";
import { getOrAdd } from "#shared/get-or-add";
import { wordSet } from "#shared/word-lists";

import { isIdiom, withoutReported } from "./idioms.ts";
import { LEXICONS, THANKS, UNIVERSAL, type Lexicon } from "./lexicon.ts";
import { namesOccasion } from "./occasions.ts";
import { asksWhoWants, ordersIt, owes } from "./orders.ts";
import { offersErrand, promises, speaksOfOwnDuty } from "./own-task.ts";
import { isOfSender, saysHowSomebodyIs } from "./persons.ts";
import { takesOffer } from "./please.ts";
import { asksWithoutMark, beginsLikeYes, endsAsRequest, isBareYes, takesOn } from "./sentence-form.ts";
import { completedBy, finishedPart, tellsOfThePast } from "./tense.ts";
import { fold, words } from "./text.ts";
import { isUnreal } from "./unreal.ts";

type SpeechAct =
  | "request"
  | "duty"
  | "offer"
  | "suggestion"
  | "question"
  | "decision"
  | "agreement"
  | "statement";

export interface Cues {
  readonly act: SpeechAct;
  /** "ok", 👍: agrees with what was said before. */
  readonly accepts: boolean;
  /** "will do": agrees and takes it on. */
  readonly commits: boolean;
  readonly done: boolean;
  /** Folded words of the verb by which it reports that something was done ("printed"), or null. */
  readonly completed: readonly string[] | null;
  /** Tells of what is over. */
  readonly past: boolean;
  readonly cancelled: boolean;
  readonly changed: boolean;
  readonly everyone: boolean;
  readonly someone: boolean;
  /** Names something that goes into a calendar ("dinner"). */
  readonly eventWord: boolean;
  /** The sender is its subject, or what it tells of is the sender's: "I land at 9", "my physio". */
  readonly ofSender: boolean;
  readonly negated: boolean;
  /** Begins with a question word or as a yes-or-no question. */
  readonly opensAsQuestion: boolean;
}

/** An agreement is short: "ok, sounds good to me". Longer sentences say something of their own. */
const AGREEMENT_WORDS = 6;
/** "Ok, could you": how many words may come before the opener of a sentence. */
const FILLER_WORDS = 2;

/** Cue entries wrapped in spaces, so that a plain substring search finds whole words only. */
const paddedCues = new WeakMap<readonly string[], readonly string[]>();

const padded = (cues: readonly string[]): readonly string[] =>
  getOrAdd(paddedCues, cues, () => cues.map((cue) => ` ${cue} `));

/** A sentence in the two forms cues are looked up in. */
interface Prepared {
  readonly language: Language;
  readonly folded: string;
  /** Words between single spaces, with a space at both ends. */
  readonly line: string;
  readonly words: readonly string[];
  readonly thai: boolean;
}

function prepare(sentence: string, language: Language): Prepared {
  const folded = fold(sentence);
  const list = words(folded);
  return { language, folded, line: ` ${list.join(" ")} `, words: list, thai: language === "th" };
}

function has(text: Prepared, cues: readonly string[]): boolean {
  if (text.thai) return cues.some((cue) => text.folded.includes(cue));
  return padded(cues).some((cue) => text.line.includes(cue));
}

function startsWith(text: Prepared, cues: readonly string[]): boolean {
  if (text.thai) return has(text, cues);
  return padded(cues).some((cue) => {
    const at = text.line.indexOf(cue);
    return at >= 0 && text.line.slice(0, at).split(" ").length - 1 <= FILLER_WORDS;
  });
}

const hasSymbol = (text: Prepared, symbols: readonly string[]): boolean =>
  symbols.some((symbol) => text.folded.includes(symbol));

function isQuestion(text: Prepared): boolean {
  if (/[?？]/.test(text.folded)) return true;
  return asksWithoutMark(text.folded, text.language) && !asksWhoWants(text.folded, text.language);
}

function opensWithAgreement(text: Prepared, lexicon: Lexicon): boolean {
  if (isBareYes(text.folded, text.language)) return true;
  if (beginsLikeYes(text.folded, text.language)) return false;
  const symbol = text.words.length === 0 && hasSymbol(text, ["👍", "👌", "🙌"]);
  return symbol || [lexicon.accept, lexicon.commit, UNIVERSAL.accept].some((cues) => opensWith(text, cues));
}

/** "Sure, I'll bring it" and "works for me, but I have to leave at 5" agree as well; a mere "ok" must stand alone. */
function acceptsWhatWasSaid(text: Prepared, lexicon: Lexicon, act: SpeechAct): boolean {
  if (isQuestion(text)) return false;
  if (text.words.some((word) => THANKS.has(word))) return false;
  if (act === "statement") {
    if (saysHowSomebodyIs(text.folded, text.language) || beginsLikeYes(text.folded, text.language))
      return false;
    if (padded(lexicon.acceptAtEnd).some((cue) => text.line.endsWith(cue)) && !has(text, lexicon.negation))
      return true;
    return opensWith(
      text,
      lexicon.accept.filter((cue) => cue.includes(" ")),
    );
  }
  if (act !== "agreement" && act !== "offer") return false;
  return opensWithAgreement(text, lexicon) && !refuses(text, lexicon);
}

function opensWith(text: Prepared, cues: readonly string[]): boolean {
  if (text.thai) return has(text, cues);
  return padded(cues).some((cue) => text.line.startsWith(cue));
}

/** "Sure, I'll bring the projector" agrees, but what it says is the offer. */
function isAgreement(text: Prepared, lexicon: Lexicon): boolean {
  if (isBareYes(text.folded, text.language)) return true;
  if (isQuestion(text) || text.words.length > AGREEMENT_WORDS || !opensWithAgreement(text, lexicon))
    return false;
  if (has(text, lexicon.change)) return false;
  return !isOffer(text, lexicon) || has(text, lexicon.commit);
}

const isOffer = (text: Prepared, lexicon: Lexicon): boolean =>
  !isUnreal(text.folded, text.language) &&
  (has(text, lexicon.offer) ||
    takesOn(text.folded, text.language) ||
    offersErrand(text.folded, text.language) ||
    promises(text.folded, text.language, isDated(text, lexicon))) &&
  !has(text, lexicon.notOffer);

const isDated = (text: Prepared, lexicon: Lexicon): boolean =>
  /\d/.test(text.folded) || has(text, lexicon.dateWord);

/** What follows a verb and hardly ever an event noun. */
const OBJECTS = wordSet("me him her them us the my your our a an this that");

/** Verbs behind what is no command but their subject. */
const FINITE = wordSet("is are was were will starts begins opens has meets");

/** A sentence that begins with a verb of the list is an order: "Send me ...", "Ola, please send me ...". */
function isImperative(text: Prepared, lexicon: Lexicon): boolean {
  // "Mach ich" takes on and orders nothing.
  if (opensWith(text, lexicon.commit)) return false;
  const openers = text.words.slice(0, FILLER_WORDS + 1);
  const at = openers.findIndex((word) => lexicon.imperative.includes(word));
  const verb = openers[at];
  // "Book club is on Tuesday", "print shop opens at 9": nouns.
  if (at === 0 && text.language === "en" && text.words.slice(2, 4).some((word) => FINITE.has(word)))
    return false;
  // "Call me" is an order, "call tomorrow at 4" is an event.
  if (verb !== undefined && lexicon.event.includes(verb) && !OBJECTS.has(text.words[at + 1] ?? ""))
    return false;
  if (at <= 0) return at === 0;
  // After a name or a filler only where a comma parts it, so that "I book" is not an order.
  const head = text.folded.slice(0, text.folded.indexOf(openers[at] as string));
  return /[,:;!]\s*$/.test(head);
}

/** Also what somebody else can do ("non può", "no puede"): requests only where they are asked. */
const ONLY_ASKED = wordSet("può potete pode podem puede pueden");

/** Request cues that need no question mark. */
const unmistakable = ({ language }: Prepared): readonly string[] =>
  getOrAdd(requestCues, language, () => LEXICONS[language].request.filter((cue) => !ONLY_ASKED.has(cue)));

const requestCues = new Map<Language, readonly string[]>();

/** "Done", but not "will be done on Friday". */
function saysDone(text: Prepared, lexicon: Lexicon): boolean {
  if (hasSymbol(text, UNIVERSAL.done)) return true;
  return (
    has(text, lexicon.done) &&
    has(prepare(finishedPart(text.folded, text.language), text.language), lexicon.done)
  );
}

/** "Commande passée", "Compra hecha": begins like a command and reports. */
const isShortReport = ({ words: said, folded, language }: Prepared): boolean =>
  said.length <= 3 && completedBy(folded, language) !== null;

/** "You must be tired", "that has to be the best joke" supposes. */
const SUPPOSES =
  /(?<!\p{L})(?:you|he|she|they|i|there|that|this|it|we) must be (?!(?:sent|done|paid|signed|returned|booked|ordered|ready|finished|submitted|at|in|there|back)(?!\p{L}))|has to be (?:the|a|one of|some|joking)(?!\p{L})|must be (?:earned|nice|fun|joking|kidding|love)(?!\p{L})/u;

/** "Ich muss noch lachen": whether a duty of one's own is a task is asked later. */
const isDuty = (text: Prepared, lexicon: Lexicon): boolean =>
  has(text, lexicon.duty) && !speaksOfOwnDuty(text.folded, text.language) && !SUPPOSES.test(text.folded);

function speechAct(text: Prepared, lexicon: Lexicon): SpeechAct {
  const question = isQuestion(text);
  if (isAgreement(text, lexicon)) return "agreement";
  if (isIdiom(text.folded, text.language)) return question ? "question" : "statement";
  if (takesOffer(text.folded, text.language)) return "statement";
  if (!question && has(text, lexicon.decide)) return "decision";
  const asksFor = lexicon.questionWord.includes(text.words[0] ?? "");
  // "Who lets him in?" holds a word of suggesting, "how about" is one.
  if (question && asksFor && !opensWith(text, lexicon.suggest)) return "question";
  if (startsWith(text, lexicon.suggest)) return "suggestion";
  if (question && asksFor) return "question";
  const commands = isImperative(text, lexicon) && !isShortReport(text);
  if (has(text, question ? lexicon.request : unmistakable(text)) || commands) return "request";
  if (endsAsRequest(text.folded, text.language)) return "request";
  if (question) return "question";
  if (ordersIt(text.folded, text.language) || owes(text.folded, text.language)) return "request";
  if (isDuty(text, lexicon)) return "duty";
  if (isOffer(text, lexicon)) return "offer";
  return "statement";
}

/** Acts that may change a plan beside the reporting ones: "can we do 4 instead?", "we have to come at 8 instead". */
const CHANGING: ReadonlySet<SpeechAct> = new Set<SpeechAct>(["suggestion", "request", "duty"]);

/** Acts that talk about the future or ask: "done by Friday?" reports nothing. */
const REPORTING: readonly SpeechAct[] = ["statement", "agreement", "decision"];

/** Cues of one sentence; `language` is that of its message. */
export function readCues(sentence: string, language: Language): Cues {
  const lexicon = LEXICONS[language];
  const text = prepare(sentence, language);
  const told = withoutReported(text.folded);
  const act = speechAct(told === text.folded ? text : prepare(told, language), lexicon);
  const negated = has(text, lexicon.negation);
  const reports = REPORTING.includes(act) && !isQuestion(text);
  const commits = !negated && !isQuestion(text) && startsWith(text, lexicon.commit);
  const changed = (reports || CHANGING.has(act)) && has(text, lexicon.change);
  return {
    act,
    accepts: acceptsWhatWasSaid(text, lexicon, act),
    commits,
    done: reports && !negated && !commits && saysDone(text, lexicon),
    // "We have to call it off" is a duty that reports one.
    cancelled: (reports || (act === "duty" && !isQuestion(text))) && isCancelling(text, lexicon),
    completed: reports && !negated && !changed ? completedBy(sentence, language) : null,
    // "Was moved to Friday" is over, and Friday is not.
    past: !changed && tellsOfThePast(text.folded, language),
    changed,
    everyone: has(text, lexicon.everyone),
    someone: has(text, lexicon.someone),
    eventWord: namesOccasion(text, language),
    ofSender: isOfSender(text.folded, language),
    negated,
    opensAsQuestion: [...lexicon.questionWord, ...lexicon.yesNoOpener].includes(text.words[0] ?? ""),
  };
}

/** "no problem" and "never mind" hold a negation word of their own; "don't cancel" is negated. */
function isNegatedBeyond(text: Prepared, lexicon: Lexicon, cues: readonly string[]): boolean {
  const line = padded(cues).reduce((rest, cue) => rest.replace(cue, " "), text.line);
  return has({ ...text, line }, lexicon.negation);
}

const refuses = (text: Prepared, lexicon: Lexicon): boolean =>
  isNegatedBeyond(text, lexicon, lexicon.accept) && isNegatedBeyond(text, lexicon, lexicon.commit);

function isCancelling(text: Prepared, lexicon: Lexicon): boolean {
  if (hasSymbol(text, UNIVERSAL.cancel)) return true;
  return has(text, lexicon.cancel) && !isNegatedBeyond(text, lexicon, lexicon.cancel);
}
