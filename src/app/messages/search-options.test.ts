import { expect, it } from "vitest";
import type { Thread } from "#messages/message";
import { personOptions, threadOptions } from "./search-options.ts";

function thread(id: string, ...names: string[]): Thread {
  return {
    id,
    source: "whatsapp",
    title: `Title ${id}`,
    people: names.map((name) => ({ id: `p_${id}_${name}`, name, isSelf: false })),
    kind: "group",
    zone: "Europe/Berlin",
    first: null,
    last: null,
    count: 1,
    batchIds: [],
  };
}

const labels = (options: readonly { readonly label: string }[]): string[] =>
  options.map(({ label }) => label);

it("offers the people of the chosen thread, and over all threads only who was chosen", () => {
  const threads = [thread("1", "Ana", "Ben"), thread("2", "Cem")];
  expect(labels(personOptions(threads, { threadId: "1", personId: null }))).toEqual(["Anyone", "Ana", "Ben"]);
  expect(labels(personOptions(threads, { threadId: null, personId: null }))).toEqual(["Anyone"]);
  expect(labels(personOptions(threads, { threadId: null, personId: "p_2_Cem" }))).toEqual(["Anyone", "Cem"]);
});

it("offers a bounded number of threads, the chosen one among them", () => {
  const threads = Array.from({ length: 300 }, (_, at) => thread(`${at}`));
  expect(threadOptions(threads, { threadId: null })).toHaveLength(201);
  expect(labels(threadOptions(threads, { threadId: "299" })).at(-1)).toBe("Title 299");
});
