/** @file What was assumed while reading a date, in words for the person who approves the draft. */

import type { Language, Resolution, ZonedTime } from "./resolution.ts";
import { wordingOf } from "./wording/wordings.ts";

function startOf(resolution: Resolution): ZonedTime | null {
  if (resolution.kind === "time" || resolution.kind === "window") return resolution.start;
  const start =
    resolution.kind === "due" ? resolution.at : resolution.kind === "recurrence" ? resolution.start : null;
  return typeof start === "string" ? null : start;
}

/** One entry per assumption; empty when everything was said. `minutes` = the length used where none was given. */
export function assumptionsOf(
  resolution: Resolution,
  minutes: number,
  language: Language,
): readonly string[] {
  const words = wordingOf(language).assumptions;
  const start = startOf(resolution);
  const flags = resolution.flags.map((flag) => {
    if (flag === "pm" || flag === "am") return start === null ? null : words.time(start.local.slice(11, 16));
    return words.flags[flag];
  });
  const replaced = replacedWords(resolution);
  const zone = resolution.trace.find((step) => step.rule === "zone");
  const assumptions = [
    ...flags,
    replaced === "" ? null : words.not(replaced),
    zone === undefined || start === null ? null : words.zone(zone.token, start.zone),
    resolution.kind === "due" ? words.deadline : null,
    hasAssumedLength(resolution, start) ? words.minutes(String(minutes)) : null,
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
