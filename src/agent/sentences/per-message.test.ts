import { beforeEach, expect, test, vi } from "vitest";

import { findActionItems } from "#agent/summary/action-items";
import { makeChat, ZONE, type Line } from "#agent/testing/message-fixtures";
import { findDatePhrases } from "#calendar/find-phrases";
import { DEFAULT_DAY_PARTS } from "#calendar/resolution";
import type { Message } from "#messages/message";

import { dueOf } from "./due.ts";
import { perMessage } from "./per-message.ts";

vi.mock(import("#calendar/find-phrases"), async (original) => {
  const actual = await original();
  return { ...actual, findDatePhrases: vi.fn(actual.findDatePhrases) };
});
const parses = vi.mocked(findDatePhrases);
beforeEach(() => {
  parses.mockClear();
});

const settings = { zone: ZONE, dayParts: DEFAULT_DAY_PARTS };
const messageOf = (text: string): Message => {
  const [message] = makeChat([["Ana", text]]).messages;
  if (message === undefined) throw new Error("no message");
  return message;
};

test("the same words of a message are read once, other words, languages and zones for themselves", () => {
  const work = vi.fn((text: string) => [text]);
  const read = perMessage(work);
  const [one, other] = [messageOf("Friday"), messageOf("Friday")];
  expect(read("Friday", one, "en", settings)).toBe(read("Friday", one, "en", { ...settings }));
  expect(work).toHaveBeenCalledTimes(1);
  read("Friday", other, "en", settings);
  read("Monday", one, "en", settings);
  read("Friday", one, "de", settings);
  read("Friday", one, "en", { ...settings, zone: "Asia/Tokyo" });
  read("Friday", one, "en", { ...settings, dayParts: { ...DEFAULT_DAY_PARTS } });
  expect(work).toHaveBeenCalledTimes(6);
});

test("what is kept of one message has a limit", () => {
  const work = vi.fn((text: string) => [text]);
  const read = perMessage(work);
  const message = messageOf("x");
  for (let index = 0; index < 150; index += 1) read(`${index}`, message, "en", settings);
  read("0", message, "en", settings);
  expect(work).toHaveBeenCalledTimes(151);
});

test("a sentence full of dates is read a limited number of times", () => {
  const text = `Dinner now ${"at 9, ".repeat(90)}`;
  dueOf(text, messageOf(text), "en", settings);
  expect(parses.mock.calls.length).toBeLessThan(50);
});

const parsesOf = async (lines: readonly Line[]): Promise<number> => {
  parses.mockClear();
  await findActionItems(makeChat(lines), null, { zone: ZONE });
  return parses.mock.calls.length;
};

test("reports of what is done are not read again for each task before them", async () => {
  const tasks = Array.from({ length: 40 }, (_, index) => `Can you buy milk ${index} by Friday at 9?`).join(
    "\n",
  );
  const reports = Array.from({ length: 40 }, () => "I bought milk on Friday at 9").join("\n");
  const together = await parsesOf([
    ["Ann", tasks],
    ["Bob", reports],
  ]);
  const apart = (await parsesOf([["Ann", tasks]])) + (await parsesOf([["Bob", reports]]));
  expect(together).toBeGreaterThan(0);
  expect(together).toBeLessThan(2 * apart + 100);
});
