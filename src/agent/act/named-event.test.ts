/** @file Requests to plan an event that they name: it, or an honest word that it is not there, and never another. */

import { describe, expect, test } from "vitest";

import { requestFor, runByCode } from "#agent/testing/run-fixtures";
import { makeThread, World, type Line } from "#agent/testing/world";

import { decide } from "./decide.ts";
import { continueRun } from "./loop.ts";

const LINES: readonly Line[] = [
  ["Priya", "Committee meeting is on Thursday 3 December, 7.30pm"],
  ["Wendy", "Dinner at Luigi's on Friday 4 December at 8pm"],
  ["Gareth", "Someone from the council is coming on 2 December between 10 and 12"],
];
const world = (lines = LINES): World =>
  new World({
    threads: [makeThread({ lines, self: "Tomasz", silent: ["Tomasz"] })],
    now: "2026-11-27T09:15:00Z",
  });
const titlesIn = ({ drafts }: World): string[] => [...drafts.records.values()].map(({ title }) => title);

describe("what is named and was read is drafted, and nothing else", () => {
  test.each([
    ["Draft an invite for the committee meeting", "Committee meeting"],
    ["Put the meeting in my calendar", "Committee meeting"],
    ["Add the dinner to my calendar, please", "Dinner"],
    ["Schedule the thing at Luigi's", "Dinner"],
    ["Trag das Dinner ein", "Dinner"],
    ["Create an invite for Friday's dinner", "Dinner at Luigi's"],
    ["Add the dinner on Friday at 8pm", "Dinner at Luigi's"],
    ["Turn the dinner into a calendar event", "Dinner"],
    ["Invite everyone to the dinner", "Dinner"],
  ])("%s", async (text, title) => {
    const { world: after } = await runByCode(requestFor(text), world());
    expect(titlesIn(after).map((one) => one.startsWith(title))).toEqual([true]);
  });
});

describe("what is named and was not read is said to be missing", () => {
  test.each([
    ["Draft an invite for the seed swap", '"seed swap" was not found in the messages that were read.'],
    ["Add the dentist appointment to the calendar", '"dentist" was not found'],
    [
      "Erstelle eine Einladung für den Elternabend",
      "„Elternabend“ kommt in den gelesenen Nachrichten nicht vor.",
    ],
    ["Ajoute la réunion du syndic à mon agenda", "«\u00a0réunion du syndic\u00a0» ne figure pas"],
    ["Crea un invito per la riunione di condominio", "«riunione di condominio» non compare"],
    ["Añade la boda de Marta al calendario", "«boda de Marta» no aparece"],
    ["Crie um convite para a reunião do condomínio", "“reunião do condomínio” não aparece"],
    ["दिवाली पार्टी कैलेंडर में जोड़ दो", "“दिवाली पार्टी” पढ़े गए संदेशों में नहीं मिला।"],
    ["เพิ่มงานแต่งของมาลีลงปฏิทิน", "ไม่พบ “งานแต่ง"],
  ])("%s", async (text, said) => {
    const { run, world: after } = await runByCode(requestFor(text), world());
    expect(run.steps.at(-1)).toMatchObject({ tool: "ask_user" });
    expect(run.steps.at(-1)?.args["question"]).toContain(said);
    expect(run.steps.at(-1)?.args["options"]).toHaveLength(4);
    expect(titlesIn(after)).toEqual([]);
  });

  test("what was found instead is drafted once it is chosen; none of it is, either", async () => {
    const {
      run,
      world: after,
      loop,
    } = await runByCode(requestFor("Draft an invite for the seed swap"), world());
    const chosen = await continueRun(await decide(run, { kind: "choose", index: 1 }, after), loop);
    expect(chosen.phase.kind).toBe("finished");
    expect(titlesIn(after).map((title) => title.slice(0, 6))).toEqual(["Dinner"]);
    const other = await runByCode(requestFor("Draft an invite for the seed swap"), world());
    const none = await decide(other.run, { kind: "choose", index: 3 }, other.world);
    expect((await continueRun(none, other.loop)).answer?.text).toBe("Nothing was added.");
    expect(titlesIn(other.world)).toEqual([]);
  });

  test("where there is nothing else, what and when is asked, and the name stays", async () => {
    const {
      run,
      world: after,
      loop,
    } = await runByCode(requestFor("Draft an invite for the seed swap"), world([["Priya", "thanks all"]]));
    expect(run.steps.at(-1)?.args["question"]).toContain("What should go into the calendar, and when?");
    await continueRun(await decide(run, { kind: "reply", text: "Sunday 6 December at 3pm" }, after), loop);
    expect([...after.drafts.records.values()]).toMatchObject([
      { title: "seed swap", start: "2026-12-06T15:00" },
    ]);
  });

  test("words of a message that its title lacks are no claim that it is missing", async () => {
    const { run } = await runByCode(requestFor("Add the council visit"), world());
    expect(run.steps.at(-1)?.args).toMatchObject({ question: "Which one do you mean?" });
    expect(run.steps.at(-1)?.args["options"]).toHaveLength(2);
  });
});

test.each([
  "plan what we agreed",
  "Add everything to my calendar",
  "Can you put it in my calendar?",
  "Mach einen Termin daraus",
])("%s: no event is named, all are meant", async (text) =>
  expect(titlesIn((await runByCode(requestFor(text), world())).world)).toHaveLength(3),
);

describe("people are no event, and no tool adds them", () => {
  test.each([
    ["Add Wendy", "Wendy"],
    ["Invite Wendy", "Wendy"],
    ["Please invite Wendy and Priya", "Wendy, Priya"],
    ["Lade Wendy ein", "Wendy"],
    ["Invita a Wendy", "Wendy"],
    ["เชิญ Wendy", "Wendy"],
    ["Please add Wendy and Priya to it", "Wendy, Priya"],
    ["Füge Wendy als Gast hinzu", "Wendy"],
    ["Ajoute Wendy aussi", "Wendy"],
    ["Añade a Wendy", "Wendy"],
    ["Adiciona a Wendy também", "Wendy"],
    ["Wendy को जोड़ दो", "Wendy"],
    ["เพิ่ม Wendy ด้วย", "Wendy"],
  ])("%s", async (text, names) => {
    const { run, world: after } = await runByCode(requestFor(text), world());
    expect(run.answer?.text).toContain(names);
    expect(run.steps.map(({ tool }) => tool)).toEqual(["answer"]);
    expect(titlesIn(after)).toEqual([]);
  });

  test("beside an event that is no draft yet both are told", async () => {
    const { run, world: after } = await runByCode(requestFor("Invite Wendy to the dinner"), world());
    expect(titlesIn(after)).toEqual(["Dinner at Luigi's"]);
    expect(run.answer?.text).toMatch(
      /^Drafted Dinner at Luigi's: .* I cannot add people to a draft\. Write Wendy/,
    );
  });

  test("a meeting with one of them is", async () => {
    const { world: after } = await runByCode(requestFor("Add the meeting with Wendy"), world());
    expect(titlesIn(after)).toHaveLength(1);
  });
});
