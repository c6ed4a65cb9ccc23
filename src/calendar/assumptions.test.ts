import { expect, test } from "vitest";
import { assumptionsOf } from "./assumptions.ts";
import { contextOf } from "./fixtures/expectation.ts";
import { resolveDate } from "./resolve-date.ts";

const CONTEXT = contextOf("2026-11-24T10:15:00+01:00[Europe/Berlin]", "en");

test.each([
  ["Friday at 16:00, not 15:00", ["not 15:00", "assumed 60 minutes"]],
  ["Friday, not Thursday, at 16:00", ["not Thursday", "assumed 60 minutes"]],
  ["Friday at 16:00", ["assumed 60 minutes"]],
  ["not Friday", []],
])("%s is drafted with %j", (phrase, expected) => {
  expect(assumptionsOf(resolveDate(phrase, CONTEXT), 60)).toEqual(expected);
});
