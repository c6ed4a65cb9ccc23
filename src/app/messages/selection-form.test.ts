import { expect, test } from "vitest";
import { readForm, startingForm, type SelectionForm } from "./selection-form.ts";

const form: SelectionForm = { mode: "all", count: "50", from: "2026-11-01", to: "2026-11-24" };

test("a new form means all and offers the days of the thread", () => {
  const start = startingForm({ first: "2026-11-20T10:00:00", last: "2026-11-21T11:00:00" });
  expect(start).toMatchObject({ from: "2026-11-20", to: "2026-11-21" });
  expect(readForm(start)).toEqual({ kind: "all" });
  expect(startingForm({ first: null, last: null })).toMatchObject({ from: "", to: "" });
});

test("each mode is read on its own", () => {
  expect(readForm({ ...form, mode: "last-ten" })).toEqual({ kind: "last", count: 10 });
  expect(readForm({ ...form, mode: "last", count: "7" })).toEqual({ kind: "last", count: 7 });
  expect(readForm({ ...form, mode: "range" })).toEqual({
    kind: "range",
    from: "2026-11-01",
    to: "2026-11-24",
  });
});

test.each(["", "0", "-3", "2.5", "ten", "50001"])("the count %j is refused in words", (count) => {
  expect(readForm({ ...form, mode: "last", count })).toEqual({
    problem: "Enter a whole number from 1 to 50,000.",
  });
});

test("a range needs both days", () => {
  expect(readForm({ ...form, mode: "range", to: "" })).toEqual({
    problem: "Choose the first and the last day.",
  });
});
