import { DEFAULT_DAY_PARTS } from "#calendar/resolution";
import { expect, test } from "vitest";
import { dueOf } from "./due.ts";
import { makeChat, ZONE } from "./testing/message-fixtures.ts";

test.each([
  ["320 split by four is 80 each, I'll transfer today", "today"],
  ["I can't make Friday, let's do Monday", "Monday"],
  ["you asked yesterday, I'll send it tomorrow", "tomorrow"],
  ["Dinner tomorrow at 8, tell me by Wednesday noon", "by Wednesday noon"],
  // equally sure: the first
  ["I'll book tomorrow and pay on Friday", "tomorrow"],
  // nothing sure: the first
  ["Dinner tomorrow at 8?", "tomorrow at 8"],
  ["that was yesterday", "yesterday"],
  ["no date here", null],
])("the due phrase of: %s", (sentence, expected) => {
  const [message] = makeChat([["Ana", sentence]]).messages;
  if (message === undefined) throw new Error("no message");
  expect(dueOf(sentence, message, "en", { zone: ZONE, dayParts: DEFAULT_DAY_PARTS }).duePhrase).toBe(
    expected,
  );
});
