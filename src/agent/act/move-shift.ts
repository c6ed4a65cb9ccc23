/**
 * @file By how much a request moves a draft: "by 30 minutes", "an hour later", "a week back", in eight languages. It counts
 * from the draft, not from now.
 */

import { fold } from "#agent/sentences/text";
import type { DateContext, FoundPhrase, Language } from "#calendar/resolution";
import { resolveDate } from "#calendar/resolve-date";

/** Words that a length has at most: "by half an hour". */
const MAX_LENGTH_WORDS = 4;
const MAX_LENGTH_THAI = 24;

/** What moves something to an earlier time. English "forward" is for "bring forward". */
const EARLIER: Readonly<Record<Language, RegExp>> = {
  en: /\b(?:forwards?|earlier|sooner|advance)\b/,
  de: /\b(?:vor|vorziehen|vorverlege\p{L}*|vorne|früher|eher)(?!\p{L})/u,
  fr: /(?<!\p{L})(?:avance\p{L}*|plus tôt|avant)(?!\p{L})/u,
  it: /\b(?:anticip\p{L}*|prima)\b/u,
  pt: /(?<!\p{L})(?:antecip\p{L}*|adiant\p{L}*|mais cedo|antes)(?!\p{L})/u,
  es: /(?<!\p{L})(?:adelant\p{L}*|adelánt\p{L}*|anticip\p{L}*|más temprano|antes)(?!\p{L})/u,
  hi: /पहले|पीछे ले/u,
  th: /เร็วขึ้น|เข้ามา|ขึ้นมา|ก่อน/u,
};

/** What behind a verb of moving says by how much, and by itself counts from now: "another hour", "em uma hora". */
const FURTHER: Readonly<Partial<Record<Language, RegExp>>> = {
  th: /(?:เลื่อน|ย้าย|ขยับ).*?อีก\s*/u,
  pt: /(?<!\p{L})(?:adi|antecip|atras)\p{L}*\s.*?\bem\s+/iu,
};

/**
 * Minutes, below 0 for earlier; null where the request names no length, or a date beside it that says where to.
 *
 * @param phrases the dates found in `text`
 */
export function shiftOf(text: string, phrases: readonly FoundPhrase[], context: DateContext): number | null {
  const relative = phrases.find(({ resolution }) => resolution.kind === "relative")?.resolution;
  if (relative?.kind === "relative") return relative.deltaMinutes;
  const further = FURTHER[context.language]?.exec(text) ?? null;
  const from = further === null ? 0 : further.index + further[0].length;
  const isDate = ({ start, resolution }: FoundPhrase): boolean =>
    resolution.kind !== "none" && resolution.kind !== "duration" && !(further !== null && start <= from);
  if (phrases.some(isDate)) return null;
  const length = lengthIn(text.slice(from), phrases, context);
  if (length === null) return null;
  return EARLIER[context.language].test(fold(text)) ? -length : length;
}

/** The resolver finds lengths of less than a day in a text; longer ones are read from the words. */
function lengthIn(text: string, phrases: readonly FoundPhrase[], context: DateContext): number | null {
  const found = phrases.find(({ resolution }) => resolution.kind === "duration")?.resolution;
  if (found?.kind === "duration") return found.minutes;
  const words = text
    .replace(/[,;:!?।]|\.(?!\d)/gu, " ")
    .trim()
    .split(/\s+/u);
  if (context.language === "th") return lengthAtEnd(text, context);
  for (let size = MAX_LENGTH_WORDS; size > 0; size -= 1) {
    for (let at = 0; at + size <= words.length; at += 1) {
      const minutes = minutesIn(words.slice(at, at + size).join(" "), context);
      if (minutes !== null) return minutes;
    }
  }
  return null;
}

/** Thai has no spaces: the length that the text ends with. */
function lengthAtEnd(text: string, context: DateContext): number | null {
  const end = text.trim().slice(-MAX_LENGTH_THAI);
  for (let at = 0; at < end.length; at += 1) {
    const minutes = minutesIn(end.slice(at), context);
    if (minutes !== null) return minutes;
  }
  return null;
}

function minutesIn(phrase: string, context: DateContext): number | null {
  const resolution = resolveDate(phrase, context);
  return resolution.kind === "duration" && resolution.minutes > 0 ? resolution.minutes : null;
}

const SAME_CLOCK =
  /[\s,]*(?<!\p{L})(?:at the |zur |um die |à la |a la |alla |à |a |na |no )?(?:same time|(?:gleichen?|selben?) (?:uhr)?zeit|même heure|misma hora|stessa ora|mesma hora|mesmo horário|उसी समय(?: पर)?|उसी वक़्त)(?![\p{L}\p{M}])|เวลาเดิม|เวลาเดียวกัน/giu;

/** Without "at the same time": a day alone keeps the clock of the draft. */
export const withoutSameClock = (text: string): string => text.normalize("NFC").replace(SAME_CLOCK, " ");
