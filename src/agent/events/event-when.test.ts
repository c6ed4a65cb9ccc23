import { expect, it } from "vitest";

import { makeChat, ZONE, type Line } from "#agent/testing/message-fixtures";
import type { Message } from "#messages/message";

import { proposeEvent, type EventProposal } from "./propose-event.ts";

/** Of the last message. Tuesday 24 November 2026, 10:15 in Berlin. */
async function fromLast(lines: readonly Line[]): Promise<EventProposal> {
  const chat = makeChat(lines);
  const options = { now: "2026-11-24T12:00:00Z", newId: () => "id", zone: ZONE, defaultDurationMinutes: 30 };
  const message = chat.messages.at(-1) as Message;
  return proposeEvent({ thread: chat.thread, message, nearby: chat.messages }, null, options);
}

it("an agreement that repeats the hour alone is on the day it agrees to", async () => {
  const { draft, question } = await fromLast([
    ["Birgit", "Treffen wegen der Garage am Donnerstag um 11 Uhr?"],
    ["Jörg", "11 Uhr passt"],
  ]);
  expect(question).toBeNull();
  expect(draft.start).toBe("2026-11-26T11:00");
  expect(draft.sources.map(({ messageId }) => messageId)).toEqual(["m_1", "m_2"]);
});

it("what is only told of last year has no date to draft", async () => {
  const { draft, question } = await fromLast([["Jo", "Last year's party was on 5 December"]]);
  expect(draft.start).toBe("");
  expect(question?.reason).toBe("no-date");
});

it.each<readonly [string, readonly string[]]>([
  ["Wedding 12 December. Rehearsal Friday 5pm", ["2026-12-12", "2026-12-11T17:00", "2026-11-27T17:00"]],
  ["Hochzeit am 12. Dezember. Probe Freitag 17 Uhr", ["2026-12-12", "2026-12-11T17:00", "2026-11-27T17:00"]],
  ["Fancy the quiz on Sunday? Starts at 8", ["2026-11-29T08:00", "2026-11-29T20:00"]],
  ["Lust auf das Quiz am Sonntag? Geht um 8 los", ["2026-11-29T08:00", "2026-11-29T20:00"]],
])("sentences read one after the other leave open what they do not decide: %s", async (text, choices) => {
  const { draft, question } = await fromLast([["Jo", text]]);
  expect(draft.start).toBe("");
  expect(question?.choices.map(({ start }) => start)).toEqual(choices);
});

it("the hour of a sentence is on the day of the one before it", async () => {
  const { draft, question } = await fromLast([["Jo", "The party is on 5 December. Doors open at 8pm"]]);
  expect(question).toBeNull();
  expect(draft.start).toBe("2026-12-05T20:00");
});
