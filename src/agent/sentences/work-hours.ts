/** @file Office hours "at 9" are in the morning: nobody is asked about a half of the day that no office is open in. */

import type { FoundPhrase, Resolution } from "#calendar/resolution";

const OFFICE_HOURS =
  /(?<![\p{L}\p{M}])(?:(?:office|business|working|opening|consultation) hours?|sprechstunden?|sprechzeit(?:en)?|bürozeit(?:en)?|arbeitszeit(?:en)?|öffnungszeit(?:en)?|heures? de (?:bureau|permanence|consultation)|orari?o? d(?:i |'|’)(?:ufficio|ricevimento|lavoro)|horário de (?:expediente|atendimento|trabalho)|horario de (?:oficina|atención|consulta|trabajo)|ऑफ़?िस आवर्?स?|कार्यालय समय)(?!\p{L})|เวลาทำการ|เวลาทำงาน|ชั่วโมงทำงาน/iu;
/** Hours in which they begin. */
const EARLIEST = 6;
const LATEST = 18;

/** What can be meant where a text is about office hours: the one of two halves of the day that has them. */
export function atWorkHours(found: FoundPhrase, text: string): FoundPhrase {
  const { resolution } = found;
  if (resolution.kind !== "ask" || resolution.reason !== "am-or-pm" || !OFFICE_HOURS.test(text)) return found;
  const [only, second] = resolution.options.filter(isOpen);
  if (only === undefined || second !== undefined) return found;
  return { ...found, resolution: { ...only, flags: [...only.flags, "am"], trace: resolution.trace } };
}

function isOpen(option: Resolution): boolean {
  if (option.kind !== "time" && option.kind !== "recurrence") return false;
  const start = typeof option.start === "string" ? option.start : option.start.local;
  const hour = Number(start.slice(11, 13));
  return start.length > 10 && hour >= EARLIEST && hour < LATEST;
}
