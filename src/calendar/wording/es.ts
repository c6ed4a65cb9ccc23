/** @file Spanish. The person is addressed with "tú". */

import type { Wording } from "./wording.ts";

const ORDINALS: Readonly<Record<number, string>> = {
  1: "primer",
  2: "segundo",
  3: "tercer",
  4: "cuarto",
  5: "quinto",
  [-1]: "último",
  [-2]: "penúltimo",
};

export const ES: Wording = {
  allDay: (when) => `${when}, todo el día`,
  due: (when) => `Vence el ${when}`,
  recurrence: {
    every: { DAILY: "cada día", WEEKLY: "cada semana", MONTHLY: "cada mes", YEARLY: "cada año" },
    everyFew: {
      DAILY: "cada {n} días",
      WEEKLY: "cada {n} semanas",
      MONTHLY: "cada {n} meses",
      YEARLY: "cada {n} años",
    },
    workdays: "de lunes a viernes",
    weekday: (name) => `los ${name.endsWith("s") ? name : `${name}s`}`,
    nthWeekday: (nth, name) => `el ${ORDINALS[nth] ?? `${nth}.º`} ${name}`,
    monthDay: (day) => `el día ${day}`,
    lastDay: "el último día",
    dayFromEnd: (day) => `el ${day}.º día contando desde el final`,
    on: (days) => days,
    inMonths: (months) => `en ${months}`,
    names: "long",
    pause: ", ",
    once: "una vez",
    times: "{n} veces",
    until: (date) => `hasta el ${date}`,
    noEnd: "sin fin",
  },
  assumptions: {
    time: (clock) => `entendido como las ${clock}`,
    flags: {
      approx: "la hora dicha es aproximada",
      cfg: "las horas del día salen de tus ajustes",
      past: "esta fecha ya pasó",
      clamped: "el mes es más corto, así que vale su último día",
      nohol: "no se han tenido en cuenta los festivos",
      startweek: "la primera semana de la serie es una suposición",
      "today-included": "la serie empieza hoy",
      day: "no se dijo ningún día: se supuso la próxima vez a esa hora",
    },
    not: (words) => `no ${words}`,
    zone: (words, zone) => `convertido de «${words}» a ${zone}`,
    deadline: "se trata de un plazo",
    minutes: (count) => `duración supuesta de ${count} minutos`,
  },
};
