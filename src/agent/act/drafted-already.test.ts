/** @file An event is drafted once: asked for again it is told, and only a newer date proposes a change. */

import { expect, test } from "vitest";

import { requestFor, runByCode } from "#agent/testing/run-fixtures";
import { ScriptedLanguageModel } from "#agent/testing/scripted-language-model";
import { makeThread, World, type Line } from "#agent/testing/world";

import { decide } from "./decide.ts";
import { continueRun } from "./loop.ts";
import { modelPlanner } from "./model-planner.ts";
import { startRun } from "./start.ts";

const MEETING: Line = ["Priya", "Committee meeting on Thursday 3 December, 7.30pm"];
const MOVED: Line = ["Gareth", "The committee meeting is moved to Friday 4 December, 8pm"];
const QUIZ: Line = ["Gareth", "Pub quiz on Sunday 29 November at 8"];

/** A world in which a request was carried out, and its thread went on. */
async function after(lines: readonly Line[], request: string, more: readonly Line[] = []): Promise<World> {
  const world = new World({ threads: [makeThread({ lines })], now: "2026-11-27T09:15:00Z" });
  const { run, loop } = await runByCode(requestFor(request), world);
  if (run.phase.kind === "question")
    await continueRun(await decide(run, { kind: "choose", index: 1 }, world), loop);
  return new World({
    threads: [makeThread({ lines: [...lines, ...more] })],
    // Ids of the next world begin anew.
    drafts: [...world.drafts.records.values()].map((draft, at) => ({ ...draft, id: `kept-${at}` })),
    now: "2026-11-27T09:30:00Z",
  });
}

test.each(["Add the committee meeting to my calendar", "Draft an invite", "plan what we agreed"])(
  "%s: it is drafted already",
  async (text) => {
    const world = await after([MEETING], "Add the committee meeting");
    const { run } = await runByCode(requestFor(text), world);
    expect(run.steps.map(({ tool }) => tool)).toEqual(["answer"]);
    expect(run.answer?.text).toMatch(/^Drafted already: Committee meeting, Thu 3 Dec 2026, 19:30/);
    expect(run.answer?.messageIds).toEqual(["t1.1"]);
    expect(world.drafts.records.size).toBe(1);
  },
);

test("a model that drafts it once more is told so", async () => {
  const world = await after([MEETING], "Add the committee meeting");
  const model = new ScriptedLanguageModel("L", ({ messages }) =>
    JSON.stringify(messages).includes("nothing-to-change")
      ? '{"tool":"answer","args":{"text":"It is there already."}}'
      : '{"tool":"create_calendar_draft","args":{"title":"Committee meeting","date_key":"d1","source":[1]}}',
  );
  const start = await startRun(requestFor("Add the committee meeting"), world);
  const run = await continueRun(start, { ports: world, planner: modelPlanner(model) });
  expect(run.steps[0]).toMatchObject({
    tool: "create_calendar_draft",
    state: "failed",
    error: { code: "nothing-to-change" },
  });
  expect(world.drafts.records.size).toBe(1);
});

test("one that a person moved since stays where they put it, and keeps the name they gave it", async () => {
  const world = await after([MEETING], "Add the committee meeting");
  const [draft] = world.drafts.records.values();
  if (draft === undefined) throw new Error("nothing was drafted");
  await world.drafts.put({
    ...draft,
    title: "Board evening",
    start: "2026-12-03T20:00",
    end: "2026-12-03T20:30",
  });
  const { run } = await runByCode(requestFor("Add the committee meeting"), world);
  expect(run.answer?.text).toMatch(/^Drafted already: Board evening, Thu 3 Dec 2026, 20:00/);
});

test("one whose time was asked about is not asked about again", async () => {
  const world = await after([QUIZ], "Add the pub quiz");
  expect([...world.drafts.records.values()]).toMatchObject([{ start: "2026-11-29T20:00" }]);
  const { run } = await runByCode(requestFor("Add the pub quiz"), world);
  expect(run.answer?.text).toMatch(/^Drafted already: Pub quiz/);
});

test("a later message that says another date changes the draft, once it is approved", async () => {
  const world = await after([MEETING], "Add the committee meeting", [MOVED]);
  const { run, loop } = await runByCode(requestFor("Add the committee meeting"), world);
  expect(run.steps.at(-1)).toMatchObject({ tool: "update_calendar_draft", state: "proposed" });
  expect(run.steps.at(-1)?.changes.map(({ field }) => field)).toContain("when");
  const done = await continueRun(await decide(run, { kind: "approve" }, world), loop);
  expect(done.answer?.text).toMatch(/^Moved: Committee meeting, Fri 4 Dec 2026, 20:00/);
  expect([...world.drafts.records.values()]).toMatchObject([{ start: "2026-12-04T20:00" }]);
  const again = await runByCode(requestFor("Add the committee meeting"), world);
  expect(again.run.answer?.text).toMatch(/^Drafted already: Committee meeting, Fri 4 Dec/);
});

test("what is not drafted yet is, beside what is", async () => {
  const lunch: Line = ["Wendy", "Lunch on Monday 30 November at 13:00"];
  const world = await after([MEETING, lunch], "Add the lunch");
  const { run } = await runByCode(requestFor("plan what we agreed"), world);
  expect(run.answer?.text).toMatch(/^Drafted Committee meeting: .* Drafted already: Lunch/);
  expect(world.drafts.records.size).toBe(2);
});
