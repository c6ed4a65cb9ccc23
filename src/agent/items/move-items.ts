/**
 * @file A later message gives an item another time (spec messages-calendar 3 "instead / moved to"): with a word of change
 * ("pushed to 4"), or by naming the event again with another clock. Only what the message is about is moved.
 */

import {
  dayOf,
  dueOf,
  isSameTime,
  namesDay,
  plannedDay,
  type DateSettings,
  type Due,
} from "#agent/sentences/due";
import { isOfOneself, isSubject } from "#agent/sentences/event-subject";
import { LEXICONS } from "#agent/sentences/lexicon";
import { fold } from "#agent/sentences/text";
import { isAnyEvent, ownWords, sharedWords } from "#agent/sentences/topic";

import type { FoundItem } from "./found-item.ts";
import { nearPlan } from "./near-plan.ts";
import { clauseMarks } from "./other-day-words.ts";
import { leaveOpen, meantByChange, newTime, proposeDay, settleDay } from "./other-day.ts";
import {
  isAboutAnother,
  isDirectReply,
  isLive,
  itemTopics,
  ofClause,
  pick,
  shared,
  touch,
  type Reply,
} from "./reply.ts";
import { clauseChanges, partOf, plannedFor, SAME_TIME } from "./same-plan.ts";

type Items = readonly FoundItem[];

/** The items with one of them moved, or null when the sentence moves none. @param announced by this sentence or one before it */
export function move(items: Items, reply: Reply, settings: DateSettings, announced: boolean): Items | null {
  const said = partOf(reply);
  const changed = announced || said !== reply || clauseChanges(said);
  const settledItems = settleDay(items, said, settings);
  const moved =
    settledItems === null
      ? moveBy(items, said, settings, changed)
      : withHourBefore(items, settledItems, reply, settings);
  if (moved === null || said === reply) return moved;
  // What is told and cited is the sentence as it was written.
  return moved.map((item) =>
    item.movedBy?.sentence === said.sentence
      ? { ...item, movedBy: { read: reply.read, sentence: reply.sentence } }
      : item,
  );
}

function moveBy(items: Items, reply: Reply, settings: DateSettings, changed: boolean): Items | null {
  const { text, cues } = reply.sentence;
  const { message, language } = reply.read;
  const open = changed ? null : proposeDay(items, reply, settings);
  if (open !== null) return open;
  if (cues.past || (!changed && (text.includes("?") || !RESTATING.has(cues.act)))) return null;
  const next = changed ? newTime(reply, settings) : dueOf(text, message, language, settings);
  const started = startsThen(items, reply, next, settings) ?? fixesHour(items, reply, next, settings);
  if (started !== null) return started;
  const hinted = next.duePhrase !== null && HINT.test(fold(text));
  const timed = clauseOf(reply, next.duePhrase);
  if (!changed && !(hinted && timed.own.length === 0)) return restate(items, reply, next, settings, hinted);
  const bare = next.duePhrase === null ? loneHour(fold(text), LEXICONS[language].change) : null;
  const clockOnly = next.due !== null && !namesDay(next.due);
  const then = plannedFor(items, reply);
  const target = then ?? pick(items, timed, (item, count) => canMove(item, reply, count, clockOnly), 0);
  if (target === null || (then === null && answersAnother(items, target, reply))) return null;
  if (next.duePhrase === null && bare === null) return openTime(items, target, reply);
  if (bare !== null) return apply(items, target, reply, atHour(target, bare, reply, settings));
  const named = shared(target, reply).length > 0 || next.due === null || !namesDay(next.due);
  const meant = named ? { item: target, sure: true } : meantByChange(items, target, reply, next, settings);
  if (meant === null) return null;
  const asked = meant.sure ? null : leaveOpen(items, meant.item, reply, next);
  return asked ?? apply(items, meant.item, reply, combined(meant.item, next, reply, settings));
}

/** "When does Dad's flight land?" – "only at 6 now": of what was asked last, and not of the event before it. */
function answersAnother(items: Items, target: FoundItem, reply: Reply): boolean {
  if (shared(target, reply).length > 0 || isDirectReply(target, reply)) return false;
  const { language } = reply.read;
  return items.some((item) => {
    if (item.kind !== "question" || item.status !== "open" || item.read.index <= target.last.index)
      return false;
    const asked = ownWords(itemTopics(item, reply), language);
    return asked.length > 1 && sharedWords(asked, itemTopics(target, reply), language).length === 0;
  });
}

/** "Finalement", "al final", "now": with a time they say that it was another one before. Folded. */
const HINT =
  /(?<![\p{L}\p{M}])(?:actually|now|after all|jetzt|doch|nun|finalement|au final|maintenant|alla fine|adesso|ora|afinal|agora|al final|finalmente|ahora|अब)(?![\p{L}\p{M}])|ตอนนี้|จริงๆ/u;

const RESTATING: ReadonlySet<string> = new Set(["statement", "decision", "agreement"]);

/** The reply as far as its clause with the time says something: "make it 9, the match takes two hours". */
const clauseOf = (reply: Reply, duePhrase: string | null): Reply =>
  ofClause(reply, clauseMarks(reply.read.language), (clause) =>
    duePhrase === null ? /\d/.test(clause) : clause.includes(duePhrase),
  );

/** "Friday same time": the hour of the plan before on the day that was chosen. */
function withHourBefore(before: Items, after: Items, reply: Reply, settings: DateSettings): Items {
  if (!SAME_TIME.test(reply.sentence.text)) return after;
  return after.map((item, index) => {
    const planned = before[index]?.proposed;
    if (planned?.due?.kind !== "time" || item.due?.kind !== "date") return item;
    return { ...item, ...atOldHour({ ...item, due: planned.due }, item, reply, settings) };
  });
}

/** Begins with that something starts: nothing else than what was spoken of. Folded. */
const STARTS =
  /^(?:(?:it|es|das|ça|on|wir|we|se) )?(?:all )?(?:starts?|begins?|kicks off|opens?|beginnt|startet|fängt|geht|los|commence|débute|inizia|comincia|começa|empieza|comienza|शुरू|เริ่ม)(?![\p{L}])/u;

/** "Party on Saturday! Starts at 8": the sentence behind says at what time. */
function startsThen(items: Items, reply: Reply, said: Due, settings: DateSettings): Items | null {
  const event = items.at(-1);
  const { cues, text } = reply.sentence;
  if (event?.read !== reply.read || event.kind !== "event" || event.due?.kind !== "date") return null;
  if (said.due === null || namesDay(said.due) || cues.past || /[?？]/.test(text)) return null;
  // "The shop closes at 6" is of something else.
  const other =
    reply.own.length > sharedWords(reply.own, itemTopics(event, reply), reply.read.language).length;
  if (isOfOneself(text) || (other && !STARTS.test(fold(text)))) return null;
  const { due, duePhrase } = combined(event, said, reply, settings);
  if (due == null || duePhrase == null) return null;
  const movedBy = { read: reply.read, sentence: reply.sentence };
  return items.map((item) => (item === event ? { ...item, due, duePhrase, movedBy } : item));
}

/** "Dinner on Friday?" – "ok, at 8pm": the hour that was left open. */
function fixesHour(items: Items, reply: Reply, said: Due, settings: DateSettings): Items | null {
  const { cues, text } = reply.sentence;
  const open = items.some((item) => item.kind === "question" && item.status === "open");
  if (said.due?.kind !== "time" || reply.own.length > 0 || open) return null;
  if (cues.past || cues.negated || /[?？]/.test(text) || isOfOneself(text)) return null;
  const event = items.findLast((item) => item.kind === "event" && isLive(item));
  if (event === undefined || event.read === reply.read || reply.read.index - event.last.index > 2)
    return null;
  if (event.due?.kind !== "date" && event.due?.kind !== "window") return null;
  // "Ok, Thursday 3 December at 7 pm it is" names its day again.
  if (namesDay(said.due) && plannedDay(said.due) !== plannedDay(event.due)) return null;
  const { due, duePhrase } = combined(event, said, reply, settings);
  if (due == null || duePhrase == null) return null;
  const movedBy = { read: reply.read, sentence: reply.sentence };
  return touch(items, event, reply, { due, duePhrase, movedBy });
}

/** An event, or what has a date; an errand only where nothing else is spoken of. */
function canMove(item: FoundItem, reply: Reply, count: number, clockOnly: boolean): boolean {
  if (!isLive(item) || item.kind === "question" || (item.kind !== "event" && item.duePhrase === null))
    return false;
  if (isAboutAnother(item, reply)) return false;
  if (item.kind === "event" || isDirectReply(item, reply)) return true;
  // "At 2 instead" is of something that had a time.
  if (clockOnly && item.due?.kind !== "time") return false;
  if (count > 0) return reply.own.length === shared(item, reply).length;
  // "We meet at 5 instead" is of an event; a bare "Saturday instead" right behind an errand is of it.
  const next = reply.read.index - item.last.index <= 1;
  return next && !reply.topics.some(isAnyEvent);
}

/** A time that was withdrawn and not replaced by one that can be read. */
function openTime(items: Items, target: FoundItem, reply: Reply): Items | null {
  const hasNumber = /\d/.test(fold(reply.sentence.text));
  if (!hasNumber)
    return shared(target, reply).length > 0 ? touch(items, target, reply, { status: "changed" }) : null;
  return apply(items, target, reply, { due: null, duePhrase: null });
}

/** "The concert is at 4": the same event on its day, at another time. At the same time it is only said again. */
function restate(
  items: Items,
  reply: Reply,
  next: Due,
  settings: DateSettings,
  hinted: boolean,
): Items | null {
  if (next.due === null || next.duePhrase === null || reply.sentence.cues.completed !== null) return null;
  const target = pick(
    items,
    reply,
    (item, count) =>
      count > 0 &&
      isLive(item) &&
      item.kind === "event" &&
      plannedDay(item.due) !== null &&
      !isAboutAnother(item, reply),
    -1,
  );
  if (target?.due == null) return null;
  const { read, sentence, topics } = reply;
  const names = topics.filter((word) => isAnyEvent(word) || shared(target, reply).includes(word));
  if (!isSubject(names, topics, sentence.text, read.language)) return null;
  const day = plannedDay(target.due);
  if (!hinted && namesDay(next.due) && plannedDay(next.due) !== day) return null;
  const moved = combined(target, next, reply, settings);
  const same = isSameTime(moved.due, target.due);
  if (!same && moved.due?.kind !== "date") return apply(items, target, reply, moved);
  // "Actually on Saturday" of something on Sunday at 1: another day, and the same hour.
  if (same || moved.due === undefined || plannedDay(moved.due) === day)
    return touch(items, target, reply, {});
  return apply(items, target, reply, atOldHour(target, moved, reply, settings));
}

/** A new day at the hour planned before, where there was one. */
function atOldHour(
  target: FoundItem,
  moved: Partial<Due>,
  { read }: Reply,
  settings: DateSettings,
): Partial<Due> {
  const day = plannedDay(moved.due ?? null);
  const hour = hourOf(target.due);
  if (hour === null || day === null) return moved;
  const { due } = dueOf(`${day} ${hour}`, read.message, read.language, settings);
  return due === null ? moved : { ...moved, due };
}

/** The hour of a time, and of a question that is only about the day. */
function hourOf(due: Due["due"]): string | null {
  if (due?.kind === "time") return due.start.local.slice(11);
  if (due?.kind !== "ask") return null;
  const hours = new Set(due.options.map(hourOf));
  const [hour = null] = hours;
  return hours.size === 1 ? hour : null;
}

/** The new time. A clock without a day belongs to the day planned before. */
function combined(target: FoundItem, next: Due, reply: Reply, settings: DateSettings): Partial<Due> {
  const oldDay = plannedDay(target.due);
  const { due, duePhrase } = nearPlan(withoutDenied(next), oldDay, reply.read, settings);
  if (reply.sameTime === true && plannedDay(due) !== null)
    return atOldHour(target, { due, duePhrase }, reply, settings);
  if (due === null || duePhrase === null || namesDay(due)) return { due, duePhrase };
  if (oldDay === null) return { due: onEachDay(target, duePhrase, reply, settings) ?? due, duePhrase };
  const { message, language } = reply.read;
  const onDay = withoutDenied(dueOf(`${oldDay} ${duePhrase}`, message, language, settings)).due;
  // Where the two do not fit into one reading the time stays open: a wrong one is worse than none.
  if (plannedDay(onDay) !== oldDay) return { duePhrase, due: null };
  return { duePhrase, due: onAssumedDay(target, asHalfOf(target, onDay, reply, settings)) };
}

/** Which of two days was a question ("on Tuesday", said on one) and still is, at the new time. */
function onEachDay(target: FoundItem, phrase: string, { read }: Reply, settings: DateSettings): Due["due"] {
  if (target.due?.kind !== "ask") return null;
  const days = [...new Set(target.due.options.map(plannedDay))].filter((day) => day !== null);
  const options = days.map((day) => dueOf(`${day} ${phrase}`, read.message, read.language, settings).due);
  const times = options.flatMap((option) => (option?.kind === "time" ? [option] : []));
  return times.length > 1 && times.length === days.length ? { ...target.due, options: times } : null;
}

/** The day of the planned time stays one that was only assumed. */
function onAssumedDay(target: FoundItem, due: Due["due"]): Due["due"] {
  const assumed = target.due?.flags.includes("day") === true;
  return due !== null && assumed ? { ...due, flags: [...due.flags, "day"] } : due;
}

/** "At 4, not at 2": of what is moved the denied time is the old one. */
function withoutDenied(next: Due): Due {
  const { due } = next;
  if (due?.kind !== "ask" || due.reason !== "negation") return next;
  const [option] = due.options;
  const rules = due.trace.map(({ rule }) => rule);
  const saidFirst = rules.indexOf("clock") >= 0 && rules.indexOf("clock") < rules.indexOf("not");
  return option !== undefined && due.options.length === 1 && saidFirst
    ? { ...next, due: { ...option, trace: due.trace } }
    : next;
}

/** Morning or evening is no question where it stood before: of something at 19:00, "at 8" is 20:00. */
function asHalfOf(target: FoundItem, due: Due["due"], { read }: Reply, settings: DateSettings): Due["due"] {
  if (due === null || target.due?.kind !== "time") return due;
  const evening = isAfternoon(target.due.start.local);
  const assumed = due.kind === "time" && due.flags.includes("am") && evening;
  if (assumed) {
    const { local } = due.start;
    const later = `${local.slice(0, 10)} ${Number(local.slice(11, 13)) + 12}${local.slice(13, 16)}`;
    const moved = dueOf(later, read.message, read.language, settings).due;
    return moved?.kind === "time" ? { ...moved, flags: [...moved.flags, "pm"] } : due;
  }
  if (due.kind !== "ask" || due.reason !== "am-or-pm") return due;
  const option = due.options.find((one) => one.kind === "time" && isAfternoon(one.start.local) === evening);
  if (option === undefined) return due;
  return { ...option, flags: [...option.flags, evening ? "pm" : "am"] };
}

const isAfternoon = (local: string): boolean => Number(local.slice(11, 13)) >= 12;

const HOUR = /(?<![\p{L}\p{N}.,:/€$£-])(1?\d|2[0-3])(?![\p{L}\p{N}:/%€$£-]|[.,]\d)/gu;

/** The one number of a sentence that nothing follows but its end or a word of change: not "12 chairs instead". */
function loneHour(folded: string, change: readonly string[]): string | null {
  const [found, second] = [...folded.matchAll(HOUR)];
  if (found === undefined || second !== undefined) return null;
  const rest = folded.slice(found.index + found[0].length).trimStart();
  const ends = rest === "" || /^[?.!,;]/.test(rest) || change.some((cue) => rest.startsWith(cue));
  return ends ? found[0] : null;
}

/** "Can we do 4 instead?" of something at 3 pm: the same half of the same day, marked as assumed. */
function atHour(target: FoundItem, hourText: string, { read }: Reply, settings: DateSettings): Partial<Due> {
  const open = { due: null, duePhrase: null };
  const day = plannedDay(target.due);
  const { due } = target;
  if (day === null) return due?.kind === "ask" && !namesDay(due) ? onAnyDay(hourText, read, settings) : open;
  const said = Number(hourText);
  if (due?.kind !== "time") {
    // Both halves of the day were open, and still are.
    const asked = dueOf(`${day} at ${hourText}`, read.message, "en", settings);
    return plannedDay(asked.due) === day ? { duePhrase: hourText, due: asked.due } : open;
  }
  const hour = said <= 12 && isAfternoon(due.start.local) ? (said % 12) + 12 : said;
  const moved = dueOf(`${day} ${String(hour).padStart(2, "0")}:00`, read.message, read.language, settings);
  if (moved.due?.kind !== "time" || dayOf(moved.due) !== day) return open;
  const flag = hour >= 12 ? ("pm" as const) : ("am" as const);
  return { duePhrase: hourText, due: { ...moved.due, flags: [...moved.due.flags, flag] } };
}

/** "Make it 9" of something "at 7": when exactly was a question, and still is. */
function onAnyDay(hourText: string, { message }: Reply["read"], settings: DateSettings): Partial<Due> {
  const { due } = dueOf(`at ${hourText}`, message, "en", settings);
  return due === null ? { due: null, duePhrase: null } : { duePhrase: hourText, due };
}

function apply(items: Items, target: FoundItem, reply: Reply, moved: Partial<Due>): Items {
  const old = { duePhrase: target.duePhrase, due: target.due, read: target.movedBy?.read ?? target.read };
  // "It starts at 4" of something on Saturday says more and replaces nothing.
  const more = old.due?.kind === "date" && plannedDay(moved.due ?? null) === old.due.start;
  if (more) return touch(items, target, reply, moved);
  const superseded =
    old.duePhrase === null || isSameTime(old.due, moved.due)
      ? target.superseded
      : [...target.superseded, old];
  return touch(items, target, reply, {
    status: "changed",
    ...moved,
    superseded,
    movedBy: { read: reply.read, sentence: reply.sentence },
  });
}
