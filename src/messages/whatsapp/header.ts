/**
 * @file The first line of a WhatsApp record: date, time, and where the sender begins, in the shapes of all phone locales
 * (spec messages-calendar 1.2). Digits and spaces are made alike first; two anchored regular expressions then read at
 * most `PREFIX_CHARS` of a line.
 */
import type { DateFields } from "#messages/date-order";
import { digitSet, isMark, matchablePrefix } from "#messages/matching";

export interface Header {
  /** Separators, clock and bracket style of this line. All records of one file have the same. */
  readonly template: string;
  readonly date: DateFields;
  /** Seconds since midnight. */
  readonly secondOfDay: number;
  readonly hasSeconds: boolean;
  /** Index in the raw line of the sender or of the system sentence. */
  readonly restAt: number;
  readonly looksAmerican: boolean;
  readonly yearFirst: "certain" | "possible" | "no";
}

/** The longest known header has 45 characters; direction marks may double that. */
const PREFIX_CHARS = 100;

interface Period {
  readonly set: string;
  readonly half: "am" | "pm" | "noon";
}

/** Day-period words, lower case, without dots and spaces. */
const PERIODS: ReadonlyMap<string, Period> = new Map([
  ["am", { set: "latin", half: "am" }],
  ["pm", { set: "latin", half: "pm" }],
  ["damanhã", { set: "pt", half: "am" }],
  ["datarde", { set: "pt", half: "pm" }],
  ["पूर्वाह्न", { set: "hi", half: "am" }],
  ["अपराह्न", { set: "hi", half: "pm" }],
  ["ص", { set: "ar", half: "am" }],
  ["م", { set: "ar", half: "pm" }],
  ["오전", { set: "ko", half: "am" }],
  ["오후", { set: "ko", half: "pm" }],
  ["午前", { set: "ja", half: "am" }],
  ["午後", { set: "ja", half: "pm" }],
  ["凌晨", { set: "zh", half: "am" }],
  ["清晨", { set: "zh", half: "am" }],
  ["早上", { set: "zh", half: "am" }],
  ["上午", { set: "zh", half: "am" }],
  ["中午", { set: "zh", half: "noon" }],
  ["下午", { set: "zh", half: "pm" }],
  ["晚上", { set: "zh", half: "pm" }],
  ["ก่อนเที่ยง", { set: "th", half: "am" }],
  ["หลังเที่ยง", { set: "th", half: "pm" }],
] as const);

/** Locales with a day period whose short dates begin with the year. */
const YEAR_FIRST_SETS = new Set(["ko", "ja", "zh"]);

const PERIOD = ["[ap]\\. ?m\\.?", "da manhã", "da tarde", ...PERIODS.keys()].join("|");
const DATE = String.raw`(?<first>\d{1,4})(?<separator>[/-]|\. ?)(?<second>\d{1,2})\k<separator>(?<third>\d{1,4})(?<dot>\.?)`;
const JOINER = String.raw`(?:(?<comma>,) ?| )(?:(?<joiner>à|um|at|às|om|kl\.?|klo|ore|alle|в|о) )?`;
const TIME =
  `(?:(?<before>${PERIOD}) ?)?` +
  String.raw`(?<hour>\d{1,2})(?<clock>[:.])(?<minute>\d{2})(?:\k<clock>(?<seconds>\d{2}))?` +
  `(?: ?(?<after>${PERIOD}))?`;

const BRACKETED = new RegExp(`^\\[${DATE}${JOINER}${TIME}\\](?: |$)`, "iu");
const DASHED = new RegExp(`^${DATE}${JOINER}${TIME} (?<dash>[-–])(?: |$)`, "iu");

const OPENING_BRACKET = 0x5b;

/** The header at the start of a line, or null for a line that continues a message. */
export function readHeader(line: string): Header | null {
  let start = 0;
  while (start < line.length && isMark(line.charCodeAt(start))) start++;
  const code = line.charCodeAt(start);
  const bracketed = code === OPENING_BRACKET;
  if (!bracketed && digitSet(code) < 0) return null;

  const pattern = bracketed ? BRACKETED : DASHED;
  // Most headers are plain already; what matched then needs no normalising.
  const plain = start === 0 ? pattern.exec(line.slice(0, PREFIX_CHARS)) : null;
  const prefix = plain ? null : matchablePrefix(line, PREFIX_CHARS);
  const match = plain ?? pattern.exec(prefix!.text);
  if (!match) return null;
  const groups = match.groups as HeaderGroups;
  const period = readPeriod(groups);
  const secondOfDay = readTime(groups, period);
  if (secondOfDay === null) return null;
  const yearFirst = readYearFirst(groups, period);
  return {
    template: templateOf(groups, bracketed, period, prefix?.digits ?? 0),
    date: { first: Number(groups.first), second: Number(groups.second), third: Number(groups.third) },
    secondOfDay,
    hasSeconds: groups.seconds !== undefined,
    restAt: prefix?.rawIndex[match[0].length] ?? match[0].length,
    looksAmerican: /^[AP]/.test(groups.after ?? ""),
    yearFirst,
  };
}

type HeaderGroups = Record<
  "first" | "separator" | "second" | "third" | "dot" | "hour" | "clock" | "minute",
  string
> &
  Record<"comma" | "joiner" | "before" | "after" | "seconds" | "dash", string | undefined>;

function readPeriod(groups: HeaderGroups): Period | null {
  const word = groups.before ?? groups.after;
  if (word === undefined) return null;
  return PERIODS.get(word.toLowerCase().replace(/[. ]/g, "")) ?? null;
}

function readTime(groups: HeaderGroups, period: Period | null): number | null {
  let hour = Number(groups.hour);
  const minute = Number(groups.minute);
  const second = Number(groups.seconds ?? 0);
  if (hour > 23 || minute > 59 || second > 59) return null;
  if (period && hour <= 12) {
    const afternoon = period.half === "pm" || (period.half === "noon" && hour < 6);
    hour = period.half === "noon" && !afternoon ? hour : (hour % 12) + (afternoon ? 12 : 0);
  }
  return hour * 3600 + minute * 60 + second;
}

function readYearFirst(groups: HeaderGroups, period: Period | null): Header["yearFirst"] {
  const easternWord = period !== null && YEAR_FIRST_SETS.has(period.set);
  const easternDots = groups.separator === ". " && groups.dot === ".";
  if (easternWord && easternDots) return "certain";
  return easternWord || easternDots ? "possible" : "no";
}

function templateOf(groups: HeaderGroups, bracketed: boolean, period: Period | null, digits: number): string {
  return [
    bracketed ? "[" : groups.dash,
    groups.separator,
    groups.dot,
    groups.comma ?? "",
    groups.joiner ?? "",
    groups.clock,
    groups.seconds === undefined ? "" : "s",
    period === null ? "" : period.set,
    groups.before === undefined ? "" : "<",
    digits,
  ].join("|");
}
