/** @file What waits for a yes, how it is edited, logged and taken back. */

import { describe, expect, it } from "vitest";

import { call, CREATE, DONE, PLAN, play } from "#agent/testing/model-runs";
import { makeThread, type WorldSpec } from "#agent/testing/world";
import { emptyDraft } from "#calendar/event-draft";

import { exportLogJson } from "./action-log.ts";
import { decide, editStep, undoStep } from "./decide.ts";
import { continueRun } from "./loop.ts";
import { parseRun, type AgentRun } from "./run.ts";

const DRAFTED: WorldSpec = {
  threads: [PLAN],
  drafts: [
    {
      ...emptyDraft({
        id: "e-1",
        uid: "uid-0000-0001",
        zone: "Europe/Berlin",
        now: "2026-11-20T10:00:00Z",
      }),
      title: "Budget review",
      start: "2026-11-27T15:00",
      end: "2026-11-27T15:45",
      status: "tentative",
    },
  ],
};
const RENAME = call("update_calendar_draft", { draft: "e1", title: "Numbers" });

describe("approval", () => {
  it("a change waits, shows the difference, and is made after a yes", async () => {
    const { run, world, loop } = await play([RENAME, DONE], "plan it", {}, DRAFTED);
    expect(run.phase).toEqual({ kind: "approval", step: 1 });
    expect(run.steps[0]?.changes).toEqual([
      { field: "draft", before: null, after: "Budget review, Fri 27 Nov 2026, 15:00–15:45 Europe/Berlin" },
      { field: "title", before: "Budget review", after: "Numbers" },
    ]);
    expect(world.drafts.records.get("e-1")?.title).toBe("Budget review");
    // Going on without a decision changes nothing.
    expect((await continueRun(run, loop)).phase.kind).toBe("approval");
    const done = await continueRun(await decide(run, { kind: "approve" }, world), loop);
    expect(world.drafts.records.get("e-1")?.title).toBe("Numbers");
    expect(done.steps[0]).toMatchObject({ state: "done", approvedBy: "person", approvalClass: "A2" });
  });

  it("a no is data for the model and changes nothing", async () => {
    const { run, world, loop, model } = await play([RENAME, DONE], "plan it", {}, DRAFTED);
    const done = await continueRun(await decide(run, { kind: "decline" }, world), loop);
    expect(world.drafts.records.get("e-1")?.title).toBe("Budget review");
    expect(done.steps[0]?.state).toBe("declined");
    expect(model.question(1)).toContain("the person declined");
    expect(world.log.entries[0]).toMatchObject({ outcome: "declined", approvedBy: null });
  });

  it("goes on after a reload in the middle of it", async () => {
    const { world, loop } = await play([RENAME, DONE], "plan it", {}, DRAFTED);
    const restored = parseRun(world.stored);
    expect(restored?.phase).toEqual({ kind: "approval", step: 1 });
    if (restored === null) return;
    const approved = await decide(restored, { kind: "approve" }, world);
    // A second reload, before the approved change was made.
    const again = parseRun(world.stored);
    expect(again).toEqual(approved);
    const done = await continueRun(again as AgentRun, loop);
    expect(done.phase.kind).toBe("finished");
    expect(world.drafts.records.get("e-1")?.title).toBe("Numbers");
  });

  it("arguments can be edited first, under the same rules", async () => {
    const { run, world, loop } = await play([RENAME, DONE], "plan it", {}, DRAFTED);
    const bad = await editStep(run, { draft: "e9", title: "x" }, world);
    expect(bad).toMatchObject({ ok: false, error: { code: "arguments-invalid" } });
    const edited = await editStep(run, { draft: "e1", title: "Figures", status: "confirmed" }, world);
    if (!edited.ok) throw new Error("edit refused");
    expect(edited.value.steps[0]).toMatchObject({
      proposedArgs: { draft: "e1", title: "Numbers" },
      changes: [
        { field: "draft", before: null, after: "Budget review, Fri 27 Nov 2026, 15:00–15:45 Europe/Berlin" },
        { field: "title", before: "Budget review", after: "Figures" },
        { field: "status", before: "tentative", after: "confirmed" },
      ],
    });
    await continueRun(await decide(edited.value, { kind: "approve" }, world), loop);
    expect(world.drafts.records.get("e-1")).toMatchObject({ title: "Figures", status: "confirmed" });
  });

  it("a setting can ask for more and never for less", async () => {
    const asked = await play([CREATE, DONE], "plan it", { policy: { create_calendar_draft: "ask" } });
    expect(asked.run.phase.kind).toBe("approval");
    const allowed = await play(
      [RENAME, DONE],
      "plan it",
      { policy: { update_calendar_draft: "allow" } },
      DRAFTED,
    );
    expect(allowed.run.phase.kind).toBe("approval");
    const blocked = await play([CREATE, CREATE, DONE], "plan it", {
      policy: { create_calendar_draft: "block" },
    });
    expect(blocked.run.steps[0]).toMatchObject({ state: "failed", error: { code: "tool-blocked" } });
    expect(JSON.stringify(blocked.model.requests[0])).not.toContain("create_calendar_draft");
  });

  it("a source that needs a second look waits too, and says why", async () => {
    const quoted = makeThread({ lines: [["Boss", "Review Friday 3pm", { flags: ["maybeQuoted"] }]] });
    const create = call("create_calendar_draft", { title: "Review", date_key: "d1", source: [1] });
    const { run } = await play([create], "plan it", {}, { threads: [quoted] });
    expect(run.phase.kind).toBe("approval");
    expect(run.steps[0]?.cautions).toEqual(["maybe-quoted"]);
  });

  it("so do words that stand in no message", async () => {
    const create = call("create_calendar_draft", { title: "Pay Max 500", date_key: "d1", source: [1] });
    const { run, world } = await play([create]);
    expect(run.phase.kind).toBe("approval");
    expect(run.steps[0]?.cautions).toEqual(["not-in-messages"]);
    expect(world.drafts.records.size).toBe(0);
  });

  it("a decision that does not fit changes nothing", async () => {
    const { run, world } = await play([RENAME, DONE], "plan it", {}, DRAFTED);
    expect(await decide(run, { kind: "choose", index: 0 }, world)).toBe(run);
    const { run: finished } = await play([DONE]);
    expect(await decide(finished, { kind: "approve" }, world)).toBe(finished);
  });
});

it("the log is exported as one JSON object a line", async () => {
  const { world } = await play([CREATE, DONE]);
  const lines = exportLogJson(world.log.entries).trimEnd().split("\n");
  expect(lines.map((line) => (JSON.parse(line) as { tool: string }).tool)).toEqual([
    "create_calendar_draft",
    "answer",
  ]);
});

describe("undo", () => {
  it("takes a draft away again, and is logged", async () => {
    const { run, world } = await play([CREATE, DONE]);
    const undone = await undoStep(run, 1, world);
    expect(undone).toMatchObject({ ok: true });
    expect(world.drafts.records.size).toBe(0);
    expect(world.log.entries.map((entry) => entry.outcome)).toEqual(["done", "done", "undone"]);
    expect(await undoStep(undone.ok ? undone.value : run, 1, world)).toEqual({
      ok: false,
      error: "not-undoable",
    });
  });

  it("restores what was changed or removed", async () => {
    for (const args of [{ title: "Numbers" }, { status: "cancelled" }]) {
      const says = [call("update_calendar_draft", { draft: "e1", ...args }), DONE];
      const { run, world, loop } = await play(says, "plan it", {}, DRAFTED);
      const before = world.drafts.records.get("e-1");
      const done = await continueRun(await decide(run, { kind: "approve" }, world), loop);
      expect(world.drafts.records.get("e-1")).not.toEqual(before);
      expect((await undoStep(done, 1, world)).ok).toBe(true);
      expect(world.drafts.records.get("e-1")).toEqual(before);
    }
  });

  it("does not take away what somebody did since", async () => {
    const { run, world } = await play([CREATE, DONE]);
    const [draft] = [...world.drafts.records.values()];
    if (draft) await world.drafts.put({ ...draft, title: "Mine now" });
    expect(await undoStep(run, 1, world)).toEqual({ ok: false, error: "changed-since" });
    expect([...world.drafts.records.values()][0]?.title).toBe("Mine now");
  });
});
