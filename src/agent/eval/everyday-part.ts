/**
 * @file What the agent finds in the chats of everyday.ts, held against how they were made: by code alone, so that all of
 * it has to be right (spec messages-calendar 3 and 8).
 */

import { proposeEvent } from "#agent/events/propose-event";
import type { ActionItem } from "#agent/items/action-item";
import { findActionItems } from "#agent/summary/action-items";
import { summarise, type SummarySentence } from "#agent/summary/summarise";
import { ScriptedLanguageModel } from "#agent/testing/scripted-language-model";
import { startOf } from "#calendar/resolution-start";
import type { Id } from "#messages/message";

import { isCitedRightly } from "./citations.ts";
import { everydayChats, type EverydayChat } from "./everyday.ts";
import type { Pace } from "./pace.ts";
import type { Part, Row } from "./report.ts";

const METRICS = {
  event: "the main event, at the time it was moved to",
  others: "a change of plan moves nothing else",
  day: "a day nobody named is marked as assumed",
  answered: "what the next message answers is closed",
  open: "what nobody answered is open",
  done: "done where it was said, and nowhere else",
  owner: "owner of what somebody was asked for",
  sources: "sources are those that belong to it",
  invented: "nothing invented",
  summary: "the summary tells no time that no longer holds",
  draft: "drafted at the time it was moved to",
} as const;

interface Check {
  readonly metric: keyof typeof METRICS;
  readonly name: string;
  readonly ok: boolean;
}

const SEEDS = [1, 2, 3] as const;
const SATURDAY = "2026-11-28";
const OLD = `${SATURDAY}T14:00`;
const MOVED = `${SATURDAY}T16:00`;
const SUNDAY = "2026-11-29";
const THURSDAY = "2026-11-26";
const OTHER = "2026-11-25T10:00";
const TODAY = "2026-11-24T18:00";

/** @throws AbortError when the signal fires. */
export async function everydayPart(pace: Pace): Promise<Part> {
  const checks: Check[] = [];
  const misses: string[] = [];
  for await (const made of pace(SEEDS.flatMap(everydayChats))) {
    const found = await checksOf(made);
    checks.push(...found);
    const missed = found.filter(({ ok }) => !ok);
    misses.push(...missed.map(({ metric, name }) => `${made.id}: ${METRICS[metric]}: ${name}`));
  }
  const rows = (Object.keys(METRICS) as Check["metric"][]).map((metric): Row => {
    const of = checks.filter((check) => check.metric === metric);
    return {
      metric: `everyday chats: ${METRICS[metric]}`,
      right: of.filter(({ ok }) => ok).length,
      total: of.length,
      gate: 1,
    };
  });
  return { rows, misses };
}

/** All that is expected of one chat. */
export async function checksOf(made: EverydayChat): Promise<readonly Check[]> {
  const { items } = await findActionItems(made.chat, null, { zone: made.chat.thread.zone });
  return [
    ...eventChecks(items, made),
    ...errandChecks(items, made),
    ...questionChecks(items, made),
    ...inventionChecks(items, made),
    ...(await summaryChecks(made)),
    ...(await draftChecks(made)),
  ];
}

const itemAt = (items: readonly ActionItem[], id: Id, kinds: readonly ActionItem["kind"][]) =>
  items.find((item) => kinds.includes(item.kind) && item.messageIds[0] === id);

const startIn = (due: ActionItem["due"]): string | null => (due === null ? null : startOf(due));

const textOf = ({ chat }: EverydayChat, id: Id): string =>
  chat.messages.find((message) => message.id === id)?.text ?? "";

function eventChecks(items: readonly ActionItem[], made: EverydayChat): Check[] {
  const { fact, move, otherDay, otherMove, dayless } = made.truth;
  const event = itemAt(items, fact, ["event"]);
  const start = startIn(event?.due ?? null);
  const old = event?.superseded?.map(({ resolution }) => startIn(resolution)) ?? [];
  const sources = [fact, move, ...(otherDay === null ? [] : [otherDay])];
  const cites = event?.messageIds.slice(0, sources.length).join() === sources.join();
  const [at, before] = otherDay === null ? [MOVED, [OLD]] : [SUNDAY, [OLD, MOVED]];
  const checks: Check[] = [
    { metric: "event", name: `"${textOf(made, fact)}" at ${at}, not ${start}`, ok: start === at },
    {
      metric: "event",
      name: `${before.join()} replaced, not ${old.join()}`,
      ok: old.join() === before.join(),
    },
    { metric: "sources", name: `${sources.join()} first, not ${event?.messageIds.join()}`, ok: cites },
  ];
  if (otherMove !== null) {
    const other = itemAt(items, otherMove, ["event"]);
    const when = startIn(other?.due ?? null);
    const name = `"${textOf(made, otherMove)}" by itself at ${OTHER}, not ${when}`;
    checks.push({ metric: "others", name, ok: when === OTHER && other?.messageIds.length === 1 });
  }
  if (dayless !== null) {
    const due = itemAt(items, dayless, ["event"])?.due ?? null;
    const marked = due?.flags.includes("day") === true && startIn(due) === TODAY;
    const name = `"${textOf(made, dayless)}": ${due?.kind}, ${due?.flags.join()}`;
    checks.push({ metric: "day", name, ok: marked || due?.kind === "ask" });
  }
  return checks;
}

function errandChecks(items: readonly ActionItem[], made: EverydayChat): Check[] {
  const self = made.chat.thread.people.find((person) => person.isSelf)?.id;
  return made.truth.errands.flatMap(({ ask, agree, report, who }): Check[] => {
    const text = textOf(made, ask);
    const item = itemAt(items, ask, ["task"]);
    const owner = item?.who.kind === "person" ? item.who.personId : item?.who.kind === "me" ? self : "nobody";
    const sources = item?.messageIds.join();
    const belong = [ask, agree, report].filter((id) => id !== null).join();
    const due = startIn(item?.due ?? null);
    const status = report === null ? "open" : "done";
    return [
      { metric: "others", name: `"${text}" on ${THURSDAY}, not ${due}`, ok: due === THURSDAY },
      { metric: "done", name: `"${text}" ${status}, not ${item?.status}`, ok: item?.status === status },
      { metric: "owner", name: `"${text}" by ${who}, not ${owner}`, ok: owner === who },
      { metric: "sources", name: `${belong}, not ${sources}`, ok: sources === belong },
    ];
  });
}

function questionChecks(items: readonly ActionItem[], made: EverydayChat): Check[] {
  const { answered, unanswered } = made.truth;
  const asked = (id: Id): ActionItem | undefined => itemAt(items, id, ["question"]);
  return [
    ...answered.flatMap(({ ask, answer }): Check[] => {
      const item = asked(ask);
      const name = `"${textOf(made, ask)}" by "${textOf(made, answer)}": ${item?.status}`;
      const sources = item?.messageIds.join();
      return [
        { metric: "answered", name, ok: item?.status === "done" },
        { metric: "sources", name: `${ask},${answer}, not ${sources}`, ok: sources === `${ask},${answer}` },
      ];
    }),
    ...unanswered.map((id): Check => {
      const item = asked(id);
      const name = `"${textOf(made, id)}": ${item?.status} by ${item?.messageIds.join()}`;
      return { metric: "open", name, ok: item?.status === "open" && item.messageIds.length === 1 };
    }),
  ];
}

/** As many of each kind as there are, and none from a line that only looks like one. */
function inventionChecks(items: readonly ActionItem[], made: EverydayChat): Check[] {
  const { errands, otherMove, dayless, idle, answered, unanswered } = made.truth;
  const events = 1 + [otherMove, dayless].filter((id) => id !== null).length;
  const questions = answered.length + unanswered.length;
  const counts = { event: events, task: errands.length, question: questions, decision: 0 } as const;
  const idleItems = items.filter(
    ({ kind, messageIds }) => kind !== "question" && messageIds.some((id) => idle.includes(id)),
  );
  return [
    ...(Object.keys(counts) as ActionItem["kind"][]).map((kind): Check => {
      const of = items.filter((item) => item.kind === kind);
      const name = `${counts[kind]} of ${kind}, not ${of.map(({ what }) => what).join(" | ")}`;
      return { metric: "invented", name, ok: of.length === counts[kind] };
    }),
    {
      metric: "invented",
      name: idleItems.map(({ what, messageIds }) => `${what} (${messageIds.join()})`).join(" | "),
      ok: idleItems.length === 0,
    },
  ];
}

const tells =
  (id: Id) =>
  (sentence: SummarySentence): boolean =>
    sentence.messageIds.includes(id);

/** By a model that only titles, and by one that repeats messages as they stand. */
async function summaryChecks(made: EverydayChat): Promise<Check[]> {
  const { fact, move, otherDay } = made.truth;
  const latest = otherDay ?? move;
  const at = made.chat.messages.findIndex(({ id }) => id === fact);
  const repeated = `- ${textOf(made, fact)} [${at + 1}]`;
  const models = [new ScriptedLanguageModel("S", () => ""), new ScriptedLanguageModel("M", () => repeated)];
  const checks: Check[] = [];
  for (const model of models) {
    const { sentences, language = "en" } = await summarise(made.chat, model, {});
    const outdated = sentences.filter((sentence) => tells(fact)(sentence) && !tells(latest)(sentence));
    const told = sentences.some(tells(latest));
    const name = outdated.map(({ text }) => text).join(" | ") || `"${textOf(made, latest)}" is missing`;
    checks.push({ metric: "summary", name, ok: outdated.length === 0 && told });
    const wrong = sentences.filter((sentence) => !isCitedRightly(sentence, language, made.chat));
    checks.push({
      metric: "summary",
      name: `not as its messages say: ${wrong.map(({ text }) => text).join(" | ")}`,
      ok: wrong.length === 0,
    });
  }
  return checks;
}

/** "Draft an invite" on the message that moves the event, and on one that names no day. */
async function draftChecks(made: EverydayChat): Promise<Check[]> {
  const { move, dayless } = made.truth;
  const { thread, messages } = made.chat;
  const propose = async (id: Id) => {
    const message = messages.find((entry) => entry.id === id);
    if (message === undefined) return null;
    const options = {
      zone: thread.zone,
      defaultDurationMinutes: 30,
      now: "2026-11-24T12:00:00Z",
      newId: () => "draft-of-a-test",
    };
    return proposeEvent({ thread, message, nearby: messages }, null, options);
  };
  const moved = await propose(move);
  const start = moved?.draft.start ?? "";
  const checks: Check[] = [
    { metric: "draft", name: `"${textOf(made, move)}" at ${MOVED}, not ${start}`, ok: start === MOVED },
  ];
  if (dayless !== null) {
    const proposal = await propose(dayless);
    // The length of the event is the other thing that is assumed.
    const said = (proposal?.draft.assumptions.length ?? 0) > 1 || proposal?.question !== null;
    checks.push({ metric: "day", name: `draft of "${textOf(made, dayless)}"`, ok: said });
  }
  return checks;
}
