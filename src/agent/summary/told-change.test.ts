import { expect, test } from "vitest";

import { itemsOf } from "#agent/items/thread-items";
import { readMessage } from "#agent/sentences/reading";
import { makeChat } from "#agent/testing/message-fixtures";

import { changesOf, isOutdated, repeatsOld } from "./told-change.ts";

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
  const read = messages.map((message, index) => readMessage(message, index, "en"));
  const changes = changesOf(await itemsOf(read, thread));
  expect(changes).toHaveLength(1);
  expect(repeatsOld({ text, messageIds: ["m_1"] }, changes)).toBe(expected);
});

test("a proposal and its confirmation at one time: what was planned is the only time that is over", async () => {
  const { thread, messages } = makeChat([
    ["Tom", "Call tomorrow at 4pm to go through the list?"],
    ["Jonas", "Can we make it 17:30 instead?"],
    ["Tom", "OK, call moved to tomorrow at 17:30."],
  ]);
  const read = messages.map((message, index) => readMessage(message, index, "en"));
  const [change] = changesOf(await itemsOf(read, thread));
  expect(change?.old.map(({ phrase }) => phrase)).toEqual(["tomorrow at 4pm"]);
  expect(change?.last.read).toBe(read[2]);
  const outdated = read.map((entry) => {
    const sentence = entry.sentences[0]!;
    return isOutdated({ read: entry, sentence: sentence.text, sentenceCues: sentence.cues, score: 1 }, [
      change!,
    ]);
  });
  expect(outdated).toEqual([true, true, true]);
});
