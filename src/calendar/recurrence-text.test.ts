import { describe, expect, it, test } from "vitest";
import { parseRecurrence, type Recurrence } from "./recurrence.ts";
import { recurrenceText, repetitionText } from "./recurrence-text.ts";
import { LANGUAGES } from "./resolution.ts";

function rule(value: string): Recurrence {
  const read = parseRecurrence(value, "Europe/Berlin");
  if (!read.ok) throw new Error(value);
  return read.value;
}

test.each([
  ["en", "every 2 weeks on Mon, Wed and Sun until 18 Dec 2026"],
  ["de", "alle 2 Wochen am Montag, Mittwoch und Sonntag, bis 18. Dez. 2026"],
  ["fr", "toutes les 2 semaines le lundi, le mercredi et le dimanche, jusqu’au 18 déc. 2026"],
  ["it", "ogni 2 settimane il lunedì, il mercoledì e la domenica, fino al 18 dic 2026"],
  ["pt", "a cada 2 semanas às segundas, às quartas e aos domingos, até 18 de dez. de 2026"],
  ["es", "cada 2 semanas los lunes, los miércoles y los domingos, hasta el 18 dic 2026"],
  ["hi", "हर 2 हफ़्ते पर सोमवार, बुधवार, और रविवार को, 18 दिस॰ 2026 तक"],
  ["th", "ทุก 2 สัปดาห์ วันจันทร์ วันพุธ และวันอาทิตย์ จนถึง 18 ธ.ค. 2569"],
] as const)("in %s a rule of several days with an end", (language, text) => {
  expect(recurrenceText(rule("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE,SU;UNTIL=20261218"), language)).toBe(text);
});

test.each([
  ["en", "every month on the first Mon and the last Sun with no end"],
  ["de", "jeden Monat am ersten Montag und letzten Sonntag, ohne Ende"],
  ["fr", "tous les mois le premier lundi et le dernier dimanche, sans fin"],
  ["it", "ogni mese il primo lunedì e l’ultima domenica, senza fine"],
  ["pt", "todo mês na primeira segunda-feira e no último domingo, sem fim"],
  ["es", "cada mes el primer lunes y el último domingo, sin fin"],
  ["hi", "हर महीने पहले सोमवार और आख़िरी रविवार को, बिना समाप्ति के"],
  ["th", "ทุกเดือน วันจันทร์แรกและวันอาทิตย์สุดท้าย ไม่มีวันสิ้นสุด"],
] as const)("in %s a rule of certain days of the month", (language, text) => {
  expect(recurrenceText(rule("FREQ=MONTHLY;BYDAY=1MO,-1SU"), language)).toBe(text);
});

const RULES = [
  "FREQ=DAILY",
  "FREQ=DAILY;INTERVAL=3",
  "FREQ=WEEKLY",
  "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;COUNT=10",
  "FREQ=WEEKLY;BYDAY=SA",
  "FREQ=WEEKLY;BYDAY=SA;COUNT=1",
  "FREQ=MONTHLY;BYMONTHDAY=1",
  "FREQ=MONTHLY;BYMONTHDAY=8",
  "FREQ=MONTHLY;BYMONTHDAY=-1",
  "FREQ=MONTHLY;BYMONTHDAY=-3",
  "FREQ=MONTHLY;BYDAY=-2SA",
  "FREQ=MONTHLY;BYDAY=5SA",
  "FREQ=YEARLY",
  "FREQ=YEARLY;INTERVAL=2;BYMONTH=6,12;BYMONTHDAY=5;UNTIL=20301231",
] as const;

describe.each(LANGUAGES)("in %s", (language) => {
  const texts = RULES.map((value) => recurrenceText(rule(value), language));

  it("no two rules read alike, and numbers are filled in", () => {
    expect(new Set(texts).size).toBe(RULES.length);
    for (const text of texts) expect(text).not.toMatch(/\{n\}|undefined| {2}|^\s|\s$/);
    expect(texts[1]).toContain("3");
    expect(texts[3]).toContain("10");
  });

  it("says in another language what English says", () => {
    const english = RULES.map((value) => recurrenceText(rule(value), "en"));
    if (language !== "en") expect(texts.filter((text, at) => text === english[at])).toEqual([]);
  });

  it("leaves out that there is no end where there is little room", () => {
    const short = repetitionText(rule("FREQ=DAILY"), language);
    expect(texts[0]?.startsWith(short)).toBe(true);
    expect(texts[0]?.length).toBeGreaterThan(short.length);
    expect(repetitionText(rule("FREQ=DAILY;COUNT=10"), language)).toBe(
      recurrenceText(rule("FREQ=DAILY;COUNT=10"), language),
    );
  });
});
