/** @file Events that a request itself names: what of its words is the event, and when that is. */

import { expect, test } from "vitest";

import { requestFor, runByCode } from "#agent/testing/run-fixtures";
import { World } from "#agent/testing/world";

async function drafted(text: string) {
  const world = new World({ now: "2026-11-24T09:15:00Z" });
  await runByCode(requestFor(text, { threadIds: [] }), world);
  return [...world.drafts.records.values()].map(({ title, start }) => [title, start]);
}

test.each([
  ["Lunch with Tom tomorrow at noon, please add it", "Lunch with Tom", "2026-11-25T12:00"],
  ["Put office hours 9-5 on Friday in my calendar", "Office hours", "2026-11-27T09:00"],
  ["Put lunch with Tom on Friday at 1pm into my calendar, please", "Lunch with Tom", "2026-11-27T13:00"],
  ["Can you put a haircut in for Friday at 4pm?", "Haircut", "2026-11-27T16:00"],
  ["Remind me to call the bank tomorrow at 10:30", "Call the bank", "2026-11-25T10:30"],
  ["Block 3pm to 4pm on Friday for gym", "Gym", "2026-11-27T15:00"],
  ["Office hours on Friday at 9, add that", "Office hours", "2026-11-27T09:00"],
  ["Mittagessen mit Tom morgen um 12, trag das ein", "Mittagessen mit Tom", "2026-11-25T12:00"],
  ["Vereinbare Zahnarzt am Freitag um 9:30", "Zahnarzt", "2026-11-27T09:30"],
  ["Déjeuner avec Tom demain à 12h, ajoute-le", "Déjeuner avec Tom", "2026-11-25T12:00"],
  ["Pranzo con Tom domani alle 13, aggiungilo", "Pranzo con Tom", "2026-11-25T13:00"],
  ["Fissa il dentista venerdì alle 9:30", "Dentista", "2026-11-27T09:30"],
  ["Almoço com o Tom amanhã às 13h, adiciona isso", "Almoço com o Tom", "2026-11-25T13:00"],
  ["Comida con Tom mañana a las 14, apúntalo", "Comida con Tom", "2026-11-25T14:00"],
  ["कल दोपहर 1 बजे टॉम के साथ लंच जोड़ दो", "टॉम के साथ लंच", "2026-11-25T13:00"],
  ["พรุ่งนี้บ่ายโมงกินข้าวกับทอม เพิ่มให้หน่อย", "กินข้าวกับทอม", "2026-11-25T13:00"],
])("%s", async (text, title, start) => {
  expect(await drafted(text)).toEqual([[title, start]]);
});

test.each(["Put the kettle on", "Put on some music", "Fix the tap on Friday"])(
  "%s drafts nothing",
  async (text) => {
    expect(await drafted(text)).toEqual([]);
  },
);
