import { expect, test } from "vitest";

import { requestFor, runByCode } from "#agent/testing/run-fixtures";
import { makeThread, World } from "#agent/testing/world";

import { detailLines, exportLogCsv, exportLogJson, type ActionEntry } from "./action-log.ts";
import { decide, editStep, undoStep } from "./decide.ts";
import { continueRun } from "./loop.ts";

const ASK = { threadIds: [], policy: { create_calendar_draft: "ask" } } as const;

async function approved(text: string, world: World, title?: string) {
  const { run: waiting, loop } = await runByCode(requestFor(text, ASK), world);
  let run = waiting;
  if (title !== undefined) {
    const edited = await editStep(run, { ...run.steps.at(-1)?.args, title }, world);
    if (!edited.ok) throw new Error("edit refused");
    run = edited.value;
  }
  return continueRun(await decide(run, { kind: "approve" }, world), loop);
}

const entryOf = (world: World, tool: string): ActionEntry | undefined =>
  world.log.entries.find((entry) => entry.tool === tool);

test("an approved draft is logged with its title, its times and what the person changed", async () => {
  const world = new World({ threads: [makeThread({ lines: [["Mara", "hi"]] })] });
  await approved("Add lunch with Ana tomorrow at 1pm to my calendar", world, "Lunch, my treat");
  const entry = entryOf(world, "create_calendar_draft");
  expect(entry?.details).toMatchObject({
    before: null,
    after: {
      title: "Lunch, my treat",
      start: "2026-11-25T13:00",
      end: "2026-11-25T13:30",
      zone: "Europe/Berlin",
    },
    edited: [{ field: "title", approved: "Lunch, my treat" }],
  });
  const [line] = exportLogJson([entry!]).split("\n");
  expect(JSON.parse(line ?? "")).toEqual(entry);
  expect(exportLogCsv([entry!])).toContain("2026-11-25T13:00");
});

test("a change is logged before and after, and taken back the other way round", async () => {
  const world = new World({ threads: [] });
  await approved("Add lunch with Ana tomorrow at 1pm to my calendar", world);
  const run = await approved("Move the lunch to Friday at 2pm", world);
  const moved = entryOf(world, "update_calendar_draft");
  expect(moved?.details).toMatchObject({
    before: { start: "2026-11-25T13:00" },
    after: { start: "2026-11-27T14:00", end: "2026-11-27T14:30", zone: "Europe/Berlin" },
  });
  expect(detailLines(moved!).join("\n")).toMatch(/Wed 25 Nov 2026, 13:00.* → Fri 27 Nov 2026, 14:00/);
  await undoStep(run, run.steps.find(({ undo }) => undo !== undefined)?.number ?? 0, world);
  expect(world.log.entries.at(-1)).toMatchObject({
    outcome: "undone",
    details: { before: { start: "2026-11-27T14:00" }, after: { start: "2026-11-25T13:00" } },
  });
});

test("what was declined is logged with what it would have been", async () => {
  const world = new World({ threads: [] });
  const { run } = await runByCode(
    requestFor("Add lunch with Ana tomorrow at 1pm to my calendar", ASK),
    world,
  );
  await decide(run, { kind: "decline" }, world);
  expect(entryOf(world, "create_calendar_draft")).toMatchObject({
    outcome: "declined",
    details: { before: null, after: { start: "2026-11-25T13:00", zone: "Europe/Berlin" } },
  });
});

test("entries of earlier versions are exported and shown as before", () => {
  const { details: _none, ...old }: ActionEntry = {
    id: "r/1/done",
    time: "2026-11-24T09:15:00Z",
    runId: "r",
    step: 1,
    tool: "create_calendar_draft",
    args: { date_key: "d3" },
    approvalClass: "A1",
    approvedBy: "person",
    outcome: "done",
    undoable: true,
  };
  expect(detailLines(old)).toEqual([]);
  expect(exportLogCsv([old]).split("\r\n")[1]).toContain("create_calendar_draft");
});
