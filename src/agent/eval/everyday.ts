/**
 * @file Chats of about ten lines as ordinary people write them, put together from everyday-words.ts: an event and its
 * move, errands, questions with and without an answer, and lines that only look like these. A seed decides on wordings,
 * speakers and order; what must be found is known from how a chat was made.
 */

import { makeThread, type Line, type SpokenThread } from "#agent/testing/world";
import type { Language } from "#calendar/resolution";
import type { Id } from "#messages/message";

import { SHORT_WORDS } from "./everyday-short-words.ts";
import { EVERYDAY, type Everyday } from "./everyday-words.ts";
import { WORDINGS } from "./languages.ts";
import { seededRandom } from "./seeded-random.ts";

export interface EverydayChat {
  readonly id: string;
  readonly language: Language;
  readonly chat: SpokenThread;
  readonly truth: Truth;
}

/** Message ids by what stands in the message. */
export interface Truth {
  readonly fact: Id;
  readonly move: Id;
  /** Gives the event another day without naming it, right behind its move. */
  readonly otherDay: Id | null;
  readonly errands: readonly {
    readonly ask: Id;
    readonly agree: Id | null;
    readonly report: Id | null;
    /** Person id of who is spoken to. */
    readonly who: Id;
  }[];
  readonly answered: readonly { readonly ask: Id; readonly answer: Id }[];
  readonly unanswered: readonly Id[];
  /** Of another event of one person, which nothing else belongs to. */
  readonly otherMove: Id | null;
  readonly dayless: Id | null;
  /** Lines that no task, event or decision may be read from. */
  readonly idle: readonly Id[];
}

type Role =
  | "fact"
  | "move"
  | "other-day"
  | "ask-errand"
  | "agree-errand"
  | "report"
  | "question"
  | "answer"
  | "similar"
  | "other-move"
  | "dayless"
  | "agree-move"
  | "idle";

interface Turn {
  readonly role: Role;
  readonly sender: string;
  readonly text: string;
  /** Turns of one errand or question have the same. */
  readonly topic: string;
  readonly to?: string;
}

/** Lines that stand together, and those that come some time after them. */
interface Block {
  readonly first: readonly Turn[];
  readonly later?: readonly Turn[];
}

const QUESTIONS = ["when", "where", "who", "yesNo", "offer"] as const;
/** The last of a seed has another day for its event. */
const CHATS_PER_SEED = 5;

export function everydayChats(seed: number): readonly EverydayChat[] {
  return (Object.keys(EVERYDAY) as Language[]).flatMap((language, index) =>
    Array.from({ length: CHATS_PER_SEED }, (_, count) =>
      chatOf(language, count, new Maker(language, seed * 10_007 + index * 101 + count)),
    ),
  );
}

type Words = Everyday & { readonly offer: Everyday["yesNo"]; readonly otherDays: readonly string[] };

function wordsOf(language: Language): Words {
  const words = EVERYDAY[language];
  const { reports, calls, offer, otherDays } = SHORT_WORDS[language];
  return {
    ...words,
    errands: words.errands.map((errand, at) => ({
      ...errand,
      reports: [...errand.reports, ...(reports[at] ?? [])],
    })),
    otherMoves: [...words.otherMoves, ...calls],
    offer,
    otherDays,
  };
}

/** The choices of one chat. */
class Maker {
  readonly words: Words;
  readonly people: readonly string[];
  readonly zone: string;
  readonly #random: () => number;

  constructor(language: Language, seed: number) {
    const wording = WORDINGS.find((entry) => entry.language === language)?.words;
    this.words = wordsOf(language);
    this.people = wording === undefined ? [] : [wording.me, ...wording.others];
    this.zone = wording?.zone ?? "UTC";
    this.#random = seededRandom(seed);
  }

  below(count: number): number {
    return Math.floor(this.#random() * count);
  }

  one<T>(list: readonly T[]): T {
    const chosen = list[this.below(list.length)];
    if (chosen === undefined) throw new RangeError("nothing to choose from");
    return chosen;
  }

  /** Two different people. */
  two(): readonly [string, string] {
    const first = this.one(this.people);
    return [first, this.one(this.people.filter((name) => name !== first))];
  }

  shuffled<T>(list: readonly T[]): readonly T[] {
    const rest = [...list];
    return list.map(() => rest.splice(this.below(rest.length), 1)).flat();
  }
}

function chatOf(language: Language, count: number, maker: Maker): EverydayChat {
  const { words } = maker;
  const question = QUESTIONS[count % QUESTIONS.length] ?? "when";
  const errands = maker.shuffled(words.errands);
  const blocks = [
    eventBlock(maker, count === CHATS_PER_SEED - 1),
    ...errands.slice(0, 1).map((errand) => errandBlock(maker, errand, true)),
    ...(count % 2 === 0 ? errands.slice(1, 2).map((errand) => errandBlock(maker, errand, false)) : []),
    questionBlock(maker, question),
    extraBlock(maker, count),
  ];
  const turns = [
    ...maker.shuffled(blocks.map(({ first }) => first)),
    ...maker.shuffled(blocks.map(({ later = [] }) => later)),
  ].flat();
  const id = `everyday-${language}${count + 1}`;
  const lines = turns.map(({ sender, text }): Line => [sender, text]);
  const chat = makeThread({
    id,
    lines,
    self: maker.people[0] ?? null,
    silent: maker.people,
    zone: maker.zone,
  });
  return { id, language, chat, truth: truthOf(turns, id) };
}

function eventBlock(maker: Maker, onOtherDay: boolean): Block {
  const event = maker.one(maker.words.events);
  const [teller, other] = maker.two();
  return {
    first: [{ role: "fact", sender: teller, text: maker.one(event.facts), topic: "event" }],
    later: [
      { role: "move", sender: maker.one([teller, other]), text: maker.one(event.moves), topic: "event" },
      ...(onOtherDay ? [turn(maker, "other-day", maker.words.otherDays)] : []),
      ...(maker.below(2) === 0 ? [idle(maker, maker.words.thanks)] : []),
    ],
  };
}

function errandBlock(maker: Maker, errand: Everyday["errands"][number], done: boolean): Block {
  const [asker, asked] = maker.two();
  const topic = errand.asks[0] ?? "";
  const ask = maker.one(errand.asks).replace("{name}", asked);
  return {
    first: [
      { role: "ask-errand", sender: asker, text: ask, topic, to: asked },
      done
        ? { role: "agree-errand", sender: asked, text: maker.one(maker.words.agrees), topic }
        : idle(maker, maker.words.thanks),
    ],
    ...(done && {
      later: [
        { role: "report", sender: asked, text: maker.one(errand.reports), topic },
        { role: "idle", sender: asker, text: maker.one(maker.words.thanks), topic: "" },
      ],
    }),
  };
}

function questionBlock(maker: Maker, kind: (typeof QUESTIONS)[number]): Block {
  const { asks, answers, similar, besides } = maker.words[kind];
  const [asker, answerer] = maker.two();
  const [again, other] = maker.two();
  return {
    first: [
      { role: "question", sender: asker, text: maker.one(asks), topic: kind },
      { role: "answer", sender: answerer, text: maker.one(answers), topic: kind },
    ],
    later: [
      { role: "similar", sender: again, text: maker.one(similar), topic: "" },
      { role: "idle", sender: other, text: maker.one(besides), topic: "" },
    ],
  };
}

/** One more thing that must not get mixed up with the rest. */
function extraBlock(maker: Maker, count: number): Block {
  const { words } = maker;
  if (count === 0)
    return { first: [idle(maker, words.past)], later: [turn(maker, "other-move", words.otherMoves)] };
  if (count === 1) return { first: [turn(maker, "dayless", words.dayless)] };
  return count === 2
    ? { first: [turn(maker, "other-move", words.otherMoves)] }
    : { first: [idle(maker, words.past)] };
}

const turn = (maker: Maker, role: Role, texts: readonly string[]): Turn => ({
  role,
  sender: maker.one(maker.people),
  text: maker.one(texts),
  topic: "",
});

const idle = (maker: Maker, texts: readonly string[]): Turn => turn(maker, "idle", texts);

function truthOf(turns: readonly Turn[], thread: Id): Truth {
  const idOf = (found: Turn | undefined): Id | null =>
    found === undefined ? null : `${thread}.${turns.indexOf(found) + 1}`;
  const all = (role: Role): readonly Turn[] => turns.filter((entry) => entry.role === role);
  const only = (role: Role): Id | null => idOf(all(role)[0]);
  const partner = (role: Role, topic: string): Id | null =>
    idOf(all(role).find((entry) => entry.topic === topic));
  const idsOf = (role: Role): readonly Id[] => all(role).map((entry) => idOf(entry) ?? "");
  return {
    fact: only("fact") ?? "",
    move: only("move") ?? "",
    otherDay: only("other-day"),
    errands: all("ask-errand").map((ask) => ({
      ask: idOf(ask) ?? "",
      agree: partner("agree-errand", ask.topic),
      report: partner("report", ask.topic),
      who: `p_${ask.to ?? ""}`,
    })),
    answered: all("question").map((ask) => ({
      ask: idOf(ask) ?? "",
      answer: partner("answer", ask.topic) ?? "",
    })),
    unanswered: idsOf("similar"),
    otherMove: only("other-move"),
    dayless: only("dayless"),
    idle: [...idsOf("idle"), ...idsOf("answer")],
  };
}
