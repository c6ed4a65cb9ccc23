import { expect, test } from "vitest";

import { formPlanner } from "#agent/act/form-planner";
import { modelPlanner } from "#agent/act/model-planner";
import { ScriptedLanguageModel } from "#agent/testing/scripted-language-model";
import { makeThread } from "#agent/testing/world";

import type { EvalCase } from "./cases.ts";
import { pacedBy } from "./pace.ts";
import { playCases } from "./play-cases.ts";

const CASE: EvalCase = {
  id: "x",
  name: "a review",
  threads: [
    makeThread({
      lines: [
        ["Ola Berg", "Friday 3pm budget review, 45 min"],
        ["Mara Lind", "Works for me"],
      ],
    }),
  ],
  request: "plan what we agreed",
  expected: {
    drafts: [{ when: "2026-11-27T15:00", minutes: 45, title: "Budget review", sources: ["t1.1"] }],
  },
};

const call = (tool: string, args: object): string => JSON.stringify({ tool, args });
const DRAFT = { title: "Budget review", date_key: "d1", duration_min: 45, source: [1] };

test.each([
  ["exact", [call("create_calendar_draft", DRAFT)], true],
  ["another title", [call("create_calendar_draft", { ...DRAFT, title: "Works" })], false],
  ["another source", [call("create_calendar_draft", { ...DRAFT, source: [2] })], false],
  ["another length", [call("create_calendar_draft", { ...DRAFT, duration_min: 30 })], false],
  [
    "two drafts",
    [call("create_calendar_draft", DRAFT), call("create_calendar_draft", { ...DRAFT, title: "Works" })],
    false,
  ],
] as const)("a call with %s", async (_, calls, exact) => {
  const replies = [...calls, call("answer", { text: "Friday 3pm budget review", source: [1] })];
  const model = new ScriptedLanguageModel("L", (__, index) => replies[index] ?? replies.at(-1) ?? "");
  const { outcomes, misses } = await playCases([CASE], pacedBy("x", {}), {
    planner: () => modelPlanner(model),
  });
  expect(outcomes, misses.join()).toMatchObject([{ exact, right: exact }]);
});

test("a task or a draft that a case says nothing of is a miss", async () => {
  const favour = makeThread({
    lines: [["Ola", "Could you send the draft by EOD?"]],
    self: "Max",
    silent: ["Max"],
  });
  const cases: readonly EvalCase[] = [
    { ...CASE, threads: [favour], request: "my tasks?", expected: { drafts: [] } },
    { ...CASE, expected: { tasks: [] } },
  ];
  const { misses } = await playCases(cases, pacedBy("x", {}), { planner: () => formPlanner(null) });
  expect(misses).toEqual([
    expect.stringMatching(/no-call: nothing else, not .*send the draft/i),
    expect.stringMatching(/no-call: nothing else, not .*budget review/i),
  ]);
});
