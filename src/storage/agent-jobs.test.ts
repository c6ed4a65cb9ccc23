import "fake-indexeddb/auto";
import { expect, test } from "vitest";
import {
  appendAction,
  listActions,
  listWaitingJobs,
  readJob,
  saveJob,
  sweepJobs,
  type JobRecord,
} from "./agent-jobs.ts";
import { deleteAgentRecord, listAgentRecords, saveAgentRecord } from "./agent-records.ts";
import { saveTurns } from "./conversations.ts";

const conversation = { id: "c", title: "", createdAt: 0, updatedAt: 0 };
const turn = { conversationId: "c", role: "assistant", text: "", state: "done", createdAt: 0 } as const;

const job = (id: string, waiting?: 1): JobRecord => ({
  id,
  conversationId: "c",
  turnId: `turn-${id}`,
  value: { about: id },
  ...(waiting && { waiting }),
});

test("jobs that wait for a person are found without reading the others", async () => {
  await saveTurns(conversation, [{ ...turn, id: "turn-a", position: 1, job: "a" }]);
  await saveJob(job("a", 1));
  await saveJob(job("b"));
  // Its turn was deleted.
  await saveJob(job("gone", 1));
  expect((await listWaitingJobs()).map(({ id }) => id)).toEqual(["a"]);
  await saveJob(job("a"));
  expect(await listWaitingJobs()).toEqual([]);
  expect((await readJob("b"))?.value).toEqual({ about: "b" });
});

test("a job goes when its turn is gone or answers in another way", async () => {
  await saveJob(job("kept"));
  await saveJob(job("replaced"));
  await saveJob(job("orphan"));
  await saveTurns(conversation, [
    { ...turn, id: "turn-kept", position: 1, job: "kept" },
    { ...turn, id: "turn-replaced", position: 3 },
  ]);
  await sweepJobs();
  expect(await readJob("kept")).toBeDefined();
  expect(await readJob("replaced")).toBeUndefined();
  expect(await readJob("orphan")).toBeUndefined();
});

test("the log keeps its order, and the same event is one entry", async () => {
  for (const id of ["r/1/done", "r/2/done", "r/1/done", "r/1/undone"]) await appendAction({ id });
  expect((await listActions()).map(({ id }) => id)).toEqual(["r/1/done", "r/2/done", "r/1/undone"]);
});

test("tasks and notes are kept apart", async () => {
  await saveAgentRecord("agent-tasks", "t", { id: "t", what: "Call" });
  await saveAgentRecord("agent-notes", "t", { id: "t", text: "Code" });
  await saveAgentRecord("agent-tasks", "t", { id: "t", what: "Call back" });
  expect(await listAgentRecords("agent-tasks")).toEqual([{ id: "t", what: "Call back" }]);
  await deleteAgentRecord("agent-tasks", "t");
  expect(await listAgentRecords("agent-tasks")).toEqual([]);
  expect(await listAgentRecords("agent-notes")).toEqual([{ id: "t", text: "Code" }]);
});
