/** @file What a run does with the calls of a model, good and bad. */

import { describe, expect, it } from "vitest";

import { call, CREATE, DONE, PLAN, play } from "#agent/testing/model-runs";
import { requestFor } from "#agent/testing/run-fixtures";
import { ScriptedLanguageModel } from "#agent/testing/scripted-language-model";
import { makeThread, World } from "#agent/testing/world";
import { AppError } from "#shared/errors";
import type { GenerateRequest, LanguageModel, WrittenCall } from "#shared/language-model";

import { continueRun } from "./loop.ts";
import { modelPlanner } from "./model-planner.ts";
import { MAX_STEPS } from "./run.ts";
import { startRun } from "./start.ts";

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
