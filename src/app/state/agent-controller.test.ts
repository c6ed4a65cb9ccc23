import "fake-indexeddb/auto";
import { beforeEach, expect, test, vi } from "vitest";
import type { AgentRun } from "#agent/act/run";
import { makeThread, World, type Line } from "#agent/testing/world";
import type { JobRecord } from "#storage/agent-jobs";
import { DEFAULT_SETTINGS } from "#storage/settings";
import { Agent } from "./agent-controller.ts";
import { jobText, recordOf, turnOf, withoutThread, type AgentJob } from "./agent-job.ts";
import type { Plan } from "./agent-routing.ts";
import { agentStatus, stopAgent } from "./agent-status.ts";
import { workOnPart } from "./agent-work.ts";
import { answerGuarded, type Judge } from "./chats-shield.ts";
import { settingsStore } from "./settings.ts";
import { setShieldLoader } from "./shield.ts";
import { FakeLocks } from "./testing/fake-locks.ts";

const LINES: readonly Line[] = [
  ["Mara", "Let's do the review on Friday at 3pm, 45 min"],
  ["Jo", "Fine with me"],
];
const ASKED = { conversationId: "c", turnId: "t" };
const PLAN: Plan = {
  parts: [{ kind: "act", text: "Add the review to my calendar" }],
  scope: { threadIds: ["t1"], lastCount: null },
};

let world: World;
let records: Map<string, JobRecord>;
let announced: AgentJob[];
let superseded: boolean;
const locks = new FakeLocks();

function makeAgent(): Agent {
  return new Agent({
    model: () => null,
    work: workOnPart,
    ports: (_job, save) => Object.assign(world, { runs: { saved: [], save } }),
    read: (id) => Promise.resolve(structuredClone(records.get(id))),
    save: (record, isNew) => {
      if (superseded && !isNew) return Promise.resolve(false);
      records.set(record.id, structuredClone(record));
      return Promise.resolve(true);
    },
    announce: (job) => {
      announced.push(job);
      return Promise.resolve();
    },
    now: () => "2026-11-24T09:15:00Z",
    locks,
  });
}

beforeEach(() => {
  world = new World({ threads: [makeThread({ lines: LINES })] });
  records = new Map();
  announced = [];
  superseded = false;
  settingsStore.setState(DEFAULT_SETTINGS);
});

async function toApproval(): Promise<Agent> {
  const agent = makeAgent();
  await agent.create(PLAN, ASKED, "job");
  await agent.go("job");
  return agent;
}

const runOf = (agent: Agent): AgentRun => {
  const part = agent.store.getState().jobs.get("job")?.parts[0];
  if (part?.kind !== "act" || part.run === null) throw new Error("no run");
  return part.run;
};

const drafts = () => world.drafts.list();

test("a calendar write waits for a yes, and is found as waiting after a reload", async () => {
  await toApproval();
  expect(records.get("job")?.waiting).toBe(1);
  expect(await drafts()).toEqual([]);
  const reloaded = makeAgent();
  await reloaded.load("job");
  expect(runOf(reloaded).phase).toMatchObject({ kind: "approval", step: 1 });
  await reloaded.decide("job", 0, { kind: "approve" });
  expect((await drafts()).map(({ start }) => start)).toEqual(["2026-11-27T15:00"]);
  expect(records.get("job")?.waiting).toBeUndefined();
  expect(turnOf(announced.at(-1)!).text).toContain("Drafted");
});

test("what another tab works on is left to it", async () => {
  const first = await toApproval();
  const second = makeAgent();
  await second.load("job");
  const results = await Promise.allSettled([
    first.decide("job", 0, { kind: "approve" }),
    second.decide("job", 0, { kind: "approve" }),
  ]);
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
  expect(results[1]).toMatchObject({ reason: { code: "job-elsewhere" } });
  expect(await drafts()).toHaveLength(1);
  // Refused once, not for good.
  await second.decide("job", 0, { kind: "decline" });
  expect(await drafts()).toHaveLength(1);
});

test("a second click on Approve finds the assistant at work, not another tab", async () => {
  const agent = await toApproval();
  const results = await Promise.allSettled([
    agent.decide("job", 0, { kind: "approve" }),
    agent.decide("job", 0, { kind: "approve" }),
  ]);
  expect(results).toMatchObject([
    { status: "fulfilled" },
    { status: "rejected", reason: { code: "engine-busy" } },
  ]);
  expect(await drafts()).toHaveLength(1);
});

test("of two jobs clicked together the second stays as it was, and can be decided after the first", async () => {
  const agent = await toApproval();
  await agent.create(PLAN, ASKED, "other");
  await agent.go("other");
  const before = structuredClone(records.get("other"));
  const results = await Promise.allSettled([
    agent.decide("job", 0, { kind: "approve" }),
    agent.decide("other", 0, { kind: "decline" }),
    agent.go("other"),
  ]);
  expect(results).toMatchObject([
    { status: "fulfilled" },
    { status: "rejected", reason: { code: "engine-busy" } },
    { status: "fulfilled" },
  ]);
  expect(before?.waiting).toBe(1);
  expect(records.get("other")).toEqual(before);
  expect(agent.store.getState().jobs.get("job")?.parts[0]?.state).toBe("done");
  await agent.decide("other", 0, { kind: "decline" });
  expect(agent.store.getState().jobs.get("other")?.parts[0]?.state).not.toBe("working");
  expect(records.get("other")?.waiting).toBeUndefined();
});

test("a lock that cannot be asked for keeps no later click out", async () => {
  const agent = await toApproval();
  const refused = vi
    .spyOn(locks, "hold")
    .mockRejectedValueOnce(new DOMException("gone", "InvalidStateError"));
  await expect(agent.decide("job", 0, { kind: "approve" })).rejects.toThrow("gone");
  refused.mockRestore();
  await agent.decide("job", 0, { kind: "approve" });
  expect(await drafts()).toHaveLength(1);
});

test("a tab that opens a job at work elsewhere says so, and shows how it ended", async () => {
  const first = makeAgent();
  const second = makeAgent();
  const { messages } = world;
  let seen: unknown = null;
  const threads = async (): ReturnType<typeof messages.threads> => {
    if (seen === null) {
      await second.load("job");
      await vi.waitFor(() => expect(second.store.getState().elsewhere.size).toBe(1));
      seen = second.store.getState().jobs.get("job")?.parts[0]?.state;
    }
    return messages.threads();
  };
  Object.assign(world, { messages: { ...messages, threads } });
  await first.create(PLAN, ASKED, "job");
  await first.go("job");
  expect(seen).toBe("working");
  await vi.waitFor(() => expect(second.store.getState().elsewhere.size).toBe(0));
  await vi.waitFor(() => expect(runOf(second).phase.kind).toBe("approval"));
  expect(first.store.getState().elsewhere.size).toBe(0);
});

test("two clicks on Approve, in two tabs, make one draft", async () => {
  const first = await toApproval();
  const second = makeAgent();
  await second.load("job");
  await first.decide("job", 0, { kind: "approve" });
  await second.decide("job", 0, { kind: "approve" });
  expect(await drafts()).toHaveLength(1);
});

test("other arguments are shown again and approved as they are; wrong ones change nothing", async () => {
  const agent = await toApproval();
  const { args } = runOf(agent).steps[0]!;
  const refused = await agent.edit("job", 0, { ...args, duration_min: 2 });
  expect(refused).toMatchObject({ ok: false, error: { code: "arguments-invalid" } });
  expect(runOf(agent).steps[0]?.args).toEqual(args);
  expect(await agent.edit("job", 0, { ...args, title: "Second review" })).toMatchObject({ ok: true });
  expect(runOf(agent).steps[0]).toMatchObject({ state: "proposed", proposedArgs: args });
  await agent.decide("job", 0, { kind: "approve" });
  expect((await drafts())[0]?.title).toBe("Second review");
});

test("a date in one's own words is resolved by code, and an uncertain one is refused", async () => {
  const agent = await toApproval();
  const { args } = runOf(agent).steps[0]!;
  for (const words of ["soon", "yesterday at 3pm", "at some point"]) {
    const refused = await agent.edit("job", 0, args, words);
    expect(refused, words).toMatchObject({ ok: false, error: { code: "date-not-certain" } });
  }
  expect(await agent.edit("job", 0, args, "12 December at 9:00")).toMatchObject({ ok: true });
  await agent.decide("job", 0, { kind: "approve" });
  expect((await drafts()).map(({ start }) => start)).toEqual(["2026-12-12T09:00"]);
});

test("a step is taken back, but not over what somebody changed since", async () => {
  const agent = await toApproval();
  await agent.decide("job", 0, { kind: "approve" });
  const [draft] = await drafts();
  await world.drafts.put({ ...draft!, title: "Mine now" });
  expect(await agent.undo("job", 0, 1)).toBe("changed-since");
  expect(await drafts()).toHaveLength(1);
  await world.drafts.put(draft!);
  expect(await agent.undo("job", 0, 1)).toBeNull();
  expect(await drafts()).toEqual([]);
});

test("parts follow each other, and what cannot be done says why and goes on when asked again", async () => {
  const agent = makeAgent();
  const parts = [
    { kind: "items" as const, text: "" },
    { kind: "summary" as const, text: "" },
  ];
  await agent.create({ ...PLAN, parts }, ASKED, "job");
  await agent.go("job");
  const job = agent.store.getState().jobs.get("job");
  expect(job?.parts.map(({ state }) => state)).toEqual(["done", "failed"]);
  expect(job?.parts[1]?.error?.code).toBe("engine-not-loaded");
  expect(agentStatus.getState().working).toBeNull();
});

const ITEMS: Plan = { ...PLAN, parts: [{ kind: "items", text: "" }] };
const NOTHING_JUDGED = { threshold: 0.5, input: true, output: true, onFailure: "hold" } as const;

function guardWith(judge: Judge): void {
  settingsStore.setState({ shield: { modelId: "llama-guard-3-1b", ...NOTHING_JUDGED } });
  setShieldLoader(() => Promise.resolve({ judge: () => judge, answerGuarded }));
}

test("a held list is no part of what the job said, and a person's release is kept", async () => {
  guardWith(() => Promise.resolve({ unsafe: 0.8, categories: ["S7: Privacy"] }));
  const agent = makeAgent();
  await agent.create(ITEMS, ASKED, "job");
  await agent.go("job");
  expect(agent.store.getState().jobs.get("job")?.parts[0]).toMatchObject({
    state: "done",
    value: { guard: { outcome: "stopped", categories: ["S7: Privacy"] } },
  });
  expect(turnOf(announced.at(-1)!)).toEqual({ text: "", state: "done" });
  const reloaded = makeAgent();
  await reloaded.load("job");
  await reloaded.release("job", 0);
  expect(turnOf(announced.at(-1)!).text).toContain("review");
  const again = makeAgent();
  await again.load("job");
  expect(jobText(again.store.getState().jobs.get("job")!)).toContain("review");
});

test("a release does not take up parts that were stopped", async () => {
  guardWith(() => Promise.resolve({ unsafe: 0.8, categories: [] }));
  const agent = makeAgent();
  await agent.create({ ...ITEMS, parts: [...ITEMS.parts, { kind: "summary", text: "" }] }, ASKED, "job");
  await agent.go("job");
  const failed = agent.store.getState().jobs.get("job")?.parts[1];
  expect(failed?.state).toBe("failed");
  await agent.release("job", 0);
  expect(agent.store.getState().jobs.get("job")?.parts[1]).toEqual(failed);
});

test("a check switched off during the work is still made, as the work began with it", async () => {
  guardWith(() => Promise.resolve({ unsafe: 0.8, categories: [] }));
  const { messages } = world;
  const threads = (): ReturnType<typeof messages.threads> => {
    settingsStore.setState({ shield: DEFAULT_SETTINGS.shield });
    return messages.threads();
  };
  Object.assign(world, { messages: { ...messages, threads } });
  const agent = makeAgent();
  await agent.create(ITEMS, ASKED, "job");
  await agent.go("job");
  expect(settingsStore.getState().shield.modelId).toBeNull();
  expect(agent.store.getState().jobs.get("job")?.parts[0]).toMatchObject({
    value: { guard: { outcome: "stopped" } },
  });
});

test("Stop ends the work, keeps what is done, and Continue goes on", async () => {
  const agent = makeAgent();
  let stops = 1;
  const { messages } = world;
  Object.assign(world, {
    messages: {
      ...messages,
      threads: () => {
        if (stops-- > 0) stopAgent();
        return messages.threads();
      },
    },
  });
  await agent.create(PLAN, ASKED, "job");
  await agent.go("job");
  expect(agent.store.getState().jobs.get("job")?.parts[0]?.state).toBe("stopped");
  await agent.go("job");
  expect(runOf(agent).phase.kind).toBe("approval");
});

test("a card whose conversation is deleted can't be approved any more, and nothing comes back", async () => {
  const agent = await toApproval();
  const { value, ...rest } = records.get("job")!;
  const emptied = withoutThread(value as AgentJob, "t1");
  records.set("job", { ...rest, ...recordOf(emptied, 1) });
  await agent.decide("job", 0, { kind: "approve" });
  expect(await drafts()).toEqual([]);
  expect(agent.store.getState().jobs.get("job")?.parts).toMatchObject([{ gone: "withdrawn", run: null }]);
});

test("work under way ends when words are taken out of its job, without an error and without a trace", async () => {
  const agent = makeAgent();
  superseded = true;
  await agent.create(PLAN, ASKED, "job");
  await agent.go("job");
  expect(JSON.stringify([...records.values()])).not.toContain("review on Friday");
  expect(agent.store.getState().progress).toBeNull();
});

test("a summary of a thread that is not here says so and is no failure", async () => {
  const agent = makeAgent();
  const plan: Plan = {
    parts: [{ kind: "items", text: "List the action items" }],
    scope: { threadIds: ["deleted"], lastCount: null },
  };
  await agent.create(plan, ASKED, "job");
  await agent.go("job");
  expect(agent.store.getState().jobs.get("job")?.parts).toMatchObject([{ state: "done", gone: "removed" }]);
});
