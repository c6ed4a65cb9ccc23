import { expect, test } from "vitest";

import { findActionItems } from "#agent/summary/action-items";
import { makeThread } from "#agent/testing/world";

import { wordsOfItems, wordsOfSummary } from "./result-words.ts";

test("all that is read of a summary is judged, quotes too, and its title", () => {
  const sentence = { messageIds: ["m"], writtenBy: "model" } as const;
  const sentences = [
    { ...sentence, text: "Mara asks Jo to call." },
    { ...sentence, text: 'Jo: "Fine"', writtenBy: "quote" as const },
  ];
  expect(wordsOfSummary({ title: "Calls", sentences })).toBe('Calls\nMara asks Jo to call.\nJo: "Fine"');
});

test("so is every item and every open end, once", async () => {
  const input = makeThread({
    self: "Mara",
    lines: [
      ["Mara", "Could you book the hall?"],
      ["Mara", "Who has the key?"],
    ],
  });
  const found = await findActionItems(input, null, { zone: "Europe/Berlin" });
  expect(found.openEnds?.length).toBeGreaterThan(0);
  const lines = wordsOfItems(found).split("\n");
  for (const { what } of [...found.items, ...(found.openEnds ?? [])]) expect(lines).toContain(what);
  expect(new Set(lines).size).toBe(lines.length);
  expect(wordsOfItems({ items: [] })).toBe("");
});
