/**
 * @file Answers told in passing: one of two that were offered ("Chocolate or lemon?" – "Lemon please"), and what those said
 * whom somebody was to ask ("ask the neighbours" – "neighbours said yes").
 */

import { isOwnedBy } from "#agent/sentences/ownership";
import { fold, segment } from "#agent/sentences/text";
import { sameWord } from "#agent/sentences/topic";
import { END, START } from "#agent/sentences/whole-words";
import type { Language } from "#calendar/resolution";
import { wordSet } from "#shared/word-lists";

import type { FoundItem } from "./found-item.ts";
import { isLive, itemTopics, MAX_LOOK_BACK, touch, type Reply } from "./reply.ts";

type Items = readonly FoundItem[];

/** Between two of which one is to be chosen, with the word on either side. */
const OR: Readonly<Record<Language, ReadonlySet<string>>> = {
  en: wordSet("or"),
  de: wordSet("oder"),
  fr: wordSet("ou"),
  it: wordSet("o oppure"),
  pt: wordSet("ou"),
  es: wordSet("o u"),
  hi: wordSet("या"),
  th: wordSet("หรือ"),
};
/** Messages within which a word of the two chooses; and how many words such a choice has in its first clause. */
const CHOICE_WINDOW = 3;
const MAX_CHOICE_WORDS = 4;
/** Words beside the one that is chosen. */
const AROUND = wordSet(
  `please pls the a i'd i'll take prefer for me definitely bitte lieber gern gerne ich nehme die das den für mich s'il te plaît stp plutôt le la les
  je préfère prends per favore meglio preferisco il lo por favor pf prefiro o prefiero mejor el yo eu प्लीज़ कृपया वाला ครับ ค่ะ`,
);

/** The question between two closed by a sentence that names one of them and says little else. */
export function choose(items: Items, reply: Reply): Items | null {
  const { read, sentence } = reply;
  if (/[?？]/u.test(sentence.text)) return null;
  const [clause = ""] = sentence.text.split(/[,;.!–]/u);
  const said = segment(fold(clause), read.language);
  if (said.length === 0 || said.length > MAX_CHOICE_WORDS) return null;
  const target = items.findLast(
    (item) =>
      item.kind === "question" &&
      item.status === "open" &&
      item.read.message.senderId !== read.message.senderId &&
      read.index - item.read.index <= CHOICE_WINDOW &&
      namesOne(said, item, read.language),
  );
  return target === undefined ? null : touch(items, target, reply, { status: "done" });
}

function namesOne(said: readonly string[], { sentence, read }: FoundItem, language: Language): boolean {
  const words = segment(fold(sentence.text), read.language);
  const at = words.findIndex((word) => OR[read.language].has(word) || OR[language].has(word));
  if (at < 1 || at === words.length - 1) return false;
  const rest = said.filter((word) => !AROUND.has(word));
  return rest.length > 0 && rest.every((word) => words.some((other) => sameWord(word, other, read.language)));
}

interface AskingWords {
  /** Verbs of a task that is done once its object has answered. Folded beginnings. */
  readonly asks: RegExp;
  /** Verbs by which the answer is told, right behind who gave it. Folded. */
  readonly tells: RegExp;
}

const words = (asks: string, tells: string): AskingWords => ({
  asks: new RegExp(`${START}(?:${asks})`, "u"),
  tells: new RegExp(`^(?:${tells})${END}`, "u"),
});

const ASKING: Readonly<Record<Language, AskingWords>> = {
  en: words(
    "ask|check with|talk to|speak to|call|ring|phone|text",
    "said|says|say|agreed|agree|replied|answered|told|are fine with|is fine with|don't mind|doesn't mind",
  ),
  de: words(
    "frag|ruf|sprich|red",
    "sagt|sagen|sagte|sagten|meint|meinen|meinte|meinten|hat gesagt|haben gesagt|hat zugesagt|haben zugesagt|ist einverstanden|sind einverstanden",
  ),
  fr: words(
    "demand|appel|parle",
    "dit|disent|a dit|ont dit|est d'accord|sont d'accord|a répondu|ont répondu",
  ),
  it: words(
    "chied|chiam|senti|parla",
    "dice|dicono|ha detto|hanno detto|è d'accordo|sono d'accordo|ha risposto|hanno risposto",
  ),
  pt: words("pergunt|lig|fala", "diz|dizem|disse|disseram|concordou|concordaram|respondeu|responderam"),
  es: words(
    "pregunt|llam|habla",
    "dice|dicen|dijo|dijeron|ha dicho|han dicho|está de acuerdo|están de acuerdo|respondió|respondieron",
  ),
  hi: words("पूछ|फ़ोन|फोन", "ने कहा|ने बोला|ने हाँ|मान गए|मान गया|मान गई|बोले"),
  th: { asks: /ถาม|โทร/u, tells: /^(?:บอกว่า|ตอบว่า|บอก|ตกลง)/u },
};

/** The task of asking somebody done by a report of what they said. */
export function answerReported(items: Items, reply: Reply): Items | null {
  const { read, sentence, thread } = reply;
  const { text, cues } = sentence;
  if (/[?？]/u.test(text) || (cues.act !== "statement" && cues.act !== "agreement")) return null;
  const { asks, tells } = ASKING[read.language];
  const folded = fold(text);
  const target = items.slice(-MAX_LOOK_BACK).findLast((item) => {
    if (item.kind !== "task" || !isLive(item) || item.read === read) return false;
    const open = item.who.kind === "unclear" || isOwnedBy(item.who, read.message.senderId, thread);
    if (!open || !asks.test(fold(item.sentence.text))) return false;
    return itemTopics(item, reply).some((word) => isSubject(word, folded, tells, read.language));
  });
  return target === undefined ? null : touch(items, target, reply, { status: "done" });
}

/** "The neighbours said": the word, and right behind it the verb. */
function isSubject(word: string, folded: string, tells: RegExp, language: Language): boolean {
  const pattern = /[\p{L}\p{M}\p{N}'’-]+/gu;
  if (language === "th") {
    const at = folded.indexOf(word);
    return at >= 0 && tells.test(folded.slice(at + word.length).trimStart());
  }
  return [...folded.matchAll(pattern)].some(
    ({ 0: said, index }) =>
      sameWord(said, word, language) && tells.test(folded.slice(index + said.length).trimStart()),
  );
}
