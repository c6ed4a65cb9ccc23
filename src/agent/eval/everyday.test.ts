import { expect, it } from "vitest";

import { everydayChats } from "./everyday.ts";
import { checksOf } from "./everyday-part.ts";

it.each(everydayChats(4))("$id", async (made) => {
  const misses = (await checksOf(made)).filter(({ ok }) => !ok);
  expect(misses.map(({ metric, name }) => `${metric}: ${name}`)).toEqual([]);
});

const texts = (seed: number): string[] =>
  everydayChats(seed).map(({ chat }) => chat.messages.map(({ text }) => text).join("\n"));

it("chats of one seed are the same each time, and of another seed others", () => {
  expect(texts(1)).toEqual(texts(1));
  expect(texts(1)).not.toEqual(texts(2));
});
