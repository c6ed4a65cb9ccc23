/** @file Sorts the facts of a phrase by what they say, for `combine.ts`. */

import type { DateFact, Fact, RecurrenceFact, TimeFact } from "./facts.ts";
import type { ZoneWord } from "./zone-words.ts";

export type Marker = "due" | "before" | "after" | "approx" | "all-day" | "vague";

export interface Grouped {
  readonly dates: readonly DateFact[];
  readonly times: readonly TimeFact[];
  readonly elapsed: readonly number[];
  readonly durations: readonly { readonly minutes: number; readonly days: number | null }[];
  readonly relative: readonly number[];
  readonly zones: readonly ZoneWord[];
  readonly recurrences: readonly RecurrenceFact[];
  readonly counts: readonly number[];
  readonly postpone: 1 | -1 | null;
  readonly pair: { readonly first: number; readonly second: number } | null;
  /** The words themselves say that it is over. */
  readonly past: boolean;
  readonly markers: ReadonlySet<Marker>;
}

type Kind = Fact["type"];

function pick<K extends Kind>(facts: readonly Fact[], kind: K): readonly Extract<Fact, { type: K }>[] {
  return facts.filter((fact): fact is Extract<Fact, { type: K }> => fact.type === kind);
}

const MARKERS: readonly Marker[] = ["due", "before", "after", "approx", "all-day", "vague"];

export function groupFacts(facts: readonly Fact[]): Grouped {
  const elapsed = pick(facts, "elapsed").map((fact) => fact.minutes);
  const dates = pick(facts, "date");
  const until = facts.some((fact) => fact.type === "until");
  const found = MARKERS.filter((marker) => facts.some((fact) => fact.type === marker));
  return {
    dates: dates.map((fact) => fact.date),
    times: pick(facts, "time").map((fact) => fact.time),
    elapsed,
    durations: pick(facts, "duration"),
    relative: pick(facts, "relative").map((fact) => fact.minutes),
    zones: pick(facts, "zone").map((fact) => fact.zone),
    recurrences: pick(facts, "recurrence"),
    counts: pick(facts, "count").map((fact) => fact.count),
    postpone: pick(facts, "postpone")[0]?.sign ?? null,
    pair: pick(facts, "number-pair")[0] ?? null,
    past: dates.some((fact) => fact.past === true) || elapsed.some((minutes) => minutes < 0),
    // "until Friday" without a start is a due date.
    markers: new Set(until ? [...found, "due" as const] : found),
  };
}
