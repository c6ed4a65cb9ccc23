import { expect, it } from "vitest";

import { brieflyOf, itemsOf } from "#agent/testing/brief-items";

it.each([
  ["Treffen am Donnerstag um 11 Uhr?", "12 Uhr passt", "11:00/12:00"],
  ["Meeting on Thursday at 11?", "12 works", "11:00/12:00"],
  ["Meeting on Thursday at 11?", "12pm works for me", "11:00/12:00"],
  ["Dîner vendredi à 19h ?", "20h me va", "19:00/20:00"],
  ["Cena venerdì alle 20?", "alle 21 va bene", "20:00/21:00"],
  ["Jantar na sexta às 20h?", "às 21h seria melhor", "20:00/21:00"],
  ["¿Cenamos el viernes a las 21:00?", "a las 22:00 me va bien", "21:00/22:00"],
])("another hour agrees to neither: %s – %s", async (planned, reply, hours) => {
  const [event, second] = await itemsOf([
    ["Ann", planned],
    ["Bob", reply],
  ]);
  expect(second).toBeUndefined();
  expect(event).toMatchObject({ kind: "event", status: "open", messageIds: ["m_1", "m_2"] });
  const options = event?.due?.kind === "ask" ? event.due.options : [];
  expect(options.map((one) => (one.kind === "time" ? one.start.local.slice(11) : one.kind)).join("/")).toBe(
    hours,
  );
});

it.each([
  ["Treffen am Donnerstag um 11 Uhr?", "11 Uhr passt"],
  ["Meeting on Thursday at 3pm?", "3 works for me"],
  ["Meeting on Thursday at 3pm?", "works for me, table for 4"],
])("the same hour does: %s – %s", async (planned, reply) => {
  expect(await brieflyOf(planned, reply)).toEqual([expect.stringMatching(/^event accepted .* m_1,m_2$/)]);
});

it("one of both is agreed to afterwards", async () => {
  expect(await brieflyOf("Treffen am Donnerstag um 11 Uhr?", "12 Uhr passt besser", "ok")).toEqual([
    "event changed 2026-11-26T12:00 m_1,m_2,m_3",
  ]);
});

it.each(["I'm in Rome on Sunday", "I'm in the office then"])("elsewhere is not in: %s", async (reply) => {
  expect(await brieflyOf("Shall we do lunch on Sunday at 1pm?", reply)).toEqual([
    "event open 2026-11-29T13:00 m_1",
  ]);
});

it.each(["I'm in!", "I'm in for Sunday", "I'm in, see you there"])("and this is: %s", async (reply) => {
  expect(await brieflyOf("Shall we do lunch on Sunday at 1pm?", reply)).toEqual([
    "event accepted 2026-11-29T13:00 m_1,m_2",
  ]);
});

it.each(["I'm in a meeting until 5", "Ich bin im Meeting bis 17 Uhr", "Estoy en una reunión hasta las 17"])(
  "why one can't is no event: %s",
  async (reason) => {
    expect(await brieflyOf("Call tomorrow at 4pm to go through the list?", reason)).toEqual([
      expect.stringMatching(/^event open 2026-11-25T16:00 /),
    ]);
  },
);
