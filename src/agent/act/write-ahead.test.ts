/** @file Changes that are cut off in the middle, and changes whose record changed before the yes. */

import { expect, test } from "vitest";
import { CASES } from "#agent/eval/cases";
import { requestFor, runByCode } from "#agent/testing/run-fixtures";
import { ScriptedLanguageModel } from "#agent/testing/scripted-language-model";
import { World } from "#agent/testing/world";
import type { EventDraft } from "#calendar/event-draft";
import { AppError } from "#shared/errors";

import { decide, undoStep } from "./decide.ts";
import { formPlanner } from "./form-planner.ts";
import { continueRun } from "./loop.ts";
import { modelPlanner } from "./model-planner.ts";
import { permittedPorts } from "./permission.ts";
import type { AgentPorts, RecordPort } from "./ports.ts";
import { parseRun, type AgentRun } from "./run.ts";
import { startRun } from "./start.ts";

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

test("a storage that fails right behind the write keeps what was begun, and it is finished without another question", async () => {
  const world = new World({ drafts: [draft] });
  const approved = await decide(
    await toApproval(world, "move the review an hour later"),
    { kind: "approve" },
    world,
  );
  const { drafts } = world;
  const failing: RecordPort<EventDraft> = {
    list: () => drafts.list(),
    delete: (id) => drafts.delete(id),
    put: async (record) => {
      await drafts.put(record);
      throw new AppError("storage-unavailable", "the list could not be read again");
    },
  };
  const ports: AgentPorts = { ...permittedPorts(approved, world), drafts: failing };
  const failed = await continueRun(approved, { ports, planner: formPlanner(null) });
  expect(failed.phase).toEqual({ kind: "failed", code: "storage-unavailable" });
  expect(failed.steps[0]).toMatchObject({ state: "running", planned: { before: draft } });
  const resumed = await goOn({ ...failed, phase: { kind: "running", step: 1 } }, world);
  expect(resumed.steps[0]).toMatchObject({ state: "done", approvedBy: "person" });
});

test("an undo that was cut off after its write is finished by the next", async () => {
  const world = new World({ drafts: [draft] });
  const approved = await decide(
    await toApproval(world, "move the review an hour later"),
    { kind: "approve" },
    world,
  );
  const done = await goOn(approved, world);
  expect((await undoStep(done, 1, world)).ok).toBe(true);
  const again = await undoStep(done, 1, world);
  expect(again).toMatchObject({ ok: true, value: { steps: [{ state: "undone" }, {}] } });
  expect(await world.drafts.list()).toEqual([draft]);
  expect(world.log.entries.filter(({ outcome }) => outcome === "undone")).toHaveLength(1);
});

test("what is so already is not put before anybody", async () => {
  const world = new World({ drafts: [draft] });
  const clock = draft.start.slice(11);
  const run = await toApproval(world, `move the review to ${clock}`);
  expect(run.steps[0]).toMatchObject({ state: "failed", error: { code: "nothing-to-change" } });
  expect(run.answer?.text).toBe("Nothing was changed.");
});

test("a length for what has no time yet changes nothing and breaks nothing", async () => {
  const open: EventDraft = { ...draft, start: "", end: "" };
  const world = new World({ drafts: [open] });
  const call = { tool: "update_calendar_draft", args: { draft: "e1", duration_min: 45 } };
  const model = new ScriptedLanguageModel("L", () => JSON.stringify(call));
  const start = await startRun(requestFor("move the review", { threadIds: [] }), world);
  const run = await continueRun(start, { ports: world, planner: modelPlanner(model) });
  expect(run.phase).toEqual({ kind: "finished", why: "step-limit" });
  expect(run.steps[0]?.error?.code).toBe("draft-invalid");
});

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
