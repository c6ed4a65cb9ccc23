/** @file Drafts called off by their title or as "it", and what only sounds like it. */

import { describe, expect, test } from "vitest";

import { detectLanguage } from "#agent/sentences/language";
import { requestFor, runByCode } from "#agent/testing/run-fixtures";
import { World } from "#agent/testing/world";
import { emptyDraft, type EventDraft } from "#calendar/event-draft";

import type { KnownDrafts } from "./cancel-draft.ts";
import { decide } from "./decide.ts";
import { readIntent } from "./intent.ts";
import { continueRun } from "./loop.ts";

const intentOf = (request: string, titles: readonly string[], recent = false): string => {
  const drafts: KnownDrafts = { titles, recent };
  return readIntent(request, detectLanguage(request, "en"), drafts);
};

describe("by its title", () => {
  test.each([
    ["Cancel the decorating", "Decorating"],
    ["Drop the decorating", "Decorating"],
    ["Please cancel tomorrow's decorating", "Decorating"],
    ["Cancel the decorating, I'm ill", "Decorating"],
    ["Can you scrap the decorating?", "Decorating"],
    ["Let's call the decorating off", "Decorating"],
    ["Cancel the decorating session", "Decorating"],
    ["Cancel dinner with Ana", "Dinner with Ana"],
    ["Sag das Streichen ab", "Streichen"],
    ["Kannst du das Training absagen?", "Training"],
    ["Sag den Zahnarzttermin ab", "Zahnarzt"],
    ["Lass das Training ausfallen", "Training"],
    ["Annule la peinture", "Peinture"],
    ["Supprime l'entraînement", "Entraînement"],
    ["Annulla la cena", "Cena con Ana"],
    ["Togli l'allenamento", "Allenamento"],
    ["Cancela o treino", "Treino"],
    ["Desmarca o dentista", "Dentista"],
    ["¿Puedes cancelar la cena?", "Cena"],
    ["Quita el dentista", "Dentista"],
    ["सजावट रद्द कर दो", "सजावट"],
    ["सजावट हटा दो", "सजावट"],
    ["ยกเลิกซ้อมบอลวันศุกร์", "ซ้อมบอล"],
    ["ช่วยลบซ้อมบอลหน่อย", "ซ้อมบอล"],
  ])("%s", (request, title) => {
    expect(intentOf(request, ["Review", title])).toBe("cancel");
    expect(intentOf(request, ["Review"])).not.toBe("cancel");
    expect(intentOf(request, [])).not.toBe("cancel");
  });
});

describe("as “it”", () => {
  test.each(["Drop it", "Scrap that", "Remove it", "Lösche es", "Togli questo", "ลบเลย"])(
    "%s, right after one was made",
    (request) => {
      expect(intentOf(request, ["Decorating"], true)).toBe("cancel");
      expect(intentOf(request, ["Decorating"])).not.toBe("cancel");
    },
  );

  test.each([
    "Cancel it",
    "Never mind, cancel that",
    "Sag es ab",
    "Annule-le",
    "Annullalo",
    "Cancele-o",
    "Cancela isso",
    "Cancélala",
    "इसे रद्द कर दो",
    "ยกเลิกมัน",
  ])("%s, wherever there are drafts", (request) => {
    expect(intentOf(request, ["Decorating"])).toBe("cancel");
    expect(intentOf(request, [])).not.toBe("cancel");
  });
});

test.each([
  ["Don't cancel the decorating", "Decorating"],
  ["Did you cancel the decorating?", "Decorating"],
  ["Why was the decorating cancelled?", "Decorating"],
  ["Cancel my Netflix subscription", "Netflix evening"],
  ["Drop Ana a line about dinner", "Dinner"],
  ["Remove Ana from the group", "Dinner with Ana"],
  ["Delete the last line", "Decorating"],
  ["Delete the chat with Ana", "Ana"],
  ["Annule pas la peinture", "Peinture"],
  ["Sag das Training nicht ab", "Training"],
  ["सजावट रद्द मत करो", "सजावट"],
  ["อย่ายกเลิกซ้อมบอล", "ซ้อมบอล"],
  ["ยกเลิกสมาชิก", "ซ้อมบอล"],
])("%s calls nothing off", (request, title) => {
  expect(intentOf(request, [title], true)).not.toBe("cancel");
});

const draftOf = (id: string, title: string): EventDraft => ({
  ...emptyDraft({
    id,
    uid: `00000000-0000-4000-8000-00000000000${id}`,
    zone: "Europe/Berlin",
    now: "2026-11-24T09:00:00Z",
  }),
  title,
  start: "2026-11-26T19:00",
  end: "2026-11-26T20:00",
});

test.each([
  ["Drop the decorating", []],
  ["Cancel it", ["b"]],
  ["Annullalo", ["b"]],
  ["Never mind, cancel that", ["b"]],
])("%s takes that one away, once approved, and says so", async (text, recentDraftIds) => {
  const world = new World({ drafts: [draftOf("a", "Review"), draftOf("b", "Decorating")] });
  const request = requestFor(text, { threadIds: [], recentDraftIds });
  const { run, loop } = await runByCode(request, world);
  expect(run.phase.kind).toBe("approval");
  expect(run.steps.at(-1)?.changes).toEqual([
    { field: "draft", before: expect.stringMatching(/^Decorating, /) as string, after: "" },
  ]);
  expect(world.drafts.records.size).toBe(2);
  const done = await continueRun(await decide(run, { kind: "approve" }, world), loop);
  expect([...world.drafts.records.keys()]).toEqual(["a"]);
  expect(done.answer?.text).toContain("Decorating");
});
