/**
 * @file A report that something was done ends the task whose object it names. One that names none ("sent it") is read by
 * bare-report.ts.
 */

import { dayOf, dueOf, type DateSettings } from "#agent/sentences/due";
import { isOwnedBy } from "#agent/sentences/ownership";
import { CLAUSE_MARK, foldedWords } from "#agent/sentences/text";
import { sameWord, sharedWords } from "#agent/sentences/topic";

import { reportedBarely } from "./bare-report.ts";
import type { FoundItem } from "./found-item.ts";
import { isLive, itemTopics, ofClause, pick, touch, type Reply } from "./reply.ts";

type Items = readonly FoundItem[];

/**
 * A report that something was done: of the task whose object it names. Without an object ("done", "schon gekauft") it
 * is of the last task of its sender.
 */
export function finish(items: Items, reply: Reply, settings: DateSettings): Items | null {
  const { senderId } = reply.read.message;
  const { completed, done } = reply.sentence.cues;
  const bare = reportedBarely(items, reply, settings, isAhead(reply, settings));
  if (bare === null && !done && completed === null) return null;
  if (bare !== null) return bare === "none" ? null : touch(items, bare, reply, { status: "done" });
  // Of Thai, which does not part them, the first word stands for the verb.
  const verb = reply.read.language === "th" ? reply.own.slice(0, 1) : (completed ?? []);
  // "Checked, it's sunny": what else is said has another clause.
  const objects = clauseWith(reply, verb).own.filter((word) => !verb.some((part) => sameWord(part, word)));
  const target = pick(
    items,
    reply,
    (item, count) => {
      if (!isLive(item) || item.kind !== "task" || isEarlier(item, reply, settings)) return false;
      const own = isOwnedBy(item.who, senderId, reply.thread);
      const named = sharedWords(objects, itemTopics(item, reply), reply.read.language).length;
      if (objects.length > 0 && named === 0) return false;
      if (objects.length === 0 && count === 0) return done && (own || isAnsweredByDoing(item, reply));
      // Somebody else's report counts only when it names what was done.
      const unowned = item.who.kind === "unclear" || item.who.kind === "everyone";
      return own || count >= 2 || (count >= 1 && named >= 1 && unowned);
    },
    0,
  );
  return target && touch(items, target, reply, { status: "done" });
}

/** The reply as far as its clause with the verb says something. */
function clauseWith(reply: Reply, verb: readonly string[]): Reply {
  const [first] = verb;
  if (first === undefined) return reply;
  return ofClause(reply, CLAUSE_MARK, (clause) => foldedWords(clause).includes(first));
}

/** "Please empty the cupboard" – "done already": of nobody in particular, and answered at once. */
const isAnsweredByDoing = (item: FoundItem, { read }: Reply): boolean =>
  item.who.kind === "unclear" &&
  item.status === "open" &&
  item.read.message.senderId !== read.message.senderId &&
  read.index - item.last.index === 1;

/** "They're sent on Friday": the day is to come. */
function isAhead({ read, sentence }: Reply, settings: DateSettings): boolean {
  const { due } = dueOf(sentence.text, read.message, read.language, settings);
  const [day, today] = [dayOf(due), read.message.time?.local.slice(0, 10)];
  return day !== null && today !== undefined && day > today;
}

/** What was done before it was asked for is something else; what will be done is not done. */
function isEarlier(item: FoundItem, { read, sentence }: Reply, settings: DateSettings): boolean {
  const { due } = dueOf(sentence.text, read.message, read.language, settings);
  const day = dayOf(due);
  const asked = item.read.message.time?.local.slice(0, 10);
  const today = read.message.time?.local.slice(0, 10);
  if (day === null || asked === undefined || today === undefined) return false;
  return day < asked || (day > today && due?.flags.includes("day") !== true);
}
