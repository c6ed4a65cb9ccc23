/** @file The ways of repeating that a start suggests, and what becomes of a rule when its start moves. */
import type { EventDraft } from "./event-draft.ts";
import { everyOne, type Recurrence } from "./recurrence.ts";
import { repetitionText } from "./recurrence-text.ts";

export interface RepeatPreset {
  readonly id: string;
  readonly label: string;
  readonly rule: Recurrence;
}

const WORKDAYS = [1, 2, 3, 4, 5] as const;

/** Without an end; none while the start has no day. */
export function repeatPresets(start: string): readonly RepeatPreset[] {
  const date = new Date(`${start.slice(0, 10)}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}/.test(start) || Number.isNaN(date.getTime())) return [];
  const weekday = date.getUTCDay() === 0 ? 7 : date.getUTCDay();
  const day = date.getUTCDate();
  const isLast = day + 7 > new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  const each = { weekday, nth: null };
  const rules: readonly (readonly [id: string, rule: Recurrence])[] = [
    ["daily", everyOne("DAILY")],
    ...(weekday <= 5 ? [["workdays", { ...everyOne("WEEKLY"), byDay: WORKDAYS.map(eachOf) }] as const] : []),
    ["weekly", { ...everyOne("WEEKLY"), byDay: [each] }],
    ["fortnightly", { ...everyOne("WEEKLY"), interval: 2, byDay: [each] }],
    ["monthly-day", { ...everyOne("MONTHLY"), byMonthDay: [day] }],
    ["monthly-nth", { ...everyOne("MONTHLY"), byDay: [{ weekday, nth: Math.ceil(day / 7) }] }],
    ...(isLast ? [["monthly-last", { ...everyOne("MONTHLY"), byDay: [{ weekday, nth: -1 }] }] as const] : []),
    ["yearly", everyOne("YEARLY")],
  ];
  return rules.map(([id, rule]) => ({ id, rule, label: sentence(rule) }));
}

const eachOf = (weekday: number): Recurrence["byDay"][number] => ({ weekday, nth: null });

/** "Every week on Mon". */
function sentence(rule: Recurrence): string {
  const text = repetitionText(rule, "en");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The preset a rule is, whenever it ends; null = a rule of its own. */
export function presetOf(rule: Recurrence, start: string): RepeatPreset | null {
  const shape = shapeOf(rule);
  return repeatPresets(start).find((preset) => shapeOf(preset.rule) === shape) ?? null;
}

const shapeOf = ({ frequency, interval, byDay, byMonthDay, byMonth, bySetPos }: Recurrence): string =>
  JSON.stringify([
    frequency,
    interval,
    byDay.map(({ weekday, nth }) => [weekday, nth]),
    byMonthDay,
    byMonth,
    bySetPos,
  ]);

/** The rule after the start moved: "every Monday" becomes "every Tuesday"; a rule of its own stays. */
export function movedRepeat({ repeat, start }: EventDraft, nextStart: string): Recurrence | null {
  if (repeat === null) return null;
  const preset = presetOf(repeat, start);
  const next = preset === null ? undefined : repeatPresets(nextStart).find(({ id }) => id === preset.id);
  return next === undefined ? repeat : { ...next.rule, until: repeat.until, count: repeat.count };
}
