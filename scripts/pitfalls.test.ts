/** @file The list of pitfalls in docs/ names tests that exist, and leaves none of the fifty out. */
import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

const ROOT = new URL("../", import.meta.url);

function read(path: string): string {
  return readFileSync(new URL(path, ROOT), "utf8");
}

const ROWS = read("docs/pitfalls.md")
  .split("\n")
  .filter((line) => /^\| \d+ \|/.test(line));

test("all fifty pitfalls have one row each", () => {
  const numbers = ROWS.map((row) => Number(/\d+/.exec(row)?.[0])).toSorted((a, b) => a - b);
  expect(numbers).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
});

test("every test that is named exists where it is said to be", () => {
  // `path`: "name", "name"
  const named = ROWS.flatMap((row) => [
    ...row.matchAll(/`([\w./-]+\.(?:test|spec)\.ts)`: ("[^"]+"(?:, "[^"]+")*)/g),
  ]).flatMap(([, path = "", names = ""]) =>
    [...names.matchAll(/"([^"]+)"/g)].map(([, name = ""]) => ({ path, name })),
  );
  expect(named.length).toBeGreaterThan(50);
  expect(named.filter(({ path, name }) => !read(path).includes(`"${name}"`))).toEqual([]);
});
