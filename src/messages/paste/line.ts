/**
 * @file One line of a chat that was copied as text: `Name: text`, with a time or date in front or none, and the web
 * clients' `Name  10:15 AM` on a line of its own (spec messages-calendar 1.10, "Pasted chat").
 */
import type { DateFields } from "#messages/date-order";
import { matchablePrefix } from "#messages/matching";

export interface PasteLine {
  readonly name: string;
  readonly text: string;
  readonly date: DateFields | null;
  /** Seconds since midnight, or null. */
  readonly secondOfDay: number | null;
  readonly hasSeconds: boolean;
  readonly looksAmerican: boolean;
}

const PREFIX_CHARS = 160;

const CLOCK = String.raw`(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2}))?(?: ?(?<half>[ap]\.? ?m\.?))?`;
const DAY = String.raw`(?<first>\d{1,4})(?<separator>[/.-])(?<middle>\d{1,2})\k<separator>(?<third>\d{1,4})`;
/** `15:05`, `[24/11/2026, 15:05]`, `[15:05, 24/11/2026]` (copied from WhatsApp Web), `2026-11-24T15:05:00`. */
const STAMP = new RegExp(
  `^\\s*\\[?(?:${DAY}(?:,? |T)${CLOCK}|${renamed(CLOCK)}, ${renamed(DAY)}|${renamed(CLOCK, "3")})\\]?(?: ?-)? `,
  "iu",
);
const NAME_COLON = /^\s*([^\s:.?!][^:.?!\n]{0,39}):\s(?!\/\/)/u;
const NAME_THEN_TIME = new RegExp(`^(?<name>[\\p{L}][^:.?!\\n]{0,39}?) {1,4}${CLOCK}$`, "iu");

/** Words that stand before a colon without being a name. */
const NOT_NAMES = new Set(["http", "https", "note", "re", "ps", "p s", "todo", "fwd", "subject"]);
const MAX_NAME_WORDS = 4;

/** Group names are unique in a regular expression: the second use of a pattern needs others. */
function renamed(pattern: string, suffix = "2"): string {
  return pattern.replace(/\?<([a-z]+)>/g, `?<$1${suffix}>`).replace(/\\k<([a-z]+)>/g, `\\k<$1${suffix}>`);
}

export function readPasteLine(line: string): PasteLine | null {
  const prefix = matchablePrefix(line, PREFIX_CHARS);
  const stamp = STAMP.exec(prefix.text);
  const rest = stamp ? line.slice(prefix.rawIndex[stamp[0].length]) : line;
  const restPrefix = stamp ? matchablePrefix(rest, PREFIX_CHARS) : prefix;
  const named = NAME_COLON.exec(restPrefix.text) ?? NAME_COLON.exec(`${restPrefix.text} `);
  if (named) {
    const name = cleanName(named[1]!);
    if (name === null) return null;
    const text = rest.slice(restPrefix.rawIndex[Math.min(named[0].length, restPrefix.text.length)]);
    return { name, text: text.trim(), ...readStamp(stamp?.groups ?? {}) };
  }
  const heading = stamp ? null : NAME_THEN_TIME.exec(prefix.text);
  const name = heading ? cleanName(heading.groups!["name"]!) : null;
  return name === null ? null : { name, text: "", ...readStamp(heading!.groups!) };
}

function cleanName(raw: string): string | null {
  const name = raw.trim();
  if (name === "" || name.split(/\s+/).length > MAX_NAME_WORDS || NOT_NAMES.has(name.toLowerCase()))
    return null;
  return /^[\p{L}\p{N}+~@\p{Extended_Pictographic}]/u.test(name) && /[\p{L}\p{N}]/u.test(name) ? name : null;
}

type Groups = { readonly [name: string]: string | undefined };

function readStamp(groups: Groups): Omit<PasteLine, "name" | "text"> {
  const get = (name: string): string | undefined => groups[name] ?? groups[`${name}2`] ?? groups[`${name}3`];
  const half = get("half");
  const first = get("first");
  return {
    secondOfDay: secondOfDay(get("hour"), get("minute"), get("second"), half),
    hasSeconds: get("second") !== undefined,
    date:
      first === undefined
        ? null
        : { first: Number(first), second: Number(get("middle")), third: Number(get("third")) },
    looksAmerican: half !== undefined && /^[AP]/.test(half),
  };
}

function secondOfDay(
  hourText: string | undefined,
  minuteText: string | undefined,
  secondText: string | undefined,
  half: string | undefined,
): number | null {
  if (hourText === undefined) return null;
  let hour = Number(hourText);
  const minute = Number(minuteText);
  const second = Number(secondText ?? 0);
  if (hour > 23 || minute > 59 || second > 59) return null;
  if (half !== undefined && hour <= 12) hour = (hour % 12) + (/^p/i.test(half) ? 12 : 0);
  return hour * 3600 + minute * 60 + second;
}
