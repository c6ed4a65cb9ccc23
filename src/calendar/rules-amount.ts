/** @file Rules for amounts of time: "in N units" (R8), "N units ago", lengths (R13), "an hour later". */

import { type Atoms, isTag, skip, termAt } from "./atoms.ts";
import type { DateFact, Fact, Match } from "./facts.ts";
import type { Unit } from "./lexicon.ts";
import { dateFact, dayWordAt } from "./rules-day.ts";

/** An amount: minutes of the clock, or whole units of the calendar. */
interface Amount {
  readonly minutes: number | null;
  readonly count: number;
  readonly unit: Unit;
  readonly next: number;
  /** "a minute", "2m": too often not meant as a time to stand alone. */
  readonly casual: boolean;
}

const MINUTES: Readonly<Partial<Record<Unit, number>>> = { minute: 1, hour: 60 };
/** Longest length of one event that is read as such. */
const MAX_DURATION_DAYS = 31;

/** How many: "3", "a", "half", "one and a half", "1.5", "quarter of". */
function countAt(atoms: Atoms, index: number): { count: number; next: number } | null {
  const decimal = termAt(atoms, index, "numeric-date");
  if (decimal !== null && /^\d+\.\d+$/.test(decimal.text))
    return { count: Number(decimal.text), next: index + 1 };
  const number = termAt(atoms, index, "number");
  if (number !== null) {
    const half = isTag(atoms, index + 1, "and") ? skip(atoms, index + 2, "a") : index;
    const isHalf = half > index && isTag(atoms, half, "half") && isTag(atoms, half + 1, "unit");
    return isHalf ? { count: number.value + 0.5, next: half + 1 } : quarters(atoms, index, number.value);
  }
  if (isTag(atoms, index, "half")) return { count: 0.5, next: skip(atoms, index + 1, "of", "a") };
  if (isTag(atoms, index, "quarter") && isTag(atoms, index + 1, "of")) {
    return { count: 0.25, next: skip(atoms, index + 2, "a") };
  }
  return isTag(atoms, index, "a") ? { count: 1, next: index + 1 } : null;
}

/** "three quarters of an hour". */
function quarters(atoms: Atoms, index: number, value: number): { count: number; next: number } {
  const isQuarters =
    value === 3 && /^quarters?$/i.test(atoms[index + 1]?.text ?? "") && isTag(atoms, index + 2, "of");
  return isQuarters ? { count: 0.75, next: skip(atoms, index + 3, "a") } : { count: value, next: index + 1 };
}

/** An amount at `index`, with its smaller second part: "1h 30m", "an hour and a half", "1 hour and 20 minutes". */
function amountAt(atoms: Atoms, index: number): Amount | null {
  const form = termAt(atoms, index, "hour-form");
  if (form !== null) {
    const minutes = form.hour * 60 + (form.minute ?? 0);
    const rest = form.minute === null ? restMinutes(atoms, index + 1) : null;
    return {
      minutes: minutes + (rest?.minutes ?? 0),
      count: form.hour,
      unit: "hour",
      next: rest?.next ?? index + 1,
      casual: false,
    };
  }
  const count = countAt(atoms, index);
  if (count === null) return null;
  const at = skip(atoms, count.next, "dash");
  const term = termAt(atoms, at, "unit");
  if (term === null) return null;
  const scale = MINUTES[term.unit];
  if (scale === undefined) {
    const whole = count.count * term.count;
    return { minutes: null, count: whole, unit: term.unit, next: at + 1, casual: false };
  }
  const casual = (isTag(atoms, index, "a") && term.unit === "minute") || term.short === true;
  const minutes = Math.round(count.count * scale);
  const rest = term.unit === "hour" ? restMinutes(atoms, at + 1) : null;
  return {
    minutes: minutes + (rest?.minutes ?? 0),
    count: count.count,
    unit: term.unit,
    next: rest?.next ?? at + 1,
    casual,
  };
}

/** The minutes behind hours: "and a half", "30m", "and 20 minutes". */
function restMinutes(atoms: Atoms, index: number): { minutes: number; next: number } | null {
  const start = skip(atoms, index, "and");
  const half = skip(atoms, start, "a");
  if (start > index && isTag(atoms, half, "half") && !isTag(atoms, half + 1, "unit"))
    return { minutes: 30, next: half + 1 };
  if (start > index && isTag(atoms, half, "quarter")) return { minutes: 15, next: half + 1 };
  const number = termAt(atoms, start, "number");
  const unit = termAt(atoms, start + 1, "unit");
  if (number === null || unit?.unit !== "minute" || number.value > 59) return null;
  return { minutes: number.value, next: start + 2 };
}

/** The facts of an amount after (sign 1) or before (-1) `base`. */
function shifted(amount: Amount, sign: 1 | -1, base: DateFact | null): readonly Fact[] | null {
  if (amount.minutes !== null) {
    return base === null ? [{ type: "elapsed", minutes: sign * amount.minutes }] : null;
  }
  // Half a week or 1.5 months is not a day of the calendar.
  if (!Number.isInteger(amount.count)) return null;
  return [dateFact({ type: "shift", amount: sign * amount.count, unit: amount.unit, base })];
}

/** "in 90 minutes", "in two weeks", "in 3 days' time"; "within" makes it a due time. */
export function inAmountRule(atoms: Atoms, index: number): Match | null {
  const within = isTag(atoms, index, "within");
  if (!within && !isTag(atoms, index, "in")) return null;
  const amount = amountAt(atoms, skip(atoms, index + 1, "approx"));
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
  const amount = amountAt(atoms, index) ?? bareWeek(atoms, index);
  if (amount === null) return null;
  if (isTag(atoms, amount.next, "ago")) return fromMatch(shifted(amount, -1, null), amount.next + 1, true);
  if (isTag(atoms, amount.next, "from-now"))
    return fromMatch(shifted(amount, 1, null), amount.next + 1, false);
  const joined = isTag(atoms, amount.next, "from", "on", "after", "before");
  const day = dayWordAt(atoms, joined ? amount.next + 1 : amount.next);
  if (day === null) return null;
  // "two weeks today" and "a week Friday" are dates; "3 days Friday" is not.
  if (!joined && amount.unit !== "week") return null;
  const sign = isTag(atoms, amount.next, "before") ? -1 : 1;
  return fromMatch(shifted(amount, sign, day.date), day.next, false);
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

/** "an hour later", "30 minutes earlier": a change of the event meant. */
export function relativeRule(atoms: Atoms, index: number): Match | null {
  const amount = amountAt(atoms, index);
  if (amount === null || !isTag(atoms, amount.next, "later", "earlier")) return null;
  const minutes = durationMinutes(amount);
  if (minutes === null) return null;
  const sign = isTag(atoms, amount.next, "later") ? 1 : -1;
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
  const amount = amountAt(atoms, skip(atoms, index, "for", "approx"));
  if (amount === null) return null;
  const minutes = durationMinutes(amount);
  if (minutes === null || minutes <= 0 || minutes > MAX_DURATION_DAYS * 1440) return null;
  // "1.5 days" is a length, but no number of calendar days.
  const days = amount.minutes === null && minutes % 1440 === 0 ? minutes / 1440 : null;
  const fact: Fact = { type: "duration", minutes, days };
  const match = { rule: "duration", facts: [fact], next: amount.next };
  return amount.casual && !cued ? { ...match, weak: "beside" } : match;
}
