/** @file Builds `Resolution` values: one place knows their shape, so that the rules only say what and why. */

import type { Temporal } from "temporal-polyfill";
import type { AskReason, Resolution, ResolutionFlag } from "./resolution.ts";
import { zonedTime } from "./wall-time.ts";

export type Flags = readonly ResolutionFlag[];

/** At most this many options are offered (spec 4, property tests). */
const MAX_OPTIONS = 4;

const common = (flags: Flags): { flags: Flags; trace: [] } => ({ flags: [...new Set(flags)], trace: [] });

export const none = (): Resolution => ({ kind: "none", ...common([]) });

export function dateOutcome(
  start: Temporal.PlainDate,
  end: Temporal.PlainDate | null,
  flags: Flags,
): Resolution {
  return {
    kind: "date",
    start: start.toString(),
    ...(end === null ? {} : { end: end.toString() }),
    ...common(flags),
  };
}

export function timeOutcome(
  start: Temporal.ZonedDateTime,
  end: Temporal.ZonedDateTime | null,
  flags: Flags,
): Resolution {
  return {
    kind: "time",
    start: zonedTime(start),
    ...(end === null ? {} : { end: zonedTime(end) }),
    ...common(flags),
  };
}

export function windowOutcome(
  start: Temporal.ZonedDateTime,
  end: Temporal.ZonedDateTime,
  flags: Flags,
): Resolution {
  return { kind: "window", start: zonedTime(start), end: zonedTime(end), ...common(flags) };
}

export function dateWindowOutcome(
  start: Temporal.PlainDate,
  end: Temporal.PlainDate,
  flags: Flags,
): Resolution {
  return { kind: "date-window", start: start.toString(), end: end.toString(), ...common(flags) };
}

export const durationOutcome = (minutes: number, flags: Flags): Resolution => ({
  kind: "duration",
  minutes,
  ...common(flags),
});

export const relativeOutcome = (deltaMinutes: number, flags: Flags): Resolution => ({
  kind: "relative",
  deltaMinutes,
  ...common(flags),
});

/** A question. Options that are questions themselves are replaced by their options; equal ones are merged. */
export function askOutcome(reason: AskReason, options: readonly Resolution[]): Resolution {
  const flat = options.flatMap((option) => (option.kind === "ask" ? option.options : [option]));
  const distinct = new Map(
    flat.filter((option) => option.kind !== "none").map((option) => [identity(option), option]),
  );
  return { kind: "ask", reason, options: [...distinct.values()].slice(0, MAX_OPTIONS), ...common([]) };
}

function identity(option: Resolution): string {
  return JSON.stringify({ ...option, flags: [], trace: [] });
}

/** The same outcome as a due time: its start is when it has to be done (rule R6, "by"). */
export function asDue(outcome: Resolution): Resolution {
  if (outcome.kind === "ask") return { ...outcome, options: outcome.options.map(asDue) };
  const { kind, flags, trace } = outcome;
  if (kind === "date" || kind === "time" || kind === "window" || kind === "date-window") {
    return { kind: "due", at: outcome.start, flags, trace };
  }
  return outcome;
}

/** The outcome with one more flag, on every option if it is a question. */
export function withFlags(outcome: Resolution, flags: Flags): Resolution {
  if (flags.length === 0) return outcome;
  if (outcome.kind === "ask")
    return { ...outcome, options: outcome.options.map((option) => withFlags(option, flags)) };
  return outcome.kind === "none"
    ? outcome
    : { ...outcome, flags: [...new Set([...outcome.flags, ...flags])] };
}
