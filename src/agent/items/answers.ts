/**
 * @file Whether a message answers a question that was asked just before it (spec messages-calendar 3): a time for "when", a
 * place for "where", a person for "who", yes or no, or words of the question with something new to them. What does not look
 * like an answer leaves the question open.
 */

import type { DateSettings } from "#agent/sentences/due";
import { LEXICONS } from "#agent/sentences/lexicon";
import { isOwnedBy } from "#agent/sentences/ownership";
import { takesOffer } from "#agent/sentences/please";
import { readQuestion, type AnswerType } from "#agent/sentences/question";
import { shareVerb } from "#agent/sentences/same-verb";
import { fold, segment } from "#agent/sentences/text";
import { sharedWords } from "#agent/sentences/topic";
import type { Language } from "#calendar/resolution";
import { wordSet } from "#shared/word-lists";

import {
  hasNumberWord,
  hasTime,
  isCourtesy,
  namesPerson,
  namesPlace,
  OPENING,
  opensWithTime,
  saysOnlyWhen,
  saysPhrase,
  saysSomething,
  saysYesOrNo,
  volunteers,
  type Pair,
} from "./answer-forms.ts";
import { ANSWER_WORDS } from "./answer-words.ts";
import type { FoundItem } from "./found-item.ts";
import { isAboutAnother, isLive, itemTopics, MAX_LOOK_BACK, shared, touch, type Reply } from "./reply.ts";

/** Messages within which words of the question make an answer; and within which something shorter does. */
const ANSWER_WINDOW = 5;
const SHORT_WINDOW = 3;

const ANSWERING: ReadonlySet<string> = new Set([
  "agreement",
  "statement",
  "decision",
  "offer",
  "duty",
  "request",
]);

/** The items with the question closed that this sentence answers, or null: the latest of somebody else that it fits. */
export function answer(
  items: readonly FoundItem[],
  reply: Reply,
  settings: DateSettings,
): readonly FoundItem[] | null {
  const { read, sentence } = reply;
  if (!ANSWERING.has(sentence.cues.act) || /[?？]/.test(sentence.text)) return null;
  const open = items.filter(
    (item) =>
      item.kind === "question" &&
      item.status === "open" &&
      (item.read.message.senderId !== read.message.senderId || takesOnOwn(item, reply)) &&
      read.index > item.read.index &&
      read.index - item.read.index <= ANSWER_WINDOW,
  );
  const target = open
    .toReversed()
    .find(
      (question, at) =>
        takesOnOwn(question, reply) ||
        isAnswer(pairOf(question, items, reply, settings), at === 0 && !isAskedSince(items, question, reply)),
    );
  return target === undefined ? null : touch(items, target, reply, { status: "done" });
}

/** "Who brings the ball?", and where nobody does: "then I'll bring it". */
function takesOnOwn(item: FoundItem, { read, sentence }: Reply): boolean {
  if (sentence.cues.act !== "offer" || kindOf(item) !== "person") return false;
  if (item.read.message.senderId !== read.message.senderId) return false;
  const { language } = read;
  return shareVerb(segment(item.sentence.text, language), segment(sentence.text, language), language);
}

/** After the question its answerer was asked for something, which an "ok" is then to. */
function isAskedSince(items: readonly FoundItem[], question: FoundItem, { read, thread }: Reply): boolean {
  return items.some(
    (item) =>
      item.kind === "task" &&
      isLive(item) &&
      item.read.index > question.read.index &&
      isOwnedBy(item.who, read.message.senderId, thread),
  );
}

function pairOf(
  question: FoundItem,
  items: readonly FoundItem[],
  reply: Reply,
  settings: DateSettings,
): Pair {
  const { read, sentence } = reply;
  const taken = sharedWords(reply.topics, itemTopics(question, reply), read.language);
  return {
    question,
    reply,
    settings,
    gap: read.index - question.read.index,
    others: items.filter((item) => item.kind !== "question" && isLive(item)).slice(-MAX_LOOK_BACK),
    said: segment(sentence.text, read.language),
    taken,
    other: reply.own.filter((word) => !taken.includes(word)),
  };
}

/** @param latest whether no other open question was asked since */
function isAnswer(pair: Pair, latest: boolean): boolean {
  const { reply, question, gap } = pair;
  const { language } = reply.read;
  // "Just bring bread" answers only "what shall I bring?", right away.
  if (reply.sentence.cues.act === "request") {
    if (!latest || gap !== 1) return false;
    const asked = kindOf(question);
    return asked === "open" || (asked === "yes-no" && saysYesOrNo(pair));
  }
  if (saysPhrase(reply, ANSWER_WORDS[language].dontKnow) || isCourtesy(pair)) return false;
  if (isAboutAnother(question, reply)) return false;
  const near = latest && gap <= SHORT_WINDOW;
  if (near && gap === 1 && isPromisedAtOnce(pair)) return true;
  if (near && takesOffer(fold(reply.sentence.text), language)) return true;
  return hasFormOf(kindOf(question), pair, near);
}

/** @param near an answer in so few words is looked for here: it needs none of the question's */
function hasFormOf(kind: Kind, pair: Pair, near: boolean): boolean {
  const { reply, question, gap } = pair;
  const taken = pair.taken.length > 0;
  switch (kind) {
    case "time":
      return hasTime(pair) && (taken || (near && (pair.other.length === 0 || opensWithTime(pair))));
    case "place":
      return (near || taken) && namesPlace(pair);
    case "person":
      return (near || taken) && namesPerson(pair);
    case "amount":
    case "code":
      return (near || taken) && (/\p{N}/u.test(reply.sentence.text) || hasNumberWord(pair));
    case "yes-no":
      return (
        near &&
        (saysYesOrNo(pair) ||
          saysOnlyWhen(pair) ||
          bargains(pair) ||
          (question.sentence.cues.someone && volunteers(pair)) ||
          (taken && !reply.sentence.cues.past))
      );
    case "open":
      return (
        taken ||
        saysPhrase(reply, ANSWER_WORDS[reply.read.language].because) ||
        (near && gap === 1 && saysSomething(pair) && !isOfAnother(pair))
      );
    default:
      return kind satisfies never;
  }
}

/** "Would you take 120?" – "140 and it's yours". */
const bargains = ({ question, reply, gap }: Pair): boolean =>
  gap === 1 && BARE_NUMBER.test(question.sentence.text) && BARE_NUMBER.test(reply.sentence.text);
const BARE_NUMBER = /(?<![\d:.,])\d{1,5}(?![\d:.]*\d|\s?(?:am|pm|uhr|h)(?!\p{L}))/iu;

/** "Anyone got the key?" – "I'll get one cut"; "Deb, what's your number?" – "I'll send it": the promise is the answer. */
function isPromisedAtOnce({ question, reply }: Pair): boolean {
  const { sentence, read, thread } = reply;
  if (sentence.cues.act !== "offer") return false;
  return question.sentence.cues.someone || isOwnedBy(question.who, read.message.senderId, thread);
}

/** "The plates are in the car" is of the plates that somebody was asked to bring, and not how the exam was. */
const isOfAnother = ({ reply, others }: Pair): boolean =>
  others.some((item) => shared(item, reply).length > 0);

type Kind = Exclude<AnswerType, "any"> | "yes-no" | "open";

const HOW_LONG =
  /how long|wie lange|combien de temps|quanto (?:dura|tempo|ci (?:vuole|mette))|cuánto (?:dura|tiempo|se tarda)|कितनी देर|कितना समय|นานแค่ไหน|กี่ชั่วโมง|นานไหม/u;
const YES_NO_END = /(?:ไหม|มั้ย|หรือเปล่า|รึเปล่า|หรือยัง)\S{0,4}\s*\??$|क्या\s*\??$/u;

function kindOf({ sentence, read }: FoundItem): Kind {
  const { language } = read;
  const { type } = readQuestion(sentence.text, language);
  if (HOW_LONG.test(fold(sentence.text))) return "time";
  if (type !== "any") return type;
  const words = segment(sentence.text, language);
  if (YES_NO_END.test(fold(sentence.text)) || (language === "hi" && words[0] === "क्या")) return "yes-no";
  // "Mit welchem Auto", "so what do we do": not only the first word asks.
  const asks = (ASKS_LATE.has(language) ? words : words.slice(0, OPENING)).some(
    (word) => LEXICONS[language].questionWord.includes(word) || ALSO_ASKS[language]?.has(word) === true,
  );
  const indefinite = words.some((word) => INDEFINITE.has(word)) || INDEFINITE_TH.test(sentence.text);
  return asks || indefinite ? "open" : "yes-no";
}

/** "Shall I bring something?" is answered with what. */
const INDEFINITE: ReadonlySet<string> = wordSet("something anything etwas irgendwas algo alguma qualcosa कुछ");
const INDEFINITE_TH = /อะไร/u;

/** "On est dans quelle salle ?": these put the word that asks anywhere. */
const ASKS_LATE: ReadonlySet<Language> = new Set(["fr", "hi", "th"]);

const ALSO_ASKS: Readonly<Partial<Record<Language, ReadonlySet<string>>>> = {
  de: wordSet("welchem welchen"),
  it: wordSet("qual che cos'è com'è"),
  pt: wordSet("que qual"),
  hi: wordSet("क्या किस कौनसा कौनसी कौनसे"),
};
