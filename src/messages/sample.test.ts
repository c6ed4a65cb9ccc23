import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { flatten, readText } from "./fixtures/read-text.ts";

const SAMPLE = readFileSync(new URL("../../public/samples/weekend-trip.txt", import.meta.url), "utf8");

it("the bundled sample reads without a question or an issue", async () => {
  const parsed = await readText(SAMPLE, {}, "weekend-trip.txt");
  expect(parsed.questions).toEqual([]);
  expect(parsed.issues).toEqual([]);
  expect(parsed.threads[0]!.thread).toMatchObject({
    title: "Weekend in Lindau",
    kind: "group",
    first: "2026-11-24T09:02:11",
    last: "2026-11-27T07:52:41",
    count: 32,
  });
  expect(parsed.threads[0]!.thread.people.map(({ name }) => name)).toEqual([
    "Maya Brandt",
    "Tom Okafor",
    "Ines Duarte",
    "Jonas Weber",
  ]);
  const kinds = flatten(parsed).map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === "system")).toHaveLength(3);
  expect(kinds.filter((kind) => kind === "media")).toHaveLength(2);
  expect(parsed.threads[0]!.messages.every(({ flags }) => flags.length === 0)).toBe(true);
});
