import { expect, it } from "vitest";
import { FIXTURES, flatten, readText } from "./fixtures/read-text.ts";

it.each(FIXTURES)("$name", async ({ text, expected }) => {
  expect(flatten(await readText(text))).toEqual(expected);
});

it("has fixtures", () => {
  expect(FIXTURES.length).toBeGreaterThanOrEqual(6);
});
