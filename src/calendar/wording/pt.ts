/** @file Portuguese, as in Brazil. The person is addressed with "você". */

import type { Wording } from "./wording.ts";

/** Saturday and Sunday are masculine, the other days feminine. */
const SATURDAY = 6;
const ORDINALS: Readonly<Record<number, string>> = {
  1: "primeir",
  2: "segund",
  3: "terceir",
  4: "quart",
  5: "quint",
  [-1]: "últim",
  [-2]: "penúltim",
};

/** "na primeira segunda-feira", "no último sábado". */
function nthWeekday(nth: number, name: string, weekday: number): string {
  const ending = weekday >= SATURDAY ? "o" : "a";
  const stem = ORDINALS[nth];
  const ordinal = stem === undefined ? `${nth}${weekday >= SATURDAY ? "º" : "ª"}` : stem + ending;
  return `n${ending} ${ordinal} ${name}`;
}

/** "às segundas", "aos sábados". */
const everyWeekday = (name: string, weekday: number): string =>
  `${weekday >= SATURDAY ? "aos" : "às"} ${name.replace("-feira", "")}s`;

export const PT: Wording = {
  allDay: (when) => `${when}, o dia inteiro`,
  due: (when) => `Prazo: ${when}`,
  recurrence: {
    every: { DAILY: "todo dia", WEEKLY: "toda semana", MONTHLY: "todo mês", YEARLY: "todo ano" },
    everyFew: {
      DAILY: "a cada {n} dias",
      WEEKLY: "a cada {n} semanas",
      MONTHLY: "a cada {n} meses",
      YEARLY: "a cada {n} anos",
    },
    workdays: "de segunda a sexta-feira",
    weekday: everyWeekday,
    nthWeekday,
    monthDay: (day) => `no dia ${day}`,
    lastDay: "no último dia",
    dayFromEnd: (day) => `no ${day}º dia a contar do fim`,
    on: (days) => days,
    inMonths: (months) => `em ${months}`,
    names: "long",
    pause: ", ",
    once: "uma vez",
    times: "{n} vezes",
    until: (date) => `até ${date}`,
    noEnd: "sem fim",
  },
  assumptions: {
    time: (clock) => `entendido como ${clock}`,
    flags: {
      approx: "o horário dito é aproximado",
      cfg: "as horas do dia vêm das suas configurações",
      past: "esta data já passou",
      clamped: "o mês é mais curto, então vale o último dia dele",
      nohol: "feriados não foram considerados",
      startweek: "a primeira semana da série foi presumida",
      "today-included": "a série começa hoje",
      day: "nenhum dia indicado: foi suposta a próxima vez a essa hora",
    },
    not: (words) => `não ${words}`,
    zone: (words, zone) => `convertido de “${words}” para ${zone}`,
    deadline: "trata-se de um prazo",
    minutes: (count) => `duração presumida de ${count} minutos`,
  },
};
