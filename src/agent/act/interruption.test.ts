/** @file Runs that stop, are stored, are held back by the shield, or ask. */

import { describe, expect, it } from "vitest";

import type { Shield } from "#agent/shield";
import { call, CREATE, DONE, PLAN, play } from "#agent/testing/model-runs";
import { requestFor } from "#agent/testing/run-fixtures";
import { ScriptedLanguageModel } from "#agent/testing/scripted-language-model";
import { makeThread, World, type WorldSpec } from "#agent/testing/world";
import { AppError } from "#shared/errors";

import { decide } from "./decide.ts";
import { formPlanner } from "./form-planner.ts";
import { continueRun } from "./loop.ts";
import { modelPlanner } from "./model-planner.ts";
import { parseRun, type AgentRun } from "./run.ts";
import { releaseShield } from "./shielding.ts";
import { startRun } from "./start.ts";

const fearsPoison: Shield["port"]["judge"] = async ([, words]) => ({
  unsafe: words?.includes("poison") === true ? 0.9 : 0.1,
  categories: [],
});

const shield = (unsafeFrom: number): Shield => ({
  threshold: 0.5,
  port: {
    judge: (messages) =>
      Promise.resolve({ unsafe: messages.length >= unsafeFrom ? 0.9 : 0.1, categories: ["S1"] }),
  },
});

/** The title of a draft where a model of tier M words it. */
async function titled(given?: Shield): Promise<unknown> {
  const lines = [["Mara", "Let's go through the long budget review Friday 3pm"]] as const;
  const world = new World({ threads: [makeThread({ lines })] });
  const model = new ScriptedLanguageModel("M", () => "Budget review");
  const loop = { ports: world, planner: formPlanner(model), shield: given };
  const run = await continueRun(await startRun(requestFor("plan it"), world), loop);
  return run.steps.find(({ tool }) => tool === "create_calendar_draft")?.args["title"];
}

describe("Stop, reload, shield", () => {
  it("a Stop while the model thinks leaves a stopped run and no draft", async () => {
    const world = new World({ threads: [PLAN] });
    const controller = new AbortController();
    const model = new ScriptedLanguageModel("L", () => {
      controller.abort();
      return CREATE;
    });
    const start = await startRun(requestFor("plan it"), world);
    const running = continueRun(
      start,
      { ports: world, planner: modelPlanner(model) },
      { signal: controller.signal },
    );
    await expect(running).rejects.toMatchObject({ name: "AbortError" });
    expect(parseRun(world.stored)?.phase).toEqual({ kind: "stopped" });
    expect(world.drafts.records.size).toBe(0);
  });

  it("a step that ran before a crash is not done twice", async () => {
    const { world, loop } = await play([CREATE, DONE]);
    const running = world.runs.saved
      .map((saved) => JSON.parse(saved) as AgentRun)
      .find((run) => run.phase.kind === "running");
    expect(running).toBeDefined();
    const again = await continueRun(running as AgentRun, loop);
    expect(again.phase.kind).toBe("finished");
    expect(world.drafts.records.size).toBe(1);
    expect(world.log.entries.filter((entry) => entry.tool === "create_calendar_draft")).toHaveLength(1);
  });

  it("what was stored by another version is not continued", () => {
    expect(parseRun({ version: 0 })).toBeNull();
    expect(parseRun(null)).toBeNull();
    expect(parseRun("run")).toBeNull();
  });

  it("nor what wants something that is not known here", async () => {
    const { world } = await play([CREATE, DONE]);
    const run = parseRun(world.stored);
    expect(run?.intent).toBe("add");
    expect(parseRun({ ...run, intent: "fly" })).toBeNull();
  });

  it.each([
    [1, "input", 0],
    [2, "output", 1],
  ] as const)("a shield stops message %i on the %s side", async (unsafeFrom, side, calls) => {
    const world = new World({ threads: [PLAN] });
    const model = new ScriptedLanguageModel("L", () => DONE);
    const loop = { ports: world, planner: modelPlanner(model), shield: shield(unsafeFrom) };
    const run = await continueRun(await startRun(requestFor("plan it"), world), loop);
    expect(run).toMatchObject({
      phase: { kind: "finished", why: "shielded" },
      shield: { side, categories: ["S1"] },
      answer: null,
    });
    expect(model.requests).toHaveLength(calls);
    const released = await continueRun(releaseShield(run), loop);
    const answer = { text: "Friday 3pm budget review" };
    // What is released on one side is still judged on the other.
    expect(released).toMatchObject(
      side === "output"
        ? { phase: { kind: "finished", why: "answered" }, answer }
        : { phase: { kind: "finished", why: "shielded" }, shield: { side: "output", answer }, answer: null },
    );
  });

  it("a call whose words are a model's is held back before a card shows it, and is the next move once released", async () => {
    const judged: (readonly string[])[] = [];
    const words: Shield = {
      threshold: 0.5,
      port: {
        judge: async (messages) => {
          judged.push(messages);
          const unsafe = messages[1]?.includes("Budget") === true ? 0.9 : 0.1;
          return { unsafe, categories: ["S7: Privacy"] };
        },
      },
    };
    const world = new World({ threads: [PLAN] });
    const model = new ScriptedLanguageModel("L", (_request, at) => (at === 0 ? CREATE : DONE));
    const loop = { ports: world, planner: modelPlanner(model), shield: words };
    const held = await continueRun(await startRun(requestFor("plan it"), world), loop);
    expect(held).toMatchObject({
      phase: { kind: "finished", why: "shielded" },
      shield: { side: "output", categories: ["S7: Privacy"] },
      steps: [],
    });
    expect(judged.at(-1)?.[0]).toBe("plan it");
    const stored = parseRun(JSON.parse(JSON.stringify(held)));
    const released = await continueRun(releaseShield(stored as AgentRun), loop);
    expect(released.steps[0]).toMatchObject({ tool: "create_calendar_draft", state: "done" });
    expect(released).toMatchObject({
      phase: { kind: "finished", why: "answered" },
      shield: { released: true, categories: ["S7: Privacy"] },
    });
    expect(released.shield).not.toHaveProperty("call");
    expect(world.drafts.records.size).toBe(1);
  });

  it.each([
    ["query", call("search_messages", { query: "poison" })],
    ["before", call("search_messages", { query: "budget", before: "poison" })],
    ["one of several options", call("ask_user", { question: "Which?", options: ["Friday", "poison"] })],
  ])("judges every word that a model writes into a call, as in %s", async (_, written) => {
    const world = new World({ threads: [PLAN] });
    const planner = modelPlanner(new ScriptedLanguageModel("L", () => written));
    const loop = { ports: world, planner, shield: { threshold: 0.5, port: { judge: fearsPoison } } };
    const held = await continueRun(await startRun(requestFor("plan it"), world), loop);
    expect(held).toMatchObject({ phase: { kind: "finished", why: "shielded" }, steps: [] });
    expect(held.shield?.call).toBeDefined();
    expect(world.log.entries).toEqual([]);
  });

  it("a title that the guard does not find safe gives way to the message's own words", async () => {
    const own = await titled({ ...shield(2), sides: ["output"] });
    expect(await titled()).toBe("Budget review");
    expect(own).toContain("long");
    const failing = { judge: () => Promise.reject(new AppError("guard-missing", "none", { name: "G" })) };
    expect(await titled({ port: failing, threshold: 0.5, sides: ["output"], onFailure: "pass" })).toBe(own);
  });

  it("judges the sides it is told to, and a guard that fails holds back or lets through, and says so", async () => {
    const failing = { judge: () => Promise.reject(new AppError("guard-missing", "none", { name: "G" })) };
    const play = async (shield: Omit<Shield, "port" | "threshold">): Promise<AgentRun> => {
      const world = new World({ threads: [PLAN] });
      const planner = modelPlanner(new ScriptedLanguageModel("L", () => DONE));
      const loop = { ports: world, planner, shield: { port: failing, threshold: 0.5, ...shield } };
      return continueRun(await startRun(requestFor("plan it"), world), loop);
    };
    const error = { code: "guard-missing", details: { name: "G" } };
    expect(await play({ sides: ["output"] })).toMatchObject({
      phase: { kind: "finished", why: "shielded" },
      shield: { side: "output", outcome: "unchecked", error },
      answer: null,
    });
    expect(await play({ onFailure: "pass" })).toMatchObject({
      phase: { kind: "finished", why: "answered" },
      shield: { outcome: "passed", error },
      answer: { text: "Friday 3pm budget review" },
    });
    expect(await play({ sides: [] })).toMatchObject({ shield: null });
  });
});

describe("questions", () => {
  const DINNER: WorldSpec = {
    threads: [
      makeThread({
        lines: [
          ["Jo", "dinner tomorrow at 8"],
          ["Ola", "ok"],
        ],
      }),
    ],
  };

  it("an option brings its date, the person's own words bring theirs", async () => {
    const world = new World(DINNER);
    const loop = { ports: world, planner: formPlanner(null) };
    const run = await continueRun(await startRun(requestFor("add it"), world), loop);
    expect(run.phase.kind).toBe("question");
    const restored = parseRun(world.stored) as AgentRun;
    const chosen = await continueRun(await decide(restored, { kind: "choose", index: 1 }, world), loop);
    expect(chosen.phase.kind).toBe("finished");
    expect([...world.drafts.records.values()]).toMatchObject([
      { start: "2026-11-25T20:00", phrase: "tomorrow at 8" },
    ]);
    const other = new World(DINNER);
    const replied = await decide(run, { kind: "reply", text: "Thursday at 7:30pm" }, other);
    await continueRun(replied, { ports: other, planner: formPlanner(null) });
    expect([...other.drafts.records.values()]).toMatchObject([{ start: "2026-11-26T19:30" }]);
  });

  it("a model's question keeps the dates that resolve_date offered", async () => {
    const says = [
      call("resolve_date", { phrase: "tomorrow at 8", source: 1 }),
      call("ask_user", { question: "When?", options: ["Wed 25 Nov 2026, 08:00", "Wed 25 Nov 2026, 20:00"] }),
      call("create_calendar_draft", { title: "Dinner", date_key: "d1", source: [1] }),
      call("answer", { text: "dinner tomorrow at 8", source: [1] }),
    ];
    const { run, world, loop } = await play(says, "add it", {}, DINNER);
    expect(run.phase.kind).toBe("question");
    const done = await continueRun(await decide(run, { kind: "choose", index: 0 }, world), loop);
    expect(done.phase.kind).toBe("finished");
    expect([...world.drafts.records.values()]).toMatchObject([
      { start: "2026-11-25T08:00", title: "Dinner" },
    ]);
  });
});
