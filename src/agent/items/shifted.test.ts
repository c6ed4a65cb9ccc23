import { expect, test } from "vitest";

import { brieflyOf } from "#agent/testing/brief-items";

test.each<readonly [string, string, string]>([
  ["Budget call: 1 December, 14:00", "Client wants it an hour later, so 15:00", "2026-12-01T15:00"],
  [
    "Das Treffen ist am Donnerstag um 14 Uhr",
    "Der Kunde will eine Stunde später, also 15 Uhr",
    "2026-11-26T15:00",
  ],
  ["Réunion jeudi à 14h", "Le client préfère une heure plus tard, donc 15h", "2026-11-26T15:00"],
  ["Riunione giovedì alle 14", "Il cliente la vuole un'ora dopo, quindi alle 15", "2026-11-26T15:00"],
  ["Reunião quinta às 14h", "O cliente quer uma hora mais tarde, então às 15h", "2026-11-26T15:00"],
  ["Reunión el jueves a las 14:00", "La quiere una hora más tarde, o sea a las 15:00", "2026-11-26T15:00"],
  ["मीटिंग गुरुवार दोपहर 2 बजे है", "क्लाइंट को एक घंटे बाद चाहिए, यानी 3 बजे", "2026-11-26T15:00"],
  ["ประชุมวันพฤหัสบ่ายสองโมง", "ลูกค้าขอช้าลงหนึ่งชั่วโมง เป็นบ่ายสามโมง", "2026-11-26T15:00"],
  ["Dinner on Friday at 19:00", "make it an hour later, so 8", "2026-11-27T20:00"],
  ["Call with the bank on Thursday at 2pm", "can we do it an hour earlier?", "2026-11-26T13:00"],
  ["Dinner on Friday at 7pm", "running late at work, half an hour later please", "2026-11-27T19:30"],
  ["Abendessen am Freitag um 19 Uhr", "können wir eine Stunde später machen?", "2026-11-27T20:00"],
  ["Dîner vendredi à 19h", "on peut faire une demi-heure plus tard ?", "2026-11-27T19:30"],
])("%s – %s", async (planned, change, start) => {
  expect(await brieflyOf(planned, change)).toEqual([expect.stringContaining(`changed ${start}`)]);
});

test.each([
  "I'll be there an hour later, so 3pm",
  "she comes an hour later",
  "the shop opens an hour later",
  "an hour later, so 17:00",
  "we waited and an hour later he came",
])("and moves nothing by: %s", async (text) => {
  const [item] = await brieflyOf("Call with the bank on Thursday at 2pm", text);
  expect(item).toBe("event open 2026-11-26T14:00 m_1");
});
