/** @file Changing the length, end, place or title of a draft in everyday words, and what only looks like it. */

import { describe, expect, test } from "vitest";

import { detectLanguage } from "#agent/sentences/language";
import { requestFor, runByCode } from "#agent/testing/run-fixtures";
import { World } from "#agent/testing/world";
import { emptyDraft, type EventDraft } from "#calendar/event-draft";

import { decide } from "./decide.ts";
import { readIntent } from "./intent.ts";
import { continueRun } from "./loop.ts";

const draftOf = (id: string, title: string, start: string, end: string): EventDraft => ({
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
const DRAFTS = [
  draftOf("e-1", "Pub quiz", "2026-11-29T20:00", "2026-11-29T20:30"),
  draftOf("e-2", "Committee meeting", "2026-12-03T16:30", "2026-12-03T17:00"),
];

/** The draft that differs once every proposal is approved. */
async function edited(text: string, recentDraftIds: readonly string[] = ["e-1", "e-2"]) {
  const world = new World({ drafts: DRAFTS, now: "2026-11-24T09:15:00Z" });
  const { run, loop } = await runByCode(requestFor(text, { threadIds: [], recentDraftIds }), world);
  const done =
    run.phase.kind === "approval"
      ? await continueRun(await decide(run, { kind: "approve" }, world), loop)
      : run;
  const changed = [...world.drafts.records.values()].filter(
    (draft, at) => JSON.stringify(draft) !== JSON.stringify(DRAFTS[at]),
  );
  return { run, done, changed };
}

describe("of the draft that the chat was about last", () => {
  test.each([
    ["make it 2 hours long", { end: "2026-12-03T18:30" }],
    ["actually make it 2 hours long", { end: "2026-12-03T18:30" }],
    ["actually 90 minutes", { end: "2026-12-03T18:00" }],
    ["No, an hour and a half please", { end: "2026-12-03T18:00" }],
    ["Can you make it an hour?", { end: "2026-12-03T17:30" }],
    ["it lasts until 6", { end: "2026-12-03T18:00" }],
    ["it goes on until half past six", { end: "2026-12-03T18:30" }],
    ["make it 15 minutes longer", { end: "2026-12-03T17:15" }],
    ["mach es 2 Stunden lang", { end: "2026-12-03T18:30" }],
    ["es dauert bis 18 Uhr", { end: "2026-12-03T18:00" }],
    ["doch lieber 90 Minuten", { end: "2026-12-03T18:00" }],
    ["fais-le durer 2 heures", { end: "2026-12-03T18:30" }],
    ["en fait 90 minutes", { end: "2026-12-03T18:00" }],
    ["ça dure jusqu'à 18h", { end: "2026-12-03T18:00" }],
    ["fallo durare 2 ore", { end: "2026-12-03T18:30" }],
    ["anzi, un'ora e mezza", { end: "2026-12-03T18:00" }],
    ["na verdade 90 minutos", { end: "2026-12-03T18:00" }],
    ["muda a duração para 2 horas", { end: "2026-12-03T18:30" }],
    ["mejor 90 minutos", { end: "2026-12-03T18:00" }],
    ["cambia la duración a 2 horas", { end: "2026-12-03T18:30" }],
    ["इसे 2 घंटे का कर दो", { end: "2026-12-03T18:30" }],
    ["यह शाम 6 बजे तक चलेगा", { end: "2026-12-03T18:00" }],
    ["ให้ยาว 2 ชั่วโมง", { end: "2026-12-03T18:30" }],
    ["change the place to the library", { location: "the library" }],
    ["move it to the library please", { location: "the library" }],
    ["ändere den Ort auf Bibliothek", { location: "Bibliothek" }],
    ["change le lieu en bibliothèque", { location: "bibliothèque" }],
    ["cambia il luogo in biblioteca", { location: "biblioteca" }],
    ["mude o local para a biblioteca", { location: "a biblioteca" }],
    ["cambia el lugar a la biblioteca", { location: "la biblioteca" }],
    ["जगह बदलकर लाइब्रेरी कर दो", { location: "लाइब्रेरी" }],
    ["เปลี่ยนสถานที่เป็นห้องสมุด", { location: "ห้องสมุด" }],
    ["call it Board meeting", { title: "Board meeting" }],
    ['rename it to "Board meeting"', { title: "Board meeting" }],
    ["change the title to Board meeting", { title: "Board meeting" }],
    ["nenn es Vorstandssitzung", { title: "Vorstandssitzung" }],
    ["appelle-le Réunion du bureau", { title: "Réunion du bureau" }],
    ["chiamala Riunione del direttivo", { title: "Riunione del direttivo" }],
    ["mude o título para Reunião da diretoria", { title: "Reunião da diretoria" }],
    ["llámala Reunión de la junta", { title: "Reunión de la junta" }],
    ["नाम बदलकर बोर्ड मीटिंग कर दो", { title: "बोर्ड मीटिंग" }],
    ["เปลี่ยนชื่อเป็นประชุมบอร์ด", { title: "ประชุมบอร์ด" }],
  ])("%s", async (text, change) => {
    const { run, changed } = await edited(text);
    expect(run.steps.map(({ tool }) => tool)).toEqual(["update_calendar_draft"]);
    expect(changed).toMatchObject([{ id: "e-2", start: "2026-12-03T16:30", ...change }]);
  });
});

describe("of a draft that is named", () => {
  test.each([
    ["Make the pub quiz 2 hours long", { end: "2026-11-29T22:00" }],
    ["The pub quiz lasts until 11", { end: "2026-11-29T23:00" }],
    ["Rename the pub quiz to Quiz night", { title: "Quiz night" }],
    ["Mach das Pub Quiz 90 Minuten lang", { end: "2026-11-29T21:30" }],
    ["Change the place of the pub quiz to the Plough", { location: "the Plough" }],
  ])("%s", async (text, change) => {
    expect((await edited(text)).changed).toMatchObject([{ id: "e-1", ...change }]);
    expect((await edited(text, [])).changed).toMatchObject([{ id: "e-1", ...change }]);
  });
});

test("the difference is shown first, and told afterwards", async () => {
  const { run, done } = await edited("make it 2 hours long");
  expect(run.phase.kind).toBe("approval");
  expect(run.steps[0]?.changes[1]).toMatchObject({
    field: "when",
    before: "Thu 3 Dec 2026, 16:30–17:00 Europe/Berlin",
  });
  expect(done.answer?.text).toBe("Changed: Committee meeting, Thu 3 Dec 2026, 16:30–18:30 Europe/Berlin.");
});

describe("changes nothing", () => {
  test.each([
    "How long is it?",
    "Is it 2 hours long?",
    "What is the place?",
    "call it a day",
    "call me Wendy",
    "Call the plumber",
    "The film lasts 2 hours",
    "make it shorter",
    "make it funnier",
    "make a list of 2 hours of work",
    "Don't make it 2 hours long",
    "don't rename it",
    "It takes 2 hours to get there",
    "90 minutes is a long time",
    "I was there until 6",
    "The pub quiz is at 9 now",
    "It goes at 9",
    "Das Pub Quiz läuft um 9 Uhr",
    "change the subject to football",
    "Move on to the next topic",
    "Wie lange dauert es?",
    "Nenn mir drei Gründe",
    "Der Film dauert 2 Stunden",
    "Mach es nicht 2 Stunden lang",
    "Combien de temps ça dure ?",
    "Appelle Paul demain",
    "Ne change pas le lieu",
    "Quanto dura?",
    "Chiama Paolo",
    "Quanto tempo dura?",
    "¿Cuánto dura?",
    "Llama a Marta",
    "यह कितने घंटे का है?",
    "นานเท่าไหร่",
    "โทรหามาลี",
  ])("%s", async (text) => {
    const { run, changed } = await edited(text);
    expect(changed).toEqual([]);
    expect(run.steps.some(({ tool }) => tool === "update_calendar_draft")).toBe(false);
  });

  test("nor do orders to edit, where the chat was about no draft", async () => {
    for (const text of ["make it 2 hours long", "actually 90 minutes", "call it Board meeting"]) {
      expect((await edited(text, [])).changed).toEqual([]);
      expect(readIntent(text, detectLanguage(text, "en"))).toBe("chat");
    }
  });
});
