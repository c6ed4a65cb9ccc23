/** @file Changes that are cut off in the middle, and changes whose record changed before the yes. */

import { expect, test } from "vitest";
import { CASES } from "#agent/eval/cases";
import { requestFor, runByCode } from "#agent/testing/run-fixtures";
import { World } from "#agent/testing/world";

import { decide } from "./decide.ts";
import { formPlanner } from "./form-planner.ts";
import { continueRun } from "./loop.ts";
import { parseRun, type AgentRun } from "./run.ts";

const [draft] = CASES.find(({ id }) => id === "28")?.drafts ?? [];
if (draft === undefined) throw new Error("case 28 has a draft");

const toApproval = async (world: World, text: string): Promise<AgentRun> =>
  (await runByCode(requestFor(text, { threadIds: [] }), world)).run;

const goOn = (run: AgentRun, world: World): Promise<AgentRun> =>
  continueRun(run, { ports: world, planner: formPlanner(null) });

test.each(["move the review an hour later", "cancel the review draft"])(
  "%j that was cut off after its write ends as one that was not",
  async (text) => {
    const world = new World({ drafts: [draft] });
    const approved = await decide(await toApproval(world, text), { kind: "approve" }, world);
    const whole = await goOn(approved, world);
    const after = await world.drafts.list();
    const saved = world.runs.saved.map((run) => parseRun(JSON.parse(run)));
    const running = saved.find((run) => run?.steps[0]?.state === "running");
    expect(running?.steps[0]?.planned?.before).toEqual(draft);
    // The write is done, the run is as it was saved before.
    const resumed = await goOn(running!, world);
    expect(await world.drafts.list()).toEqual(after);
    expect(resumed.steps[0]).toMatchObject({ state: "done", undo: { before: draft } });
    expect(resumed.answer?.text).toBe(whole.answer?.text);
  },
);

test("a draft that changed since the question is asked about again", async () => {
  const world = new World({ drafts: [draft] });
  const asked = await toApproval(world, "move the review an hour later");
  await world.drafts.put({ ...draft, start: "2026-12-01T09:00", end: "2026-12-01T10:00" });
  const again = await goOn(await decide(asked, { kind: "approve" }, world), world);
  expect(again.phase).toMatchObject({ kind: "approval" });
  expect(again.steps[0]).toMatchObject({ state: "proposed", changed: true });
  expect(again.steps[0]?.changes).not.toEqual(asked.steps[0]?.changes);
  expect((await world.drafts.list())[0]?.start).toBe("2026-12-01T09:00");
});

test("a draft that the request does not name is not moved without a question", async () => {
  const world = new World({ drafts: [draft] });
  const run = await toApproval(world, "move the dentist to Monday");
  expect(run.phase.kind).toBe("question");
});
