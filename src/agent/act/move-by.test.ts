/** @file Moving a draft by a length, to another day at the same time, and which draft is meant. */

import { describe, expect, it, test } from "vitest";

import { requestFor, runByCode } from "#agent/testing/run-fixtures";
import { World } from "#agent/testing/world";
import { emptyDraft, type EventDraft } from "#calendar/event-draft";

import { decide } from "./decide.ts";
import { continueRun } from "./loop.ts";

const draftOf = (
  id: string,
  title: string,
  start = "2026-11-27T15:00",
  end = "2026-11-27T15:45",
): EventDraft => ({
  ...emptyDraft({
    id,
    uid: `7f1d2c64-9a1e-4f6b-9f0b-3d2a5f0c8e1${id.at(-1) ?? ""}`,
    zone: "Europe/Berlin",
    now: "2026-11-20T10:00:00Z",
  }),
  title,
  start,
  end,
});

const play = (text: string, drafts: readonly EventDraft[]): ReturnType<typeof runByCode> =>
  runByCode(
    requestFor(text, { threadIds: [] }),
    new World({ drafts: [...drafts], now: "2026-11-24T09:15:00Z" }),
  );

/** The start of the first draft once the difference is approved. */
async function movedStart(text: string, ...drafts: readonly EventDraft[]): Promise<string | undefined> {
  const { run, world, loop } = await play(text, drafts);
  expect(run.phase.kind).toBe("approval");
  await continueRun(await decide(run, { kind: "approve" }, world), loop);
  return world.drafts.records.get(drafts[0]?.id ?? "")?.start;
}

describe("by a length, from the draft's own time", () => {
  test.each([
    ["Verschiebe das Training um 30 Minuten", "Training", "2026-11-27T15:30"],
    ["Zieh das Training um eine halbe Stunde vor", "Training", "2026-11-27T14:30"],
    ["Verschiebe das Training um einen Tag", "Training", "2026-11-28T15:00"],
    ["postpone the training by a week", "Training", "2026-12-04T15:00"],
    ["postpone the training by two days", "Training", "2026-11-29T15:00"],
    ["push the training back half an hour", "Training", "2026-11-27T15:30"],
    ["delay the training by 30 minutes", "Training", "2026-11-27T15:30"],
    ["bring the training forward by an hour", "Training", "2026-11-27T14:00"],
    ["adia o treino uma hora", "Treino", "2026-11-27T16:00"],
    ["adia o treino em duas horas", "Treino", "2026-11-27T17:00"],
    ["antecipa o treino uma hora", "Treino", "2026-11-27T14:00"],
    ["retrasa el entrenamiento media hora", "Entrenamiento", "2026-11-27T15:30"],
    ["adelanta el entrenamiento una hora", "Entrenamiento", "2026-11-27T14:00"],
    ["pospón el entrenamiento una semana", "Entrenamiento", "2026-12-04T15:00"],
    ["posticipa l'allenamento di mezz'ora", "Allenamento", "2026-11-27T15:30"],
    ["anticipa l'allenamento di un'ora", "Allenamento", "2026-11-27T14:00"],
    ["repousse l'entraînement d'une heure", "Entraînement", "2026-11-27T16:00"],
    ["avance l'entraînement de 30 minutes", "Entraînement", "2026-11-27T14:30"],
    ["décale l'entraînement d'une semaine", "Entraînement", "2026-12-04T15:00"],
    ["ट्रेनिंग एक घंटा आगे बढ़ा दो", "ट्रेनिंग", "2026-11-27T16:00"],
    ["เลื่อนซ้อมบอลไปอีกครึ่งชั่วโมง", "ซ้อมบอล", "2026-11-27T15:30"],
    ["เลื่อนซ้อมบอลไปอีก 1 ชั่วโมง", "ซ้อมบอล", "2026-11-27T16:00"],
    ["เลื่อนซ้อมบอลเร็วขึ้นครึ่งชั่วโมง", "ซ้อมบอล", "2026-11-27T14:30"],
    ["เลื่อนซ้อมบอลออกไปหนึ่งสัปดาห์", "ซ้อมบอล", "2026-12-04T15:00"],
  ])("%s", async (text, title, start) => {
    expect(await movedStart(text, draftOf("e-1", title))).toBe(start);
  });

  it("a day more is a day of the calendar where clocks change", async () => {
    const draft = draftOf("e-1", "Training", "2027-03-27T15:00", "2027-03-27T15:45");
    expect(await movedStart("postpone the training by 24 hours", draft)).toBe("2027-03-28T15:00");
  });

  it("moves whole days", async () => {
    const trip = { ...draftOf("e-1", "Trip", "2026-12-05", "2026-12-06"), allDay: true };
    expect(await movedStart("postpone the trip by a week", trip)).toBe("2026-12-12");
  });
});

describe("to a date", () => {
  test.each([
    ["bring the training forward to 2pm", "Training", "2026-11-27T14:00"],
    ["change the training to 5pm", "Training", "2026-11-27T17:00"],
    ["leg das Training auf Montag um 17 Uhr", "Training", "2026-11-30T17:00"],
    ["verschieb das Training auf Montag, gleiche Uhrzeit", "Training", "2026-11-30T15:00"],
    ["move the training to Monday same time", "Training", "2026-11-30T15:00"],
    ["move it to Monday at the same time", "Training", "2026-11-30T15:00"],
    ["verschieb es auf Montag zur selben Zeit", "Training", "2026-11-30T15:00"],
    ["adia para segunda no mesmo horário", "Treino", "2026-11-30T15:00"],
    ["avance l'entraînement à 14h", "Entraînement", "2026-11-27T14:00"],
    ["mets l'entraînement à demain même heure", "Entraînement", "2026-11-25T15:00"],
    ["déplace l'entraînement à lundi 17h", "Entraînement", "2026-11-30T17:00"],
    ["sposta l'allenamento a lunedì alle 17", "Allenamento", "2026-11-30T17:00"],
    ["sposta l'allenamento a domani alla stessa ora", "Allenamento", "2026-11-25T15:00"],
    ["cambia el entrenamiento al lunes a las 17", "Entrenamiento", "2026-11-30T17:00"],
    ["pasa el entrenamiento a mañana a la misma hora", "Entrenamiento", "2026-11-25T15:00"],
    ["passa o treino para segunda às 17h", "Treino", "2026-11-30T17:00"],
    ["passa o treino para segunda à mesma hora", "Treino", "2026-11-30T15:00"],
    ["ट्रेनिंग कल शाम 5 बजे कर दो", "ट्रेनिंग", "2026-11-25T17:00"],
    ["Move the training to 4", "Training", "2026-11-27T16:00"],
    ["Move the training to 4 on Monday", "Training", "2026-11-30T16:00"],
    ["Move the training from 3 to 5", "Training", "2026-11-27T17:00"],
    ["Move the training to 10 December", "Training", "2026-12-10T15:00"],
    ["Move the training on Friday to Monday", "Training", "2026-11-30T15:00"],
    ["Move the training from 27 November to 30 November", "Training", "2026-11-30T15:00"],
    ["Verschiebe das Training vom 27.11. auf den 30.11.", "Training", "2026-11-30T15:00"],
    ["Schieb das Training auf den 3. Dezember", "Training", "2026-12-03T15:00"],
    ["Sposta l'allenamento da venerdì a lunedì", "Allenamento", "2026-11-30T15:00"],
    ["Move the office hour to 10 on Monday", "Office hour", "2026-11-30T10:00"],
  ])("%s", async (text, title, start) => {
    expect(await movedStart(text, draftOf("e-1", title))).toBe(start);
  });
});

describe("which draft", () => {
  const drafts = [
    draftOf("e-1", "Training"),
    draftOf("e-2", "Training", "2026-11-30T15:00", "2026-11-30T15:45"),
  ];

  it("is asked with title and date in words, and the answer moves the right one", async () => {
    const { run, world, loop } = await play("Verschiebe das Training um 30 Minuten", drafts);
    expect(run.steps.at(-1)?.args["options"]).toEqual([
      "Training, Fr., 27. Nov. 2026, 15:00",
      "Training, Mo., 30. Nov. 2026, 15:00",
    ]);
    const chosen = await continueRun(await decide(run, { kind: "choose", index: 1 }, world), loop);
    await continueRun(await decide(chosen, { kind: "approve" }, world), loop);
    expect(world.drafts.records.get("e-2")?.start).toBe("2026-11-30T15:30");
    expect(world.drafts.records.get("e-1")?.start).toBe("2026-11-27T15:00");
  });

  it("is told apart where name and date are the same", async () => {
    const twins = [draftOf("e-1", "Training"), draftOf("e-2", "Training")];
    const { run } = await play("Move the training to Monday", twins);
    expect(run.steps.at(-1)?.args["options"]).toEqual([
      "Training, Fri 27 Nov 2026, 15:00",
      "Training, Fri 27 Nov 2026, 15:00 (2)",
    ]);
  });
});
