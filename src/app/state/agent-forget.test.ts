import "fake-indexeddb/auto";
import { expect, test } from "vitest";
import { appendAction, listActions, readJob, saveJob } from "#storage/agent-jobs";
import { listAgentRecords, saveAgentRecord } from "#storage/agent-records";
import { forgetThread } from "./agent-forget.ts";
import { newJob } from "./agent-job.ts";

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
          phase: { kind: "stopped" },
        } as never,
      },
    ],
  });

test("jobs, tasks, notes and the words of the log go with their thread; others stay", async () => {
  for (const [id, threadId] of [
    ["a", "t1"],
    ["b", "t2"],
  ] as const) {
    await saveJob({ id, conversationId: "c", turnId: id, value: jobOf(id, threadId) });
    await appendAction({ id: `run-${id}/1/done`, runId: `run-${id}`, args: { title: "Secret" } } as never);
    const record = { id: `x-${id}`, sources: [{ threadId, messageId: "m" }] };
    await saveAgentRecord("agent-tasks", record.id, record);
    await saveAgentRecord("agent-notes", record.id, record);
  }
  await forgetThread("t1");
  expect(await readJob("a")).toBeUndefined();
  expect(await readJob("b")).toBeDefined();
  expect(await listActions()).toMatchObject([
    { id: "run-a/1/done", args: {} },
    { id: "run-b/1/done", args: { title: "Secret" } },
  ]);
  expect(await listAgentRecords("agent-tasks")).toMatchObject([{ id: "x-b" }]);
  expect(await listAgentRecords("agent-notes")).toMatchObject([{ id: "x-b" }]);
});
