/** @file German. The person is addressed with "du". */

import type { Wording } from "./wording.ts";

const ORDINALS: Readonly<Record<number, string>> = {
  1: "ersten",
  2: "zweiten",
  3: "dritten",
  4: "vierten",
  5: "fünften",
  [-1]: "letzten",
  [-2]: "vorletzten",
};

export const DE: Wording = {
  allDay: (when) => `${when}, ganztägig`,
  due: (when) => `Fällig ${when}`,
  recurrence: {
    every: { DAILY: "jeden Tag", WEEKLY: "jede Woche", MONTHLY: "jeden Monat", YEARLY: "jedes Jahr" },
    everyFew: {
      DAILY: "alle {n} Tage",
      WEEKLY: "alle {n} Wochen",
      MONTHLY: "alle {n} Monate",
      YEARLY: "alle {n} Jahre",
    },
    workdays: "von Montag bis Freitag",
    weekday: (name) => name,
    nthWeekday: (nth, name) => `${ORDINALS[nth] ?? `${nth}.`} ${name}`,
    monthDay: (day) => `${day}.`,
    lastDay: "letzten Tag",
    dayFromEnd: (day) => `${day}.-letzten Tag`,
    on: (days) => `am ${days}`,
    inMonths: (months) => `im ${months}`,
    names: "long",
    pause: ", ",
    once: "einmal",
    times: "{n}-mal",
    until: (date) => `bis ${date}`,
    noEnd: "ohne Ende",
  },
  assumptions: {
    time: (clock) => `als ${clock} Uhr verstanden`,
    flags: {
      approx: "gesagt ist ungefähr diese Zeit",
      cfg: "die Tageszeit folgt deinen Einstellungen",
      past: "dieses Datum liegt in der Vergangenheit",
      clamped: "der Monat ist kürzer, deshalb sein letzter Tag",
      nohol: "Feiertage sind nicht berücksichtigt",
      startweek: "in welcher Woche die Reihe beginnt, ist angenommen",
      "today-included": "die Reihe beginnt heute",
      day: "kein Tag genannt: angenommen ist das nächste Mal zu dieser Uhrzeit",
    },
    not: (words) => `nicht ${words}`,
    zone: (words, zone) => `von „${words}“ in ${zone} umgerechnet`,
    deadline: "gesagt ist eine Frist",
    minutes: (count) => `${count} Minuten Dauer angenommen`,
  },
};
