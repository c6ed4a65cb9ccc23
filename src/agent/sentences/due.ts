/** @file Date phrases of one sentence, resolved against the time of its message (spec messages-calendar 4, R1). */

import { findDatePhrases } from "#calendar/find-phrases";
import type { DateContext, DayParts, FoundPhrase, Language, Resolution } from "#calendar/resolution";
import { startOf } from "#calendar/resolution-start";
import { resolveDate } from "#calendar/resolve-date";
import type { Message } from "#messages/message";

import { saysBeforeThat } from "./before-that.ts";
import { isAskedClause, phrasesOfTask } from "./due-choice.ts";
import { atMealtime } from "./mealtime.ts";
import { currentPhrases } from "./moved-phrase.ts";
import { perMessage } from "./per-message.ts";
import { atWorkHours } from "./work-hours.ts";

export interface DateSettings {
  /** IANA zone in which wall times of the thread are read. */
  readonly zone: string;
  readonly dayParts: DayParts;
}

export interface Due {
  readonly duePhrase: string | null;
  readonly due: Resolution | null;
}

export const NO_DUE: Due = { duePhrase: null, due: null };

/** Kinds that say when; a bare duration or "an hour later" does not. */
const SAYS_WHEN: ReadonlySet<Resolution["kind"]> = new Set([
  "date",
  "time",
  "window",
  "date-window",
  "due",
  "recurrence",
  "ask",
]);

export function dateContext(message: Message, language: Language, settings: DateSettings): DateContext {
  return {
    refEpochMs: message.time?.epochMs ?? 0,
    zone: settings.zone,
    language,
    dayParts: settings.dayParts,
  };
}

/** Characters of a message that are searched for dates: more than anybody writes to make an appointment. */
const MAX_SEARCHED = 2000;

/** Phrases of one text that are looked at: nobody names more times in one message, and each may be read once more. */
const MAX_PHRASES = 20;

/** Phrases of the beginning of a text; times whose day nobody named are marked. */
export function phrasesOf(text: string, context: DateContext): readonly FoundPhrase[] {
  const searched = text.slice(0, MAX_SEARCHED);
  return findDatePhrases(searched, context)
    .slice(0, MAX_PHRASES)
    .map((found) => withoutNow(found, searched, context))
    .map((found) => atWorkHours(atMealtime(found, text, context.language), text))
    .map((found) => ({ ...found, resolution: withDayMark(found.resolution) }));
}

/** "Jetzt am Mittwoch um 10", "अब परसों होगी": says that it was another time before, and no time of its own. */
function withoutNow(found: FoundPhrase, text: string, context: DateContext): FoundPhrase {
  const now = nowIn(found, context);
  if (now === null) return found;
  const { phrase, start, end } = found;
  const rest = phrase.replace(now, " ".repeat(now.length));
  const [alone] = findDatePhrases(rest, context);
  if (alone !== undefined && alone.resolution.kind !== "ask")
    return { ...alone, start: start + alone.start, end: start + alone.end };
  // The verb behind the phrase may tell which day "परसों" is.
  const whole = findDatePhrases(`${text.slice(0, start)}${rest}${text.slice(end)}`, context);
  return whole.find((one) => one.start < end && one.end > start) ?? found;
}

/** The word for "now" of a phrase that says more. */
function nowIn({ phrase, resolution: { kind, trace } }: FoundPhrase, context: DateContext): string | null {
  if (trace.length > 1) return trace.find(({ rule }) => rule === "now")?.token ?? null;
  const [first = ""] = phrase.split(" ");
  if (trace.length === 1 || kind !== "ask" || first === phrase) return null;
  return resolveDate(first, context).trace[0]?.rule === "now" ? first : null;
}

/** Rules of the date grammar that read a time of day, or what stands around it, and no day. */
const DAYLESS: ReadonlySet<string> = new Set(
  "clock clock-range part-of-day number-pair zone approx before after until due not filler leftover duration".split(
    " ",
  ),
);
/** "This evening" names a day, "in the evening" doesn't. Folded. */
const THIS_PART = /^(?:this|ce|cet|cette|quest|est[ae]|dies|इस)|นี้/u;

/** True where the words say on which day, and not only at what time. */
export function namesDay({ trace }: Resolution): boolean {
  // Day and time from two places of the sentence ("tomorrow we meet at 3") leave no trace.
  if (trace.length === 0) return true;
  return trace.some(
    ({ rule, token }) =>
      !DAYLESS.has(rule) || (rule === "part-of-day" && THIS_PART.test(token.toLowerCase())),
  );
}

function withDayMark(resolution: Resolution): Resolution {
  const { kind } = resolution;
  if ((kind !== "time" && kind !== "window") || namesDay(resolution)) return resolution;
  return { ...resolution, flags: [...resolution.flags, "day"] };
}

export const saysWhen = ({ resolution }: FoundPhrase): boolean => SAYS_WHEN.has(resolution.kind);

/** The same of one sentence of a message, found once. */
export const phrasesIn = perMessage((sentence, message, language, settings) =>
  phrasesOf(sentence, dateContext(message, language, settings)),
);

/** Phrases that say when, in the order of the text. */
export function phrasesThatSayWhen(text: string, context: DateContext): readonly FoundPhrase[] {
  return phrasesOf(text, context).filter(saysWhen);
}

const isSure = ({ resolution }: FoundPhrase): boolean =>
  resolution.kind !== "ask" && !resolution.flags.includes("past");

/**
 * The first phrase of what a sentence plans that is no question and not over, else the first. A message without a time gives
 * the phrase alone: there is nothing to count from.
 */
export const dueOf = perMessage((sentence, message, language, settings): Due => {
  const context = dateContext(message, language, settings);
  const said = phrasesIn(sentence, message, language, settings).filter(saysWhen);
  const phrases = currentPhrases(sentence, said);
  const task = phrasesOfTask(sentence, phrases, language, (found) => namesDay(found.resolution));
  const found = task.find(isSure) ?? task[0];
  const known =
    found === undefined
      ? dueBeforeWhatStands(sentence, message, context)
      : (beforeIt(found, sentence.slice(found.end), context) ??
        withItsClock(found, phrases, sentence, context) ??
        withItsDay(found, phrases, sentence, context) ??
        exactIn(found, phrases) ?? { duePhrase: found.phrase, due: found.resolution });
  return message.time === null ? { ...known, due: null } : known;
});

/** "Tidy up before that": of the last time that the message names before this sentence. */
function dueBeforeWhatStands(sentence: string, message: Message, context: DateContext): Due {
  const at = message.text.indexOf(sentence);
  if (at <= 0 || !saysBeforeThat(sentence, context.language)) return NO_DUE;
  const last = phrasesThatSayWhen(message.text.slice(0, at), context).at(-1);
  return (last && isSure(last) ? beforeIt(last, sentence, context) : null) ?? NO_DUE;
}

/** The end of a task that is to be done before something else; null where the words don't say so. */
function beforeIt({ phrase, resolution }: FoundPhrase, behind: string, context: DateContext): Due | null {
  const { language } = context;
  if (!saysBeforeThat(behind, language) || !isAskedClause(behind, language)) return null;
  const day = dayOf(resolution);
  if (day === null || (resolution.kind !== "date" && resolution.kind !== "time")) return null;
  const clock = resolution.kind === "time" ? ` ${resolution.start.local.slice(11, 16)}` : "";
  const [before] = phrasesOf(`before ${day}${clock}`, { ...context, language: "en" });
  return before?.resolution.kind === "due" ? { duePhrase: phrase, due: before.resolution } : null;
}

/** Letters between a day and its clock: "Sunday lunch is at 1", "domenica a pranzo da me alle 13". */
const MAX_APART = 40;

/** A day, or a part of it, whose time of day stands further on in the sentence. */
function withItsClock(
  found: FoundPhrase,
  phrases: readonly FoundPhrase[],
  sentence: string,
  context: DateContext,
): Due | null {
  const { resolution } = found;
  const day = plannedDay(resolution);
  if (day === null || !namesDay(resolution)) return null;
  if (resolution.kind !== "date" && resolution.kind !== "window") return null;
  const clock = phrases.find(({ start }) => start >= found.end && start - found.end <= MAX_APART);
  if (clock === undefined || namesDay(clock.resolution)) return null;
  const [both] = phrasesOf(`${day} ${clock.phrase}`, context);
  if (both === undefined || plannedDay(both.resolution) !== day) return null;
  const due = inPartOf(both.resolution, resolution);
  return due.kind === "ask" || due.kind === "time"
    ? { duePhrase: sentence.slice(found.start, clock.end), due }
    : null;
}

/** "To the afternoon, 3pm", "to the evening, so at 8": the clock behind a part of the day that it lies in. */
function exactIn({ end, resolution }: FoundPhrase, phrases: readonly FoundPhrase[]): Due | null {
  if (resolution.kind !== "window" || namesDay(resolution)) return null;
  const from = resolution.start.epochMs - NEAR_PART_MS;
  const clock = phrases.find(({ start }) => start >= end && start - end <= MAX_APART);
  if (clock === undefined || namesDay(clock.resolution)) return null;
  const half = inPartOf(clock.resolution, resolution);
  if (half.kind !== "time" || half.start.epochMs < from || half.start.epochMs > resolution.end.epochMs)
    return null;
  const due = half === clock.resolution ? half : withDayMark({ ...half, trace: clock.resolution.trace });
  return { duePhrase: clock.phrase, due };
}

/** "At 4, on 5 December": a clock with nothing but a comma before the day it is of. */
function withItsDay(
  found: FoundPhrase,
  phrases: readonly FoundPhrase[],
  sentence: string,
  context: DateContext,
): Due | null {
  const next = phrases[phrases.indexOf(found) + 1];
  if (namesDay(found.resolution) || next?.resolution.kind !== "date" || !namesDay(next.resolution))
    return null;
  // White space in one: the pattern may try each of it in several places.
  const between = sentence.slice(found.end, next.start).replaceAll(/\s+/gu, " ");
  if (!NOTHING_BETWEEN.test(between)) return null;
  const day = next.resolution.start;
  const [both] = phrasesOf(`${day} ${found.phrase}`, context);
  if (both === undefined || plannedDay(both.resolution) !== day) return null;
  return { duePhrase: sentence.slice(found.start, next.end), due: both.resolution };
}

/** A comma, or the old time before it: "instead of 3,". */
const NOTHING_BETWEEN =
  /^\s*(?:(?:instead of|statt|au lieu de|invece (?:di|delle|che)|em vez d[aeo]s?|en vez de)\s+(?:um\s+|à\s+|las\s+)?\d[\d:.h]*(?:\s?(?:am|pm|uhr|h))?)?\s*,?\s*(?:on\s|am\s|le\s|el\s|il\s|no\s)?\s*$/iu;

/** How far from a named part of the day its clock may be. */
const NEAR_PART_MS = 3 * 3_600_000;

/** Of the two halves of a day the one that lies in the named part of it: lunch at 1 is at 13:00. */
function inPartOf(due: Resolution, part: Resolution): Resolution {
  if (due.kind !== "ask" || part.kind !== "window") return due;
  const within = due.options.find(
    (option) => option.kind === "time" && Math.abs(option.start.epochMs - part.start.epochMs) <= NEAR_PART_MS,
  );
  return within ?? due;
}

/** The local day a resolution begins on, `YYYY-MM-DD`, or null while it is a question, open, or several. */
export function dayOf(resolution: Resolution | null): string | null {
  if (resolution === null || resolution.kind === "recurrence") return null;
  return startOf(resolution)?.slice(0, 10) ?? null;
}

/** The same, and the day of a question that is only about the hour. */
export function plannedDay(resolution: Resolution | null): string | null {
  if (resolution?.kind !== "ask") return dayOf(resolution);
  const days = new Set(resolution.options.map(dayOf));
  const [day = null] = days;
  return days.size === 1 ? day : null;
}

/** Times of day, `HH:MM`, that a resolution may begin at. */
export function clocksOf(resolution: Resolution | null): readonly string[] {
  if (resolution?.kind === "ask") return resolution.options.flatMap(clocksOf);
  return resolution?.kind === "time" ? [resolution.start.local.slice(11, 16)] : [];
}

/** True where both were read and begin at the same moment, however they were said. */
export const isSameTime = (
  one: Resolution | null | undefined,
  other: Resolution | null | undefined,
): boolean => one != null && other != null && JSON.stringify(startIn(one)) === JSON.stringify(startIn(other));

const startIn = (due: Resolution): unknown => ("start" in due ? due.start : due);
