import { expect, test } from "vitest";

import { readMessage } from "./reading.ts";
import { makeChat } from "./testing/message-fixtures.ts";
import { findChanges, repeatsOld } from "./told-change.ts";

test.each<readonly [string, boolean]>([
  ["The fair is on Saturday at 3pm.", true],
  ["The fair opens Saturday, 3 pm.", true],
  ["Tickets are at Mia's.", false],
  ["The fair is on Saturday.", false],
])("a sentence that repeats the time before a move: %s", async (text, expected) => {
  const { thread, messages } = makeChat([
    ["Ann", "The fair is on Saturday at 3pm. Tickets are at Mia's."],
    ["Bob", "Change of plan: the fair opens at 5pm"],
  ]);
  const changes = await findChanges(
    messages.map((message, index) => readMessage(message, index, "en")),
    thread,
  );
  expect(changes).toHaveLength(1);
  expect(repeatsOld({ text, messageIds: ["m_1"] }, changes)).toBe(expected);
});
