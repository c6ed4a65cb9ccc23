/**
 * @file Which weekday is meant by a proposal for something planned further ahead: "Friday?" of a dinner on Thursday 3 December
 * is the Friday next to it, and not the first one to come.
 */

import { dueOf, plannedDay, type DateSettings, type Due } from "#agent/sentences/due";
import type { ReadMessage } from "#agent/sentences/reading";

/** A plan in fewer days is in the week that a bare weekday speaks of anyway. */
const SOON_DAYS = 7;
const DAY_MS = 86_400_000;
/** Rules of a date phrase that names a weekday and at most a time of day. */
const BARE: ReadonlySet<string> = new Set("weekday clock part-of-day filler leftover".split(" "));

const dayNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / DAY_MS;
const dayAt = (number: number): string => new Date(number * DAY_MS).toISOString().slice(0, 10);

/** The same weekday next to the planned day; `said` itself where that is near, open, or another date is named. */
export function nearPlan(
  said: Due,
  planned: string | null,
  { message, language }: ReadMessage,
  settings: DateSettings,
): Due {
  const { due } = said;
  const today = message.time?.local.slice(0, 10);
  if (due === null || planned === null || today === undefined) return said;
  if (!due.trace.some(({ rule }) => rule === "weekday") || due.trace.some(({ rule }) => !BARE.has(rule)))
    return said;
  const read = due.kind === "ask" && due.reason === "same-weekday" ? due.options[0] : due;
  const day = plannedDay(read ?? null);
  if (read === undefined || day === null) return said;
  const [plan, now, one] = [planned, today, day].map(dayNumber) as [number, number, number];
  const same = plan + ((((one - plan + 3) % 7) + 7) % 7) - 3;
  // Nobody calls today by its weekday.
  const isFirst = plan - now < SOON_DAYS && one !== now && due.kind !== "ask";
  if (same === one || same < now || isFirst) return said;
  const clock = read.kind === "time" ? ` ${read.start.local.slice(11)}` : "";
  const near = dueOf(`${dayAt(same)}${clock}`, message, language, settings).due;
  return near === null ? said : { ...said, due: near };
}
