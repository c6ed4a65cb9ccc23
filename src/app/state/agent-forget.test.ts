import "fake-indexeddb/auto";
import { expect, test } from "vitest";
import { appendAction, listActions, readJob, saveJob, updateJob } from "#storage/agent-jobs";
import { listAgentRecords, saveAgentRecord } from "#storage/agent-records";
import { readConversation, saveTurns } from "#storage/conversations";
import { forgetThread, onForgotten } from "./agent-forget.ts";
import { jobText, newJob, parseJob, recordOf, withoutThread, withPart } from "./agent-job.ts";

const jobOf = (id: string, threadId: string) =>
  newJob({
    id,
    conversationId: "c",
    turnId: id,
    createdAt: "2026-11-24T09:15:00Z",
    scope: { threadIds: [threadId], lastCount: null },
    parts: [
      {
        kind: "act",
        state: "done",
        text: "Add it",
        run: {
          version: 1,
          id: `run-${id}`,
          nonce: "n",
          request: { text: "Add it" },
          offered: [],
          items: [],
          steps: [],
          tables: { labels: [] },
          answer: { text: "Secret dinner", messageIds: [], verified: true },
          phase: { kind: "stopped" },
        } as never,
      },
    ],
  });

test("words of jobs, their turns, tasks, notes and the log go with their thread; others stay", async () => {
  const conversation = { id: "c", title: "", createdAt: 0, updatedAt: 0 };
  const turn = { conversationId: "c", state: "done", createdAt: 0 } as const;
  await saveTurns(conversation, [
    { ...turn, id: "q", position: 0, role: "user", text: "Add it" },
    { ...turn, id: "a", position: 1, role: "assistant", text: "Secret dinner", job: "a" },
    { ...turn, id: "b", position: 2, role: "assistant", text: "Other words", job: "b" },
  ]);
  const told: string[] = [];
  onForgotten(({ id }) => told.push(id));
  for (const [id, threadId] of [
    ["a", "t1"],
    ["b", "t2"],
  ] as const) {
    await saveJob({ id, conversationId: "c", turnId: id, value: jobOf(id, threadId) });
    await appendAction({
      id: `run-${id}/1/done`,
      runId: `run-${id}`,
      args: { title: "Secret" },
      details: { lines: ["Secret"] },
    } as never);
    const record = { id: `x-${id}`, sources: [{ threadId, messageId: "m" }] };
    await saveAgentRecord("agent-tasks", record.id, record);
    await saveAgentRecord("agent-notes", record.id, record);
  }
  await forgetThread("t1");
  const kept = parseJob((await readJob("a"))?.value);
  expect(kept?.parts).toEqual([{ kind: "act", state: "done", text: "Add it", run: null, gone: "removed" }]);
  expect(JSON.stringify(await readJob("a"))).not.toContain("Secret");
  expect(parseJob((await readJob("b"))?.value)?.parts[0]).toMatchObject({ run: { id: "run-b" } });
  const turns = (await readConversation("c"))?.turns.map(({ text }) => text);
  expect(turns).toEqual(["Add it", "", "Other words"]);
  expect(told).toEqual(["a"]);
  expect(await listActions()).toMatchObject([
    { id: "run-a/1/done", args: {} },
    { id: "run-b/1/done", args: { title: "Secret" } },
  ]);
  expect(JSON.stringify((await listActions())[0])).not.toContain("Secret");
  expect(await listAgentRecords("agent-tasks")).toMatchObject([{ id: "x-b" }]);
  expect(await listAgentRecords("agent-notes")).toMatchObject([{ id: "x-b" }]);
});

test("what began before the thread was deleted is not put back", async () => {
  const job = jobOf("late", "t1");
  await saveJob(recordOf(job, 0));
  await forgetThread("t1");
  expect(await updateJob(recordOf(job, 0))).toBe(false);
  expect(JSON.stringify(await readJob("late"))).not.toContain("Secret");
  expect(await updateJob(recordOf(job, 1))).toBe(true);
  expect(await updateJob(recordOf(jobOf("never", "t1"), 0))).toBe(false);
});

test("a job says nothing of a thread that is being deleted, and what waits for an answer is withdrawn", () => {
  const job = jobOf("a", "t1");
  expect(jobText(job)).toContain("Secret");
  expect(jobText(withoutThread(job, "t1"))).toBe("");
  const waiting = withPart(job, 0, { ...job.parts[0]!, state: "waiting" });
  expect(withoutThread(waiting, "t1").parts).toMatchObject([{ state: "done", gone: "withdrawn", run: null }]);
  // Taken back, it is the stored one again.
  expect(withoutThread(waiting, "t2")).toBe(waiting);
});

test("of several conversations only the results of the deleted one go", () => {
  const summary = {
    kind: "summary",
    state: "done",
    value: { value: { sentences: [{ text: "x" }] } },
  } as never;
  const job = newJob({
    ...jobOf("s", "t1"),
    parts: [
      { ...(summary as object), threadId: "t1" } as never,
      { ...(summary as object), threadId: "t2" } as never,
    ],
  });
  expect(withoutThread(job, "t1").parts).toMatchObject([
    { threadId: "t1", value: null, gone: "removed" },
    { threadId: "t2", value: { value: { sentences: [{ text: "x" }] } } },
  ]);
});
