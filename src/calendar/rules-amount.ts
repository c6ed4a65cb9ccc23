/** @file Rules for amounts of time: "in N units" (R8), "N units ago", lengths (R13), "an hour later". */

import { type Amount, amountAt, bareUnit } from "./amounts.ts";
import { type Atoms, hasFlag, isTag, skip, termAt } from "./atoms.ts";
import type { DateFact, Fact, Match } from "./facts.ts";
import { dateFact } from "./rules-date.ts";
import { dayWordAt } from "./rules-day.ts";

/** Longest length of one event that is read as such, and of a series. */
const MAX_DURATION_DAYS = 31;
const MAX_SERIES_DAYS = 366;
/** Atoms between a repetition and how long it goes on. */
const SERIES_REACH = 12;

/** The facts of an amount after (sign 1) or before (-1) `base`. */
function shifted(amount: Amount, sign: 1 | -1, base: DateFact | null): readonly Fact[] | null {
  if (amount.minutes !== null) {
    return base === null ? [{ type: "elapsed", minutes: sign * amount.minutes }] : null;
  }
  if (amount.unit === "year" && !Number.isInteger(amount.count) && Number.isInteger(amount.count * 12))
    return shifted({ ...amount, count: amount.count * 12, unit: "month" }, sign, base);
  // Half a week or 1.5 months is not a day of the calendar.
  if (!Number.isInteger(amount.count)) return null;
  const days = (count: number): Fact =>
    dateFact({ type: "shift", amount: sign * count, unit: amount.unit, base });
  return amount.other === undefined
    ? [days(amount.count)]
    : [days(amount.count), { type: "or" }, days(amount.other)];
}

const isWithin = (atoms: Atoms, index: number): boolean =>
  (isTag(atoms, index, "within") && !hasFlag(atoms, index, "post", "within")) ||
  hasFlag(atoms, index, "within", "by");

/** "in 90 minutes", "in two weeks", "in 3 days' time"; "within" makes it a due time. */
export function inAmountRule(atoms: Atoms, index: number): Match | null {
  const within = isWithin(atoms, index);
  if (!within && !isTag(atoms, index, "in")) return null;
  const start = skip(atoms, index + 1, "approx", "in");
  const amount = amountAt(atoms, start) ?? bareUnit(atoms, start);
  if (amount === null || amount.casual) return casualIn(amount);
  const facts = shifted(amount, 1, null);
  if (facts === null) return null;
  const word = skip(atoms, amount.next, "comma");
  const time = atoms[word]?.text.toLowerCase() === "time" ? word + 1 : amount.next;
  const approx: readonly Fact[] = isTag(atoms, index + 1, "approx") ? [{ type: "approx" }] : [];
  const due: readonly Fact[] = within ? [{ type: "due" }] : [];
  return { rule: within ? "within-amount" : "in-amount", facts: [...due, ...facts, ...approx], next: time };
}

/** "in a minute" is a manner of speaking in a message, and one minute only as the whole phrase. */
function casualIn(amount: Amount | null): Match | null {
  if (amount === null || amount.minutes === null) return null;
  return {
    rule: "in-amount",
    facts: [{ type: "elapsed", minutes: amount.minutes }],
    next: amount.next,
    weak: "beside",
  };
}

/** "two weeks ago", "3 days from now", "a week from Friday", "a week on Friday", "a fortnight today". */
export function amountFromRule(atoms: Atoms, index: number): Match | null {
  const amount = amountAt(atoms, index) ?? bareWeek(atoms, index) ?? bareDay(atoms, index);
  if (amount === null) return null;
  if (amount.ago === true) return fromMatch(shifted(amount, -1, null), amount.next, true);
  if (isAgo(atoms, amount.next)) return fromMatch(shifted(amount, -1, null), amount.next + 1, true);
  const ahead =
    isTag(atoms, amount.next, "from-now", "in-post") || hasFlag(atoms, amount.next, "post", "after");
  if (ahead) return fromMatch(shifted(amount, 1, null), amount.next + 1, false);
  if (hasFlag(atoms, amount.next, "post", "within")) {
    const facts = shifted(amount, 1, null);
    return fromMatch(facts === null ? null : [{ type: "due" }, ...facts], amount.next + 1, false);
  }
  const joined = isTag(atoms, amount.next, "from", "on", "after", "before");
  const day = dayWordAt(atoms, joined ? amount.next + 1 : amount.next);
  if (day === null) return null;
  // "two weeks today" and "a week Friday" are dates; "3 days Friday" is not.
  if (!joined && amount.unit !== "week") return null;
  const sign = isTag(atoms, amount.next, "before") ? -1 : 1;
  return fromMatch(shifted(amount, sign, day.date), day.next, false);
}

/** "il y a 2 jours", "vor einer Stunde". */
export function agoRule(atoms: Atoms, index: number): Match | null {
  if (!isTag(atoms, index, "ago-before") && !hasFlag(atoms, index, "ago", "before")) return null;
  const amount = amountAt(atoms, skip(atoms, index + 1, "approx"));
  return amount === null ? null : fromMatch(shifted(amount, -1, null), amount.next, true);
}

/** "Freitag in einer Woche", "heute in 14 Tagen", "vendredi en huit": counted from the day before. */
export function onwardRule(atoms: Atoms, index: number): Match | null {
  const day = dayWordAt(atoms, index);
  if (day === null) return null;
  const onward = termAt(atoms, day.next, "onward");
  if (onward !== null) {
    const facts = [dateFact({ type: "shift", amount: onward.days, unit: "day", base: day.date })];
    return { rule: "onward", facts, next: day.next + 1 };
  }
  const isTurned = isTag(atoms, day.next, "to");
  if (!isTurned && !hasFlag(atoms, day.next, "onward", "in")) return null;
  if (hasFlag(atoms, day.next, "soft", "in") && day.date.type !== "weekday") return null;
  const amount = amountAt(atoms, day.next + 1);
  if (amount === null) return null;
  // "आज से दो हफ़्ते बाद", "शुक्रवार से दो दिन पहले": the direction stands behind the amount.
  const sign = isTag(atoms, amount.next, "ago") ? -1 : 1;
  if (isTurned && !isTag(atoms, amount.next, "from-now", "ago")) return null;
  const facts = shifted(amount, sign, day.date);
  return facts === null ? null : { rule: "onward", facts, next: isTurned ? amount.next + 1 : amount.next };
}

/** "two days ago", "2 วันที่แล้ว", "2 วันก่อน". */
function isAgo(atoms: Atoms, index: number): boolean {
  if (isTag(atoms, index, "ago")) return true;
  const modifier = termAt(atoms, index, "modifier");
  if (modifier?.modifier === "last" && modifier.behind === true) return true;
  return hasFlag(atoms, index, "bare", "before") && dayWordAt(atoms, index + 1) === null;
}

function fromMatch(facts: readonly Fact[] | null, next: number, past: boolean): Match | null {
  if (facts === null) return null;
  return { rule: past ? "amount-ago" : "amount-from", facts, next };
}

/** "week on Friday" without "a". */
function bareWeek(atoms: Atoms, index: number): Amount | null {
  const unit = termAt(atoms, index, "unit");
  if (unit?.unit !== "week" || !isTag(atoms, index + 1, "on", "from")) return null;
  if (isTag(atoms, index - 1, "modifier", "number", "every", "weekday", "day", "the", "unknown")) return null;
  return { minutes: null, count: unit.count, unit: "week", next: index + 1, casual: false };
}

/** "the day after Christmas", "am Tag vor Heiligabend". */
function bareDay(atoms: Atoms, index: number): Amount | null {
  const unit = termAt(atoms, index, "unit");
  if (unit?.unit !== "day" || unit.count !== 1 || !isTag(atoms, index + 1, "after", "before")) return null;
  if (isTag(atoms, index - 1, "number", "every", "modifier", "ordinal")) return null;
  return { minutes: null, count: 1, unit: "day", next: index + 1, casual: false };
}

/** "an hour later", "30 minutes earlier": a change of the event meant. */
export function relativeRule(atoms: Atoms, index: number): Match | null {
  const amount = amountAt(atoms, index);
  if (amount === null) return null;
  // "une heure avant" with nothing behind it is earlier than the event meant.
  const end = amount.next + 1;
  const isLast = atoms[end] === undefined || isTag(atoms, end, "stop", "dot", "comma");
  const isRelative =
    isTag(atoms, amount.next, "later", "earlier") || (isLast && isTag(atoms, amount.next, "before", "after"));
  const minutes = isRelative ? durationMinutes(amount) : null;
  if (minutes === null) return null;
  const sign = isTag(atoms, amount.next, "later", "after") ? 1 : -1;
  return { rule: "relative", facts: [{ type: "relative", minutes: sign * minutes }], next: amount.next + 1 };
}

function durationMinutes(amount: Amount): number | null {
  if (amount.minutes !== null) return amount.minutes;
  if (amount.unit === "day") return Math.round(amount.count * 1440);
  return amount.unit === "week" ? Math.round(amount.count * 7 * 1440) : null;
}

/** "for 45 minutes", "2h", "half an hour". */
export function durationRule(atoms: Atoms, index: number): Match | null {
  const cued = isTag(atoms, index, "for");
  const start = skip(atoms, index, "for", "approx");
  const amount = amountAt(atoms, start) ?? bareUnit(atoms, start);
  if (amount === null) return null;
  const isClock = hasFlag(atoms, index, "due", "for") && (termAt(atoms, start, "hour-form")?.hour ?? 0) >= 6;
  const minutes = isClock ? null : durationMinutes(amount);
  const maxDays = cued && isInSeries(atoms, index) ? MAX_SERIES_DAYS : MAX_DURATION_DAYS;
  if (minutes === null || minutes <= 0 || minutes > maxDays * 1440) return null;
  // "1.5 days" is a length, but no number of calendar days.
  const days = amount.minutes === null && minutes % 1440 === 0 ? minutes / 1440 : null;
  const fact: Fact = { type: "duration", minutes, days };
  const match = { rule: "duration", facts: [fact], next: amount.next };
  return amount.casual && !cued ? { ...match, weak: "beside" } : match;
}

/** "every Monday for six weeks": a repetition stands before the length. */
function isInSeries(atoms: Atoms, index: number): boolean {
  return atoms
    .slice(Math.max(0, index - SERIES_REACH), index)
    .some(
      ({ term }) =>
        term.tag === "every" || term.tag === "frequency" || (term.tag === "weekday" && term.plural),
    );
}
