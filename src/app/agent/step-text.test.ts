import { expect, test } from "vitest";
import type { Step } from "#agent/act/run";
import { NO_TABLES } from "#agent/act/tables";
import {
  argLines,
  editedArgs,
  formProblem,
  resultText,
  stateText,
  stepSubject,
  type Said,
} from "./step-text.ts";

const RUN: Said = {
  language: "en",
  tables: {
    ...NO_TABLES,
    people: [{ key: "p1", id: "x", name: "Ola" }],
    drafts: [{ key: "e1", id: "d", name: "Review" }],
  },
};
const GERMAN: Said = { ...RUN, language: "de" };

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
  expect(argLines(STEP.args, RUN).map(({ label, value }) => `${label}: ${value}`)).toEqual([
    "What: Send the plan",
    "Who: Ola",
    "When: no date",
  ]);
  expect(argLines({ draft: "e1" }, RUN)[0]?.value).toBe("Review");
});

test("what a person changed is told by field; what is equal is not", () => {
  expect(editedArgs(STEP, RUN)).toEqual([]);
  const edited = { ...STEP, proposedArgs: { ...STEP.args, who: "unclear" } };
  expect(editedArgs(edited, RUN)).toEqual([{ label: "Who", before: "Unclear", after: "Ola" }]);
});

test("results are counted in words", () => {
  expect(resultText({ ...STEP, tool: "search_messages", result: { found: 1 } }, "en")).toBe(
    "1 message found.",
  );
  expect(resultText(STEP, "en")).toBe("");
});

test("values, counts and answers are in the language of the run", () => {
  expect(argLines({ who: "everyone", date_key: "none" }, GERMAN).map(({ value }) => value)).toEqual([
    "Alle",
    "ohne Datum",
  ]);
  const edited = { ...STEP, args: { status: "tentative" }, proposedArgs: { status: "confirmed" } };
  expect(editedArgs(edited, GERMAN)).toMatchObject([{ before: "bestätigt", after: "vorläufig" }]);
  const of = (tool: Step["tool"], result: NonNullable<Step["result"]>): string =>
    resultText({ ...STEP, tool, result }, "de");
  expect(of("search_messages", { found: 2 })).toBe("2 Nachrichten gefunden.");
  expect(of("ask_user", { said: "Fr., 27. Nov." })).toBe("Deine Antwort: Fr., 27. Nov.");
  expect(of("list_events", { events: [] })).toBe("Dann steht nichts im Kalender.");
  expect(of("create_calendar_draft", { conflicts: ["Zahnarzt"] })).toBe("Überschneidung: Zahnarzt");
});

test("an answered question is answered, not approved", () => {
  const done = { ...STEP, state: "done", approvedBy: "person" } as const;
  expect(stateText({ ...done, tool: "ask_user" })).toBe("Answered");
  expect(stateText(done)).toBe("Done, approved by you");
});

test("what overlaps is said once", () => {
  const result = { conflicts: ["Dentist"] };
  const changes = [{ field: "conflict", before: null, after: "Dentist" }] as const;
  expect(resultText({ ...STEP, tool: "create_calendar_draft", result, changes }, "en")).toBe("");
});

test("what is no word of a field is shown as it is", () => {
  expect(argLines({ who: "constructor", status: "toString" }, RUN).map(({ value }) => value)).toEqual([
    "constructor",
    "toString",
  ]);
});

test("several values are told apart where they hold commas themselves", () => {
  expect(argLines({ options: ["today", "tomorrow"] }, RUN)[0]?.value).toBe("today, tomorrow");
  expect(argLines({ options: ["Fri 27 Nov, 15:00", "Fri 4 Dec, 15:00"] }, RUN)[0]?.value).toBe(
    "Fri 27 Nov, 15:00; Fri 4 Dec, 15:00",
  );
});

test("words that are no certain date: the refusal says what is open", () => {
  const unclear = { code: "date-not-certain", message: "" } as const;
  expect(formProblem(unclear)).toBe("These words are no certain date.");
  expect(formProblem({ ...unclear, date: { reason: "month-only", options: [] } })).toBe(
    "These words are no certain date: on which day?",
  );
  const options = ["Fri 27 Nov 2026", "Fri 4 Dec 2026"];
  expect(formProblem({ ...unclear, date: { reason: "next-weekday", options } })).toBe(
    "These words are no certain date: which of these days? Fri 27 Nov 2026 or Fri 4 Dec 2026.",
  );
});

const change = (field: "draft" | "title" | "when", before: string | null, after: string) => ({
  field,
  before,
  after,
});

test("what a step is about is said: the draft, else the event or task", () => {
  expect(stepSubject({ changes: [change("draft", null, "Choir"), change("when", "Fri", "Sat")] })).toBe(
    "Choir",
  );
  expect(stepSubject({ changes: [change("draft", "Choir, Fri", "")] })).toBe("Choir, Fri");
  expect(stepSubject({ changes: [change("title", null, "Lunch")] })).toBe("Lunch");
  expect(stepSubject({ changes: [] })).toBe("");
});

const problem = (message: string): string => formProblem({ code: "arguments-invalid", message });

test("a form that does not fit names its fields", () => {
  expect(problem("args.duration_min too-small; args.title too-short")).toBe(
    "“Length in minutes” is too small; “Title” is empty.",
  );
  expect(problem("args too-few")).toBe("Change something first.");
});
