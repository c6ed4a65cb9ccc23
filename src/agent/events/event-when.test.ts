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
