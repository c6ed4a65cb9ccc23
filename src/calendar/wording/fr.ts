/** @file French. The person is addressed with "vous". */

import type { Wording } from "./wording.ts";

const ORDINALS: Readonly<Record<number, string>> = {
  1: "le premier",
  2: "le deuxième",
  3: "le troisième",
  4: "le quatrième",
  5: "le cinquième",
  [-1]: "le dernier",
  [-2]: "l’avant-dernier",
};

export const FR: Wording = {
  allDay: (when) => `${when}, toute la journée`,
  due: (when) => `Échéance\u00a0: ${when}`,
  recurrence: {
    every: {
      DAILY: "tous les jours",
      WEEKLY: "toutes les semaines",
      MONTHLY: "tous les mois",
      YEARLY: "tous les ans",
    },
    everyFew: {
      DAILY: "tous les {n} jours",
      WEEKLY: "toutes les {n} semaines",
      MONTHLY: "tous les {n} mois",
      YEARLY: "tous les {n} ans",
    },
    workdays: "du lundi au vendredi",
    weekday: (name) => `le ${name}`,
    nthWeekday: (nth, name) => `${ORDINALS[nth] ?? `le ${nth}e`} ${name}`,
    monthDay: (day) => (day === 1 ? "le 1er" : `le ${day}`),
    lastDay: "le dernier jour",
    dayFromEnd: (day) => `le ${day}e jour en partant de la fin`,
    on: (days) => days,
    inMonths: (months) => `en ${months}`,
    names: "long",
    pause: ", ",
    once: "une fois",
    times: "{n} fois",
    until: (date) => `jusqu’au ${date}`,
    noEnd: "sans fin",
  },
  assumptions: {
    time: (clock) => `compris comme ${clock}`,
    flags: {
      approx: "l’heure dite est approximative",
      cfg: "les heures de la journée viennent de vos réglages",
      past: "cette date est passée",
      clamped: "le mois est plus court, son dernier jour a été pris",
      nohol: "les jours fériés ne sont pas comptés",
      startweek: "la première semaine de la série est supposée",
      "today-included": "la série commence aujourd’hui",
      day: "aucun jour indiqué : supposé à la prochaine fois qu’il est cette heure",
    },
    not: (words) => `pas ${words}`,
    zone: (words, zone) => `converti de «\u00a0${words}\u00a0» vers ${zone}`,
    deadline: "il s’agit d’une échéance",
    minutes: (count) => `durée supposée de ${count} minutes`,
  },
};
