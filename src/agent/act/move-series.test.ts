/** @file Moving a draft to what repeats, and a draft that repeats: what is asked, shown, written and taken back. */

import { describe, expect, it, test } from "vitest";

import { requestFor, runByCode } from "#agent/testing/run-fixtures";
import { World } from "#agent/testing/world";
import { emptyDraft, type EventDraft } from "#calendar/event-draft";
import { everyOne, type Recurrence } from "#calendar/recurrence";
import { validateDraft } from "#calendar/draft";

import { decide, undoStep } from "./decide.ts";
import { continueRun, type Loop } from "./loop.ts";
import type { AgentRun, Step } from "./run.ts";

const ZONE = "Europe/Berlin";
/** A Tuesday. */
const NOW = "2026-11-24T09:15:00Z";
const UID = "7f1d2c64-9a1e-4f6b-9f0b-3d2a5f0c8e11";

const TRAINING: EventDraft = {
  ...emptyDraft({ id: "e-1", uid: UID, zone: ZONE, now: "2026-11-20T10:00:00Z" }),
  title: "Training",
  start: "2026-11-27T15:00",
  end: "2026-11-27T15:45",
  assumptions: ["assumed 3 pm"],
};
const MONDAYS: Recurrence = { ...everyOne("WEEKLY"), byDay: [{ weekday: 1, nth: null }] };
const SERIES: EventDraft = {
  ...TRAINING,
  start: "2026-11-30T15:00",
  end: "2026-11-30T15:45",
  repeat: MONDAYS,
};

interface Played {
  run: AgentRun;
  readonly world: World;
  readonly loop: Loop;
  readonly draft: () => EventDraft | undefined;
}

async function play(text: string, draft: EventDraft, now = NOW): Promise<Played> {
  const world = new World({ drafts: [draft], now });
  const played = await runByCode(requestFor(text, { threadIds: [], zone: ZONE }), world);
  return { ...played, draft: () => world.drafts.records.get(draft.id) };
}

async function go(played: Played, decision: Parameters<typeof decide>[1]): Promise<void> {
  played.run = await continueRun(await decide(played.run, decision, played.world), played.loop);
}

const last = ({ run }: Played): Step | undefined => run.steps.at(-1);
const lines = (played: Played): readonly string[] =>
  (last(played)?.changes ?? []).map(({ field, before, after }) => `${field}: ${before ?? ""} > ${after}`);

describe("a draft that is to repeat", () => {
  it("shows the difference, keeps its UID, raises SEQUENCE after an export, and is taken back whole", async () => {
    const exported: EventDraft = { ...TRAINING, state: "approved", sequence: 2 };
    const played = await play("Move the training to every Tuesday at 6", exported);
    expect(played.run.phase.kind).toBe("approval");
    expect(last(played)).toMatchObject({
      approvalClass: "A2",
      args: { date_key: "r2", recurrence_key: "r2" },
    });
    expect(lines(played)).toEqual([
      "draft:  > Training",
      "when: Fri 27 Nov 2026, 15:00–15:45 Europe/Berlin > Tue 24 Nov 2026, 18:00–18:45 Europe/Berlin, every week on Tue with no end",
      "assumed:  > assumed 6 pm; the series starts today",
    ]);
    expect(played.draft()).toEqual(exported);
    await go(played, { kind: "approve" });
    expect(played.draft()).toMatchObject({
      uid: UID,
      sequence: 3,
      state: "proposed",
      start: "2026-11-24T18:00",
      end: "2026-11-24T18:45",
      repeat: { frequency: "WEEKLY", byDay: [{ weekday: 2, nth: null }], until: null, count: null },
    });
    expect(validateDraft(played.draft() as EventDraft).ok).toBe(true);
    expect(played.run.answer?.text).toBe(
      "Moved: Training, Tue 24 Nov 2026, 18:00–18:45 Europe/Berlin, every week on Tue with no end.",
    );
    expect((await undoStep(played.run, 1, played.world)).ok).toBe(true);
    expect(played.draft()).toEqual(exported);
  });

  test.each([
    [
      "ab jetzt immer dienstags um 18 Uhr",
      "Di., 24. Nov. 2026, 18:00–18:45 Europe/Berlin, jede Woche am Dienstag, ohne Ende",
    ],
    [
      "Verschiebe das Training auf dienstags",
      "Di., 24. Nov. 2026, 15:00–15:45 Europe/Berlin, jede Woche am Dienstag, ohne Ende",
    ],
    [
      "déplace-le à tous les mardis à 18h",
      "mar. 24 nov. 2026, 18:00–18:45 Europe/Berlin, toutes les semaines le mardi, sans fin",
    ],
    [
      "spostalo a ogni martedì alle 18",
      "mar 24 nov 2026, 18:00–18:45 Europe/Berlin, ogni settimana il martedì, senza fine",
    ],
    [
      "muda para toda terça às 18h",
      "ter., 24 de nov. de 2026, 18:00–18:45 Europe/Berlin, toda semana às terças, sem fim",
    ],
    [
      "muévelo a todos los martes a las 18:00",
      "mar, 24 nov 2026, 18:00–18:45 Europe/Berlin, cada semana los martes, sin fin",
    ],
    [
      "इसे हर मंगलवार शाम 6 बजे कर दो",
      "मंगल, 24 नव॰ 2026, 18:00–18:45 Europe/Berlin, हर हफ़्ते मंगलवार को, बिना समाप्ति के",
    ],
    ["เลื่อนเป็นทุกวันอังคาร 18:00", "อังคาร 24 พ.ย. 2569, 18:00–18:45 Europe/Berlin, ทุกสัปดาห์ วันอังคาร ไม่มีวันสิ้นสุด"],
  ])("%s reads so on its card", async (text, when) => {
    const played = await play(text, TRAINING);
    expect(played.run.phase.kind).toBe("approval");
    expect(last(played)?.changes.find(({ field }) => field === "when")?.after).toBe(when);
  });

  it("a task becomes an event, and the card says so", async () => {
    const task: EventDraft = { ...TRAINING, kind: "task", title: "Water the plants", end: "" };
    const played = await play("Move the plants to every Tuesday at 6pm", task);
    expect(lines(played)).toContain("kind: task > event");
    await go(played, { kind: "approve" });
    expect(played.draft()).toMatchObject({ kind: "event", end: "2026-11-24T18:30", uid: UID });
    expect(validateDraft(played.draft() as EventDraft).ok).toBe(true);
  });

  it("with an end keeps it, and without a clock keeps its own", async () => {
    const played = await play("Move the training to every Thursday until 17 December", TRAINING);
    await go(played, { kind: "approve" });
    expect(played.draft()).toMatchObject({
      start: "2026-11-26T15:00",
      end: "2026-11-26T15:45",
      repeat: { until: "2026-12-17" },
    });
  });
});

describe("a draft that repeats", () => {
  test.each([
    ["Move the training an hour later", "2026-11-30T16:00", "2026-11-30T16:45"],
    ["Move the training to 5pm", "2026-11-30T17:00", "2026-11-30T17:45"],
  ])("%s: all of it moves", async (text, start, end) => {
    const played = await play(text, SERIES);
    expect(played.run.phase.kind).toBe("approval");
    await go(played, { kind: "approve" });
    expect(played.draft()).toMatchObject({ start, end, repeat: MONDAYS, uid: UID });
  });

  it("that began long ago moves from its first date on", async () => {
    const old = {
      ...SERIES,
      start: "2026-10-05T15:00",
      end: "2026-10-05T15:45",
      repeat: { ...MONDAYS, count: 20 },
    };
    const played = await play("Move the training to 5pm", old);
    await go(played, { kind: "approve" });
    expect(played.draft()).toMatchObject({ start: "2026-10-05T17:00", repeat: { count: 20 } });
  });

  it("another day may mean all of it or that once: asked, never guessed", async () => {
    for (const index of [0, 1]) {
      const played = await play("Move the training to Friday", SERIES);
      expect(played.run.phase.kind).toBe("question");
      expect(last(played)?.args).toEqual({
        question:
          '"Training": it repeats, and one date of it can\'t be moved alone. Move the whole series, or hold it only once?',
        options: ["Fri 27 Nov 2026, 15:00, every week on Fri", "Fri 27 Nov 2026, 15:00"],
      });
      await go(played, { kind: "choose", index });
      expect(played.run.phase.kind).toBe("approval");
      await go(played, { kind: "approve" });
      const repeat = index === 0 ? { ...MONDAYS, byDay: [{ weekday: 5, nth: null }] } : null;
      expect(played.draft()).toMatchObject({ start: "2026-11-27T15:00", end: "2026-11-27T15:45", repeat });
    }
  });

  it("is asked in the language of the request, after the day was chosen", async () => {
    const played = await play("Verschiebe das Training auf nächsten Freitag", SERIES);
    await go(played, { kind: "choose", index: 1 });
    expect(last(played)?.args).toEqual({
      question:
        "„Training“: das wiederholt sich, ein Termin allein lässt sich nicht verschieben. Soll die ganze Reihe wandern, oder findet es nur einmal statt?",
      options: ["Fr., 4. Dez. 2026, 15:00, jede Woche am Freitag", "Fr., 4. Dez. 2026, 15:00"],
    });
    await go(played, { kind: "choose", index: 0 });
    await go(played, { kind: "approve" });
    expect(played.draft()).toMatchObject({ start: "2026-12-04T15:00", repeat: { byDay: [{ weekday: 5 }] } });
  });

  it("with days that cannot follow can be held once", async () => {
    const twice = { ...MONDAYS, byDay: [...MONDAYS.byDay, { weekday: 3, nth: null }] };
    const played = await play("Move the training to Friday", { ...SERIES, repeat: twice });
    expect(last(played)?.args["options"]).toEqual(["Fri 27 Nov 2026, 15:00"]);
  });

  it("another rule replaces its own", async () => {
    const played = await play("Move the training to every second Thursday at 10:00", SERIES);
    await go(played, { kind: "approve" });
    expect(played.draft()?.repeat).toMatchObject({ interval: 2, byDay: [{ weekday: 4 }] });
    expect(played.draft()?.start).toBe("2026-11-26T10:00");
  });

  it("a skipped question changes nothing", async () => {
    const played = await play("Move the training to Friday", SERIES);
    await go(played, { kind: "decline" });
    expect(played.draft()).toEqual(SERIES);
    expect(played.run.answer?.text).toBe("Nothing was changed.");
    const later = await play("Move the training to next Friday", SERIES);
    await go(later, { kind: "choose", index: 0 });
    await go(later, { kind: "decline" });
    expect(later.draft()).toEqual(SERIES);
    expect(later.run.answer?.text).toBe("Nothing was changed.");
  });
});

describe("one date of a series", () => {
  it.each([
    ["Move the training on 7 December to Friday 11 December", "Fri 11 Dec 2026, 15:00"],
    ["Move the training from 7 December to 8 December", "Tue 8 Dec 2026, 15:00"],
  ])("%s: where it goes is what is asked about", async (text, once) => {
    const played = await play(text, SERIES);
    expect(last(played)?.args["options"]).toContain(once);
  });

  it.each([
    ["Cancel the training on 7 December", "Remove the whole series"],
    ["Cancel this week's training", "Remove the whole series"],
    ["Sag das Training am 7. Dezember ab", "Die ganze Reihe entfernen"],
    ["Annule le training lundi prochain", "Supprimer toute la série"],
  ])("%s: the person learns that all of it would go", async (text, all) => {
    const played = await play(text, SERIES);
    expect(played.run.phase.kind).toBe("question");
    expect(last(played)?.args["options"]).toEqual([all, expect.any(String) as string]);
    await go(played, { kind: "choose", index: 0 });
    expect(played.run.phase.kind).toBe("approval");
    await go(played, { kind: "approve" });
    expect(played.draft()).toBeUndefined();
  });

  it("stays where the person would rather keep it, in whatever words", async () => {
    for (const decision of [
      { kind: "choose", index: 1 },
      { kind: "reply", text: "no, leave it" },
      { kind: "decline" },
    ] as const) {
      const played = await play("Cancel the training on 7 December", SERIES);
      await go(played, decision);
      expect(played.draft()).toEqual(SERIES);
      expect(played.run.answer?.text).toBe("Nothing was changed.");
    }
  });

  it("is not asked about where none was named", async () => {
    for (const title of ["Training", "Monday training"]) {
      const played = await play(`Cancel the ${title}`, { ...SERIES, title });
      expect(played.run.phase.kind).toBe("approval");
    }
  });
});

it("days that were named without a clock keep that of the draft, when they are asked about too", async () => {
  const played = await play("Move the training to next Friday", TRAINING);
  expect(last(played)?.args["options"]).toEqual(["Fri 27 Nov 2026, 15:00", "Fri 4 Dec 2026, 15:00"]);
  await go(played, { kind: "choose", index: 1 });
  await go(played, { kind: "approve" });
  expect(played.draft()).toMatchObject({ allDay: false, start: "2026-12-04T15:00", end: "2026-12-04T15:45" });
});
