import { expect, test } from "vitest";
import { NO_TABLES, type RunTables } from "#agent/act/tables";
import type { ObjectSchema } from "#agent/act/schema";
import { editedArguments, editFields, editValues } from "./edit-form.ts";

const TABLES: RunTables = {
  ...NO_TABLES,
  people: [{ key: "p1", id: "x", name: "Ola" }],
  dates: ["d1", "r1"].map((key) => ({
    key,
    phrase: null,
    label: null,
    display: `date ${key}`,
    resolution: { kind: "none", flags: [], trace: [] },
  })),
};
const SCHEMA: ObjectSchema = {
  type: "object",
  additionalProperties: false,
  properties: {
    title: { type: "string", minLength: 1, maxLength: 120 },
    date_key: { type: "string", enum: ["d1", "r1"] },
    duration_min: { type: "integer", minimum: 5, maximum: 1440 },
    people: { type: "array", items: { type: "string", enum: ["p1"] } },
    recurrence_key: { type: "string", enum: ["r1"] },
    reminder_min: { type: "integer", enum: [0, 5] },
    source: { type: "array", items: { type: "integer", enum: [1] } },
  },
  required: ["title", "date_key", "source"],
};
const ARGS = { title: "Dentist", date_key: "d1", people: ["p1"], source: [1] };
const FIELDS = editFields(SCHEMA, { tables: TABLES, language: "en" });
const edit = (change: object, args: Parameters<typeof editValues>[1] = ARGS) =>
  editedArguments(SCHEMA, FIELDS, { ...editValues(FIELDS, args), ...change }, args);

test("keys are shown as what they name; citations are not edited", () => {
  expect(FIELDS.map(({ name, kind }) => [name, kind])).toEqual([
    ["title", "line"],
    ["date_key", "choice"],
    ["duration_min", "number"],
    ["people", "many"],
    ["reminder_min", "choice"],
  ]);
  expect(FIELDS[1]?.options).toEqual([
    { value: "d1", label: "date d1" },
    { value: "r1", label: "date r1" },
  ]);
  expect(FIELDS[3]?.options).toEqual([{ value: "p1", label: "Ola" }]);
});

test("an unchanged form gives the same arguments", () => {
  expect(JSON.stringify(edit({}))).toBe(JSON.stringify(ARGS));
});

test("numbers are numbers, what is emptied is left out, sources stay", () => {
  expect(edit({ duration_min: "45", reminder_min: "5", people: [] })).toEqual({
    title: "Dentist",
    date_key: "d1",
    duration_min: 45,
    reminder_min: 5,
    source: [1],
  });
  // What is no number is for the schema to refuse.
  expect(edit({ duration_min: "soon" })["duration_min"]).toBeNaN();
});

test("another date ends a series, and choosing a series begins one", () => {
  const series = { ...ARGS, date_key: "r1", recurrence_key: "r1" };
  expect(edit({}, series)).toEqual(series);
  expect(edit({ date_key: "d1" }, series)).toEqual(ARGS);
  expect(edit({ date_key: "r1" })).toEqual(series);
});
