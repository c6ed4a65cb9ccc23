import { describe, expect, it } from "vitest";

import type { Shield } from "#agent/shield";
import { requestFor } from "#agent/testing/run-fixtures";
import { ScriptedLanguageModel } from "#agent/testing/scripted-language-model";
import { makeThread, World, type WorldSpec } from "#agent/testing/world";
import { AppError } from "#shared/errors";
import type { GenerateRequest, LanguageModel, WrittenCall } from "#shared/language-model";

import { exportLogJson } from "./action-log.ts";
import { decide, editStep, undoStep } from "./decide.ts";
import { formPlanner } from "./form-planner.ts";
import { continueRun, type Loop } from "./loop.ts";
import { modelPlanner } from "./model-planner.ts";
import { releaseShield } from "./shielding.ts";
import { MAX_STEPS, parseRun, type AgentRun, type RunRequest } from "./run.ts";
import { startRun } from "./start.ts";

const PLAN = makeThread({
  lines: [
    ["Mara", "Friday 3pm budget review, 45 min"],
    ["Ola", "ok"],
  ],
});

const call = (tool: string, args: object): string => JSON.stringify({ tool, args });

interface Played {
  readonly run: AgentRun;
  readonly world: World;
  readonly model: ScriptedLanguageModel;
  readonly loop: Loop;
}

/** A run whose model says these lines, the last one again and again. */
async function play(
  says: readonly string[],
  text = "plan it",
  more: Partial<RunRequest> = {},
  spec: WorldSpec = { threads: [PLAN] },
): Promise<Played> {
  const world = new World(spec);
  const model = new ScriptedLanguageModel("L", (_, index) => says[index] ?? says.at(-1) ?? "");
  const loop: Loop = { ports: world, planner: modelPlanner(model) };
  const run = await continueRun(await startRun(requestFor(text, more), world), loop);
  return { run, world, model, loop };
}

const fearsPoison: Shield["port"]["judge"] = async ([, words]) => ({
  unsafe: words?.includes("poison") === true ? 0.9 : 0.1,
  categories: [],
});

const CREATE = call("create_calendar_draft", { title: "Budget review", date_key: "d1", source: [1] });
const DONE = call("answer", { text: "Friday 3pm budget review", source: [1] });

describe("a run", () => {
  it("reads, acts one call a step, answers with its sources", async () => {
    const { run, world } = await play([CREATE, DONE]);
    expect(run.steps.map((step) => [step.tool, step.state])).toEqual([
      ["create_calendar_draft", "done"],
      ["answer", "done"],
    ]);
    expect(run.answer).toEqual({ text: "Friday 3pm budget review", messageIds: ["t1.1"], verified: true });
    expect([...world.drafts.records.values()]).toMatchObject([
      { title: "Budget review", start: "2026-11-27T15:00", end: "2026-11-27T15:30", phrase: "Friday 3pm" },
    ]);
    expect(world.log.entries.map(({ tool, approvedBy, outcome }) => [tool, approvedBy, outcome])).toEqual([
      ["create_calendar_draft", "rule", "done"],
      ["answer", "rule", "done"],
    ]);
  });

  it("never shows the model a message, and frames what came from one", async () => {
    const secret = makeThread({
      lines: [
        ["Mara", "Review Friday 3pm. My door code is 8841 and the safe is behind the map, by the way."],
        ["Ola", "ok"],
      ],
    });
    const { model, run } = await play([DONE], "plan it", {}, { threads: [secret] });
    expect(model.everythingShown).not.toContain("8841");
    expect(model.everythingShown).toContain(`QUOTED items ${run.nonce}`);
    expect(model.everythingShown).toContain("Request: plan it");
  });

  it("offers at most six tools, answer and ask_user, and only values of this run", async () => {
    const { model } = await play([DONE]);
    const format = model.requests[0]?.grammar;
    expect(format?.type).toBe("json-schema");
    const schema = JSON.stringify(format);
    const names = [...schema.matchAll(/"tool":\{"type":"string","enum":\["(\w+)"\]/g)].map(
      (match) => match[1],
    );
    expect(names.length).toBeLessThanOrEqual(8);
    expect(names).toEqual(expect.arrayContaining(["answer", "ask_user", "create_calendar_draft"]));
    expect(schema).toContain('"date_key":{"type":"string","enum":["d1"]}');
    expect(schema).toContain('"items":{"type":"integer","enum":[1,2]}');
  });

  it("shows as many items as the context has room for", async () => {
    const world = new World({ threads: [PLAN] });
    const read = await startRun(requestFor("plan it"), world);
    const [item] = read.items;
    if (item === undefined) throw new Error("nothing was read");
    const items = Array.from({ length: 40 }, (_, index) => ({
      ...item,
      title: `${"plan ".repeat(16)}${index}`,
    }));
    const start = { ...read, items };
    const sizes: number[] = [];
    for (const contextTokens of [1400, 8192]) {
      const model = new ScriptedLanguageModel("L", () => call("answer", { text: "ok" }), contextTokens);
      await continueRun(start, { ports: world, planner: modelPlanner(model) });
      sizes.push(model.everythingShown.length / 4);
      expect(sizes.at(-1)).toBeLessThan(contextTokens * 0.9);
    }
    expect(sizes[1]).toBeGreaterThan(sizes[0] ?? 0);
  });

  it("stops after five steps", async () => {
    const { run, model } = await play([call("list_events", { date_key: "d1" })]);
    expect(run.phase).toEqual({ kind: "finished", why: "step-limit" });
    expect(run.steps).toHaveLength(MAX_STEPS);
    expect(model.requests).toHaveLength(MAX_STEPS);
  });

  it("ends as failed when the engine fails, with what was done kept", async () => {
    const world = new World({ threads: [PLAN] });
    const model = new ScriptedLanguageModel("L", (_, index) => {
      if (index === 0) return CREATE;
      throw new AppError("out-of-memory", "no room");
    });
    const run = await continueRun(await startRun(requestFor("plan it"), world), {
      ports: world,
      planner: modelPlanner(model),
    });
    expect(run.phase).toEqual({ kind: "failed", code: "out-of-memory" });
    expect(run.steps[0]?.state).toBe("done");
  });
});

/** A model that calls tools in a form of its own, and always the same. */
async function playCalls(...calls: readonly WrittenCall[]) {
  const world = new World({ threads: [PLAN] });
  const scripted = new ScriptedLanguageModel("L", () => "[answer(...)]");
  const requests: GenerateRequest[] = [];
  const model: LanguageModel = {
    tier: "L",
    contextTokens: 4096,
    callsTools: true,
    countTokens: (texts) => scripted.countTokens(texts),
    generate: async (asked, options) => {
      requests.push(asked);
      return { ...(await scripted.generate(asked, options)), calls };
    },
  };
  const loop = { ports: world, planner: modelPlanner(model) };
  return { run: await continueRun(await startRun(requestFor("plan it"), world), loop), requests };
}

describe("bad replies", () => {
  it.each([
    ["no JSON", "I will plan it for you!"],
    ["another tool", call("delete_thread", { thread: "t1" })],
    ["a tool that is not offered", call("save_note", { text: "x" })],
    ["a date of its own", call("create_calendar_draft", { title: "x", date_key: "2026-11-27", source: [1] })],
    [
      "a label that does not exist",
      call("create_calendar_draft", { title: "x", date_key: "d1", source: [99] }),
    ],
    ["no source", call("create_calendar_draft", { title: "x", date_key: "d1" })],
    [
      "one more argument",
      call("create_calendar_draft", { title: "x", date_key: "d1", source: [1], now: true }),
    ],
    ["arguments of Object", '{"tool":"answer","args":{"__proto__":{"text":"x"}}}'],
    ["a tool of Object", '{"tool":"constructor","args":{}}'],
    ["two calls", `${CREATE}${CREATE}`],
    ["words around a call", `Sure: ${CREATE}`],
    [
      "a title of 121 characters",
      call("create_calendar_draft", { title: "x".repeat(121), date_key: "d1", source: [1] }),
    ],
    ["an answer nobody said", call("answer", { text: "The review is on Monday with Peter", source: [1] })],
    ["an endless reply", "x".repeat(40_000)],
  ])("%s is asked again once, then data", async (_, reply) => {
    const { run, world, model } = await play([reply, DONE]);
    expect(run.answer?.text).toBe("Friday 3pm budget review");
    expect(run.steps).toHaveLength(1);
    expect(model.question(1)).toContain("could not be used");
    expect(world.drafts.records.size).toBe(0);
    const twice = await play([reply, reply, DONE]);
    expect(twice.world.drafts.records.size).toBe(0);
    const failed = twice.run.steps[0];
    // Words instead of a call become an answer marked as unverified; everything else a failed step the model sees.
    if (failed?.tool === "answer" && failed.state === "done") expect(twice.run.answer?.verified).toBe(false);
    else expect(failed).toMatchObject({ state: "failed", args: {} });
  });

  it("an answer without sources is shown as the model's own", async () => {
    const { run } = await play([call("answer", { text: "Lima" })]);
    expect(run.answer).toEqual({ text: "Lima", messageIds: [], verified: false });
  });

  it("a model that calls tools in a form of its own is offered them so, and its calls are checked alike", async () => {
    const right: WrittenCall = { name: "answer", arguments: { text: "Friday 3pm", source: [1] } };
    const { run, requests } = await playCalls(right);
    expect(run.answer?.text).toBe("Friday 3pm");
    expect(requests[0]?.grammar).toBeUndefined();
    const offered = requests[0]?.tools?.map(({ name }) => name);
    expect(offered).toEqual([...run.offered, "answer", "ask_user"]);
    expect(JSON.stringify(requests[0]?.messages)).not.toContain("create_calendar_draft");
    for (const wrong of [[right, right], [{ ...right, name: "export_ics" }], []])
      expect((await playCalls(...wrong)).run.answer).toBeNull();
  });
});

const DRAFTED: WorldSpec = {
  threads: [PLAN],
  drafts: [
    {
      id: "e-1",
      uid: "uid-0000-0001",
      sequence: 0,
      kind: "event",
      repeat: null,
      url: "",
      priority: 0,
      done: false,
      title: "Budget review",
      allDay: false,
      start: "2026-11-27T15:00",
      end: "2026-11-27T15:45",
      zone: "Europe/Berlin",
      location: "",
      notes: "",
      people: [],
      reminderMinutes: null,
      status: "tentative",
      sources: [],
      phrase: null,
      assumptions: [],
      state: "proposed",
      createdAt: "2026-11-20T10:00:00Z",
      updatedAt: "2026-11-20T10:00:00Z",
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
