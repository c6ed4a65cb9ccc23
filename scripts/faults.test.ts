/** @file The list of faults in docs/ leaves no row of the matrix out, and names tests that exist and speak of their row. */
import { readFileSync } from "node:fs";

import { expect, test } from "vitest";
import { faultTable, isTitleOf, readFaultRows } from "../e2e/support/fault-table.ts";

const ROOT = new URL("../", import.meta.url);
const ROWS = readFaultRows();

function read(path: string): string {
  return readFileSync(new URL(path, ROOT), "utf8");
}

test("rows 1 to 30, the clock's and h1 to h11 are there, each once, in order", () => {
  const matrix = Array.from({ length: 30 }, (_, index) => String(index + 1));
  const hostile = Array.from({ length: 11 }, (_, index) => `h${index + 1}`);
  expect(ROWS.map(({ id }) => id)).toEqual([...matrix, "52", ...hostile]);
});

test("each row has a test of every run, which is where it is said to be", () => {
  for (const { id, tests } of ROWS) {
    expect(tests, id).not.toEqual([]);
    for (const { path, name } of tests) {
      const source = read(path);
      const found = ['"', "`", "'"].some((quote) => source.includes(`${quote}${name}${quote}`));
      expect(found, `${id}: ${path}: ${name}`).toBe(true);
    }
  }
});

test("each row that a journey holds gets its line in the table from one of its journeys", () => {
  for (const { id, tests } of ROWS) {
    const journeys = tests.filter(({ path }) => path.startsWith("e2e/"));
    const told = journeys.some(({ path }) =>
      new RegExp(String.raw`(?:note\(|\[)\s*"${id}"`).test(read(path)),
    );
    if (journeys.length > 0) expect(told, id).toBe(true);
  }
});

test("the table is in the order of the rows, what has none at the end", () => {
  const lines = ["h2", "10", "-", "9", "h10"].map((id) => ({ id, fault: `f${id}`, outcome: "o" }));
  expect(
    faultTable(lines)
      .split("\n")
      .map((line) => line.split(" ")[0]),
  ).toEqual(["9", "10", "h2", "h10", "-"]);
});

test.each([
  ["18: tab closed: that one goes on", "18: ${fault}: that one goes on", true],
  ["/never is x", "%s is %s", true],
  ["tells (all) of it", "tells (all) of it", true],
  ["tells all of it", "tells (all) of it", false],
  ["a network that is slow", "a network that is", false],
])("%s under the name %s: %s", (title, name, same) => {
  expect(isTitleOf(title, name)).toBe(same);
});
