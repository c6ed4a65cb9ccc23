import { describe, expect, it } from "vitest";

import { brieflyOf, itemsOf, startOf } from "#agent/testing/brief-items";

describe("a call that passes on a time", () => {
  it.each([
    ["The vet is on Monday at 10am", "Vet called: Wednesday 9:15"],
    ["The vet is on Monday at 10am", "the vet called to say Wednesday 9:15"],
    ["The vet is on Monday at 10am", "I called the vet: Wednesday 9:15"],
    ["The vet is on Monday at 10am", "Vet called. Wednesday 9:15"],
    ["Der Tierarzt ist am Montag um 10 Uhr", "Tierarzt hat angerufen: Mittwoch 9:15"],
    ["Termin beim Tierarzt am Montag um 10 Uhr", "Hab mit dem Tierarzt telefoniert: Mittwoch 9:15 Uhr"],
    ["Le rendez-vous chez le vétérinaire est lundi à 10h", "Le véto a appelé : mercredi 9h15"],
    ["Il veterinario è lunedì alle 10", "Ha chiamato il veterinario: mercoledì alle 9:15"],
    ["A consulta no veterinário é segunda às 10h", "O veterinário ligou: quarta às 9h15"],
    ["La cita con el veterinario es el lunes a las 10:00", "Llamó el veterinario: miércoles 9:15"],
    ["सोमवार सुबह 10 बजे डॉक्टर की अपॉइंटमेंट है", "डॉक्टर का फ़ोन आया: बुधवार सुबह 9:15"],
    ["นัดหมอวันจันทร์ 10:00 น.", "หมอโทรมา: วันพุธ 9:15"],
  ])("moves the appointment: %s – %s", async (planned, call) =>
    expect(await brieflyOf(planned, call)).toEqual(["event changed 2026-11-25T09:15 m_1,m_2"]),
  );

  it("dates one that nobody had a time for, and is one itself where there was none", async () => {
    expect(await brieflyOf("Shall we meet the plumber?", "Plumber called: Friday 11am")).toEqual([
      "event changed 2026-11-27T11:00 m_1,m_2",
    ]);
    expect(await brieflyOf("Vet called: Wednesday 9:15")).toEqual(["event open 2026-11-25T09:15 m_1"]);
    expect(await brieflyOf("Ha chiamato il veterinario: mercoledì alle 9:15")).toEqual([
      "event open 2026-11-25T09:15 m_1",
    ]);
  });

  it.each([
    ["The vet is on Monday at 10am", "Vet called: he is fine"],
    ["The vet is on Monday at 10am", "Vet called: the results are here on Thursday"],
    ["The vet is on Monday at 10am", "Vet called, we have to pay on Wednesday"],
    ["The vet is on Monday at 10am", "Plumber called: Wednesday 9:15"],
    ["The vet is on Monday at 10am", "Mum called: Wednesday 9:15"],
    ["Der Tierarzt ist am Montag um 10 Uhr", "der Tierarzt hat angerufen, er ist wieder gesund"],
    ["El dentista es el lunes a las 10:00", "Llamó el veterinario: miércoles 9:15"],
  ])("is of something else: %s – %s", async (planned, call) => {
    const [item] = await itemsOf([
      ["Ann", planned],
      ["Bob", call],
    ]);
    expect(item && startOf(item)).toBe("2026-11-30T10:00");
    expect(item?.messageIds).toEqual(["m_1"]);
  });
});
