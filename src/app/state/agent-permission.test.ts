import "fake-indexeddb/auto";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { makeThread, World } from "#agent/testing/world";
import type { JobRecord } from "#storage/agent-jobs";
import { DEFAULT_SETTINGS, type ToolRule } from "#storage/settings";
import { Agent } from "./agent-controller.ts";
import { jobText, type AgentJob } from "./agent-job.ts";
import { workOnPart } from "./agent-work.ts";
import { askMyMessages, decideAsking, clearAsking, readAsking } from "./ask.ts";
import { settingsStore } from "./settings.ts";
import { FakeLocks } from "./testing/fake-locks.ts";

const asked = vi.hoisted(() => ({ calls: [] as string[] }));
vi.mock("./engine.ts", () => ({ languageModel: () => null }));
vi.mock("./thread-deletes.ts", () => ({ isDue: () => false }));
vi.mock("./imports.ts", () => ({
  imports: {
    link: {
      ask: (request: (rpc: { call: (name: string) => Promise<unknown> }) => Promise<unknown>) =>
        request({
          call: (name) => {
            asked.calls.push(name);
            return Promise.resolve(name === "thread-list" ? [] : { hits: [], approximate: false });
          },
        }),
    },
  },
}));

const THREAD = makeThread({
  self: "Ola",
  lines: [
    ["Mara", "Ola, please bring the cake on Friday"],
    ["Ola", "I'll bring the cake"],
  ],
});

let reads: string[];
let records: Map<string, JobRecord>;

function makeAgent(): Agent {
  const world = new World({ threads: [THREAD] });
  const { messages } = world;
  const watched = {
    threads: () => messages.threads(),
    messages: (id: string) => (reads.push(id), messages.messages(id)),
    search: (query: Parameters<typeof messages.search>[0]) => (reads.push("search"), messages.search(query)),
  };
  return new Agent({
    model: () => null,
    work: workOnPart,
    ports: (_job, save) => Object.assign(world, { messages: watched, runs: { saved: [], save } }),
    read: (id) => Promise.resolve(structuredClone(records.get(id))),
    save: (record) => (records.set(record.id, structuredClone(record)), Promise.resolve(true)),
    announce: () => Promise.resolve(),
    now: () => "2026-11-24T09:15:00Z",
    locks: new FakeLocks(),
  });
}

const rule = (tool: string, to: ToolRule): void => settingsStore.setState({ toolRules: { [tool]: to } });
const jobOf = (agent: Agent): AgentJob => agent.store.getState().jobs.get("job") as AgentJob;

async function asksForItems(lastCount: number | null = null): Promise<Agent> {
  const agent = makeAgent();
  const parts = [{ kind: "items", text: "Liste die Aufgaben aus den Nachrichten auf" }] as const;
  await agent.create(
    { parts, scope: { threadIds: ["t1"], lastCount } },
    { conversationId: "c", turnId: "t" },
    "job",
  );
  await agent.go("job");
  return agent;
}

beforeEach(() => {
  reads = [];
  records = new Map();
  asked.calls.length = 0;
  clearAsking();
  settingsStore.setState(DEFAULT_SETTINGS);
});

describe("a list of a chosen conversation", () => {
  test("allowed: is made", async () => {
    expect(jobText(jobOf(await asksForItems()))).toContain("cake");
    expect(reads).toEqual(["t1"]);
  });

  test("asked first: waits, then is made", async () => {
    rule("get_message", "ask");
    const agent = await asksForItems();
    expect(records.get("job")?.waiting).toBe(1);
    expect(reads).toEqual([]);
    await agent.decide("job", 0, { kind: "approve" });
    expect(jobText(jobOf(agent))).toContain("cake");
  });

  test("declined: refused in the language of the request", async () => {
    rule("get_message", "ask");
    const agent = await asksForItems();
    await agent.decide("job", 0, { kind: "decline" });
    expect(reads).toEqual([]);
    expect(jobText(jobOf(agent))).toMatch(/^Du hast das Lesen von Nachrichten abgelehnt/);
    expect(records.get("job")?.waiting).toBeUndefined();
  });

  test("blocked: refused without a question, also for the last few messages", async () => {
    rule("get_message", "block");
    expect(jobText(jobOf(await asksForItems(10)))).toMatch(/gesperrt/);
    expect(reads).toEqual([]);
  });
});

describe("a question over all messages", () => {
  const QUESTION = "What is the wifi password?";

  test("allowed: searches", async () => {
    await askMyMessages(QUESTION);
    expect(readAsking().phase).toBe("answered");
    expect(asked.calls).toContain("message-search");
  });

  test("asked first: searches after a yes", async () => {
    rule("search_messages", "ask");
    await askMyMessages(QUESTION);
    expect(readAsking()).toMatchObject({ phase: "permission", question: QUESTION });
    expect(asked.calls).toEqual([]);
    await decideAsking(true);
    expect(readAsking().phase).toBe("answered");
  });

  test("declined and blocked: refused in words, nothing read", async () => {
    rule("search_messages", "ask");
    await askMyMessages(QUESTION);
    await decideAsking(false);
    expect(readAsking()).toMatchObject({ phase: "refused", text: expect.stringMatching(/^You declined/) });
    rule("search_messages", "block");
    await askMyMessages(QUESTION);
    expect(readAsking()).toMatchObject({
      phase: "refused",
      text: expect.stringMatching(/^You have blocked/),
    });
    expect(asked.calls).toEqual([]);
  });
});
