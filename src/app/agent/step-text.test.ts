import { expect, test } from "vitest";
import type { Step } from "#agent/act/run";
import { NO_TABLES, type RunTables } from "#agent/act/tables";
import { argLines, editedArgs, formProblem, resultText } from "./step-text.ts";

const TABLES: RunTables = {
  ...NO_TABLES,
  people: [{ key: "p1", id: "x", name: "Ola" }],
  drafts: [{ key: "e1", id: "d", name: "Review" }],
};

const STEP: Step = {
  number: 1,
  tool: "create_task",
  args: { what: "Send the plan", who: "p1", date_key: "none", source: [3] },
  approvalClass: "A1",
  state: "proposed",
  changes: [],
  cautions: [],
  newIds: [],
  approvedBy: null,
};

test("keys never show: people, drafts and “no date” are said in words", () => {
  expect(argLines(STEP.args, TABLES).map(({ label, value }) => `${label}: ${value}`)).toEqual([
    "What: Send the plan",
    "Who: Ola",
    "When: No date",
  ]);
  expect(argLines({ draft: "e1" }, TABLES)[0]?.value).toBe("Review");
});

test("what a person changed is told by field; what is equal is not", () => {
  expect(editedArgs(STEP, TABLES)).toEqual([]);
  const edited = { ...STEP, proposedArgs: { ...STEP.args, who: "unclear" } };
  expect(editedArgs(edited, TABLES)).toEqual([{ label: "Who", before: "Unclear", after: "Ola" }]);
});

test("results are counted in words", () => {
  expect(resultText({ ...STEP, tool: "search_messages", result: { found: 1 } })).toBe("1 message found.");
  expect(resultText({ ...STEP, tool: "search_messages", result: { found: 0 } })).toBe("Nothing was found.");
  expect(resultText(STEP)).toBe("");
});

const problem = (message: string): string => formProblem({ code: "arguments-invalid", message });

test("a form that does not fit names its fields", () => {
  expect(problem("args.duration_min too-small; args.title too-short")).toBe(
    "“Length in minutes” is too small; “Title” is empty.",
  );
  expect(problem("args too-few")).toBe("Change something first.");
});
