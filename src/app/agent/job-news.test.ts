import { expect, test } from "vitest";
import type { AgentRun } from "#agent/act/run";
import { requestFor, runByCode } from "#agent/testing/run-fixtures";
import { makeThread, World } from "#agent/testing/world";
import { newJob, withPart, withRun, type AgentJob, type JobPart } from "#app/state/agent-job.ts";
import { firstNews, nextNews } from "./job-news.ts";

const ABOUT = {
  id: "j",
  conversationId: "c",
  turnId: "t",
  createdAt: "",
  scope: { threadIds: [], lastCount: null },
};

const summary = (...texts: readonly string[]): JobPart =>
  ({
    kind: "summary",
    state: "done",
    threadId: "t1",
    value: { value: { sentences: texts.map((text) => ({ text })) } },
  }) as unknown as JobPart;

const act = (run: AgentRun | null): JobPart => {
  const part: JobPart = { kind: "act", state: "working", text: "", run: null };
  return run === null ? part : withRun(part, run);
};

const jobOf = (...parts: readonly JobPart[]): AgentJob => newJob({ ...ABOUT, parts });

const waitingRun = async (line: string, text: string): Promise<AgentRun> =>
  (
    await runByCode(
      requestFor(text, { policy: { create_calendar_draft: "ask" } }),
      new World({ threads: [makeThread({ lines: [["Mara", line]] })] }),
    )
  ).run;

test("nothing is said of a job that is opened as it was left", () => {
  expect(firstNews(jobOf(summary("The gate is open."))).news).toBe("");
});

test("each answer is said once, and only what is new after a yes", async () => {
  const run = await waitingRun("Let's do the review on Friday at 3pm", "Add the review to my calendar");
  const told = firstNews(jobOf({ ...summary(), value: null } as JobPart, act(null)));
  const summarised = nextNews(told, jobOf(summary("The gate is open."), act(null)));
  expect(summarised.news).toBe("- The gate is open.");
  const waiting = nextNews(summarised, jobOf(summary("The gate is open."), act(run)));
  expect(waiting.news).toContain("Draft a calendar event: waiting for you.");
  expect(waiting.news).toContain("Title: ");
  expect(waiting.news).not.toContain("The gate");
  const done = {
    ...run,
    phase: { kind: "finished", why: "answered" },
    answer: { text: "Drafted." },
  } as AgentRun;
  const after = jobOf(summary("The gate is open."), act(done));
  expect(nextNews(waiting, after).news).toBe("Drafted.");
  expect(nextNews(nextNews(waiting, after), after)).toEqual(nextNews(waiting, after));
});

test("a question is said in its own words, and goes once it is answered", async () => {
  const run = await waitingRun("Review on Friday?", "Add the review to my calendar");
  const asking: AgentRun = {
    ...run,
    phase: { kind: "question", step: 9 },
    steps: [
      { ...run.steps[0]!, number: 9, tool: "ask_user", args: { question: "Which Friday?", options: [] } },
    ],
  };
  const job = jobOf(act(asking));
  const told = nextNews(firstNews(jobOf(act(null))), job);
  expect(told.news).toBe("A question for you: Which Friday?");
  expect(nextNews(told, job)).toBe(told);
  expect(nextNews(told, withPart(job, 0, act(null))).news).toBe("");
});
