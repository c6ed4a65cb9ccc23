/** @file Italian. The person is addressed with "tu". */

import type { Wording } from "./wording.ts";

const SUNDAY = 7;
const ORDINALS: Readonly<Record<number, string>> = {
  1: "prim",
  2: "second",
  3: "terz",
  4: "quart",
  5: "quint",
  [-1]: "ultim",
  [-2]: "penultim",
};

/** "la prima domenica", "l’ultimo lunedì". */
function nthWeekday(nth: number, name: string, weekday: number): string {
  const ending = weekday === SUNDAY ? "a" : "o";
  const stem = ORDINALS[nth];
  const ordinal = stem === undefined ? `${nth}${weekday === SUNDAY ? "ª" : "º"}` : stem + ending;
  return `${nth === -1 ? "l’" : weekday === SUNDAY ? "la " : "il "}${ordinal} ${name}`;
}

/** "il 5", "l’8", "l’11": the numbers that begin with a vowel. */
const withArticle = (day: number): string => (day === 8 || day === 11 ? `l’${day}` : `il ${day}`);

export const IT: Wording = {
  allDay: (when) => `${when}, tutto il giorno`,
  due: (when) => `Scadenza: ${when}`,
  recurrence: {
    every: { DAILY: "ogni giorno", WEEKLY: "ogni settimana", MONTHLY: "ogni mese", YEARLY: "ogni anno" },
    everyFew: {
      DAILY: "ogni {n} giorni",
      WEEKLY: "ogni {n} settimane",
      MONTHLY: "ogni {n} mesi",
      YEARLY: "ogni {n} anni",
    },
    workdays: "dal lunedì al venerdì",
    weekday: (name, weekday) => `${weekday === SUNDAY ? "la" : "il"} ${name}`,
    nthWeekday,
    monthDay: withArticle,
    lastDay: "l’ultimo giorno",
    dayFromEnd: (day) => `${withArticle(day)}º giorno dalla fine`,
    on: (days) => days,
    inMonths: (months) => `in ${months}`,
    names: "long",
    pause: ", ",
    once: "una volta",
    times: "{n} volte",
    until: (date) => `fino ${/^(?:8|11)\b/.test(date) ? "all’" : "al "}${date}`,
    noEnd: "senza fine",
  },
  assumptions: {
    time: (clock) => `inteso come ${clock}`,
    flags: {
      approx: "l’orario detto è approssimativo",
      cfg: "le ore del giorno vengono dalle tue impostazioni",
      past: "questa data è passata",
      clamped: "il mese è più corto, quindi vale il suo ultimo giorno",
      nohol: "i giorni festivi non sono considerati",
      startweek: "la prima settimana della serie è ipotizzata",
      "today-included": "la serie comincia oggi",
      day: "nessun giorno indicato: si è presunta la prossima volta a quest’ora",
    },
    not: (words) => `non ${words}`,
    zone: (words, zone) => `convertito da “${words}” a ${zone}`,
    deadline: "si tratta di una scadenza",
    minutes: (count) => `durata ipotizzata di ${count} minuti`,
  },
};
