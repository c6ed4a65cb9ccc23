import { expect, test } from "vitest";
import type { Resolution, ZonedTime } from "#calendar/resolution";
import { dueText } from "./due-text.ts";

const at = (local: string): ZonedTime => ({ local, zone: "Europe/Berlin", epochMs: 0, offset: "+01:00" });
const none = { flags: [], trace: [] } as const;

test.each<[Resolution, string | null]>([
  [{ kind: "date", start: "2026-11-27", ...none }, "Fri 27 Nov 2026"],
  [{ kind: "date", start: "2026-11-27", end: "2026-11-29", ...none }, "Fri 27 Nov 2026 – Sun 29 Nov 2026"],
  [{ kind: "time", start: at("2026-11-27T19:00"), ...none }, "Fri 27 Nov 2026, 19:00"],
  [
    { kind: "window", start: at("2026-11-27T14:00"), end: at("2026-11-27T17:00"), ...none },
    "Fri 27 Nov 2026, 14:00–17:00",
  ],
  [
    { kind: "window", start: at("2026-11-27T22:00"), end: at("2026-11-28T02:00"), ...none },
    "Fri 27 Nov 2026, 22:00 – Sat 28 Nov 2026, 02:00",
  ],
  [{ kind: "due", at: at("2026-11-27T17:00"), ...none }, "by Fri 27 Nov 2026, 17:00"],
  [{ kind: "due", at: "2026-11-27", ...none }, "by Fri 27 Nov 2026"],
  [{ kind: "recurrence", start: "2026-11-27", rrule: "FREQ=WEEKLY", ...none }, "Fri 27 Nov 2026, every week"],
  [{ kind: "duration", minutes: 45, ...none }, null],
  [{ kind: "none", ...none }, null],
])("%j reads %j", (due, when) => {
  expect(dueText({ due, duePhrase: "then" }, "en")).toEqual({ when, phrase: "then", unclear: false });
});

test("a phrase with two readings shows no date and says that it is unclear", () => {
  const due: Resolution = { kind: "ask", reason: "same-weekday", options: [], ...none };
  expect(dueText({ due, duePhrase: "Tuesday" }, "en")).toEqual({
    when: null,
    phrase: "Tuesday",
    unclear: true,
  });
});

test("without a phrase there is nothing to show", () => {
  expect(dueText({ due: null, duePhrase: null }, "en")).toEqual({ when: null, phrase: null, unclear: false });
});

test.each([
  ["de", "bis Fr., 27. Nov. 2026"],
  ["fr", "d’ici au ven. 27 nov. 2026"],
  ["it", "entro ven 27 nov 2026"],
  ["pt", "até sex., 27 de nov. de 2026"],
  ["es", "a más tardar el vie, 27 nov 2026"],
  ["hi", "शुक्र, 27 नव॰ 2026 तक"],
  // Of the Buddhist era, as dates are written in Thailand.
  ["th", "ภายใน ศุกร์ 27 พ.ย. 2569"],
] as const)("in %s a deadline reads %s", (language, when) => {
  const due: Resolution = { kind: "due", at: "2026-11-27", ...none };
  expect(dueText({ due, duePhrase: "x" }, language).when).toBe(when);
});
