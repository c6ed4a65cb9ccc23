/** @file What was assumed while reading a date, in words for the person who approves the draft. */

import type { Resolution, ResolutionFlag, ZonedTime } from "./resolution.ts";

const FLAG_WORDS: Readonly<Record<Exclude<ResolutionFlag, "pm" | "am">, string>> = {
  approx: "the words say about this time",
  cfg: "hours of the day taken from your settings",
  past: "this date is in the past",
  clamped: "the month is shorter, so its last day was taken",
  nohol: "public holidays were not counted",
  startweek: "the first week of the series was assumed",
  "today-included": "the series starts today",
  day: "no day was named: assumed the next time the clock says so",
};

function startOf(resolution: Resolution): ZonedTime | null {
  if (resolution.kind === "time" || resolution.kind === "window") return resolution.start;
  const start =
    resolution.kind === "due" ? resolution.at : resolution.kind === "recurrence" ? resolution.start : null;
  return typeof start === "string" ? null : start;
}

/** "3 pm", "8:30 am". */
function clockWords({ local }: ZonedTime): string {
  const hour = Number(local.slice(11, 13));
  const minute = local.slice(14, 16);
  const half = hour < 12 ? "am" : "pm";
  return `${hour % 12 === 0 ? 12 : hour % 12}${minute === "00" ? "" : `:${minute}`} ${half}`;
}

/** One entry per assumption; empty when everything was said. `minutes` = the length used where none was given. */
export function assumptionsOf(resolution: Resolution, minutes: number): readonly string[] {
  const start = startOf(resolution);
  const words = resolution.flags.map((flag) => {
    if (flag === "pm" || flag === "am") return start === null ? null : `assumed ${clockWords(start)}`;
    return FLAG_WORDS[flag];
  });
  const replaced = replacedWords(resolution);
  const zone = resolution.trace.find((step) => step.rule === "zone");
  const assumptions = [
    ...words,
    replaced === "" ? null : `not ${replaced}`,
    zone === undefined || start === null ? null : `converted from “${zone.token}” to ${start.zone}`,
    resolution.kind === "due" ? "the words name a deadline" : null,
    resolution.kind === "recurrence" && !/UNTIL|COUNT/.test(resolution.rrule)
      ? "it repeats with no end"
      : null,
    hasAssumedLength(resolution, start) ? `assumed ${minutes} minutes` : null,
  ];
  return assumptions.filter((text) => text !== null);
}

/** The value that "X, not Y" rules out, as written; a question takes no side. */
function replacedWords({ kind, trace }: Resolution): string {
  const at = trace.findIndex((step) => step.rule === "not");
  if (at === -1 || kind === "ask") return "";
  const rest = trace.slice(at + 1);
  const end = rest.findIndex((step) => step.token === ",");
  return (end === -1 ? rest : rest.slice(0, end)).map((step) => step.token).join(" ");
}

function hasAssumedLength(resolution: Resolution, start: ZonedTime | null): boolean {
  if (start === null || resolution.kind === "window") return false;
  if (resolution.kind === "recurrence") return resolution.durationMinutes === undefined;
  return !(resolution.kind === "time" && resolution.end !== undefined);
}
