import { expect, it } from "vitest";
import type { Message } from "#messages/message";
import { OutlineBuilder } from "#storage/thread-outline";
import { dayStarts, feedRows } from "./feed-rows.ts";

function message(
  seq: number,
  senderId: string | null,
  local: string | null,
  more: Partial<Message> = {},
): Message {
  return {
    id: `m_${seq}`,
    threadId: "t_1",
    seq,
    senderId,
    time: local === null ? null : { epochMs: 0, local, zone: "UTC", zoneFrom: "utc", precision: "min" },
    kind: "text",
    text: "hello",
    attachments: [],
    flags: [],
    batchId: "i_1",
    ...more,
  };
}

const outlineOf = (messages: readonly Message[]) => {
  const builder = new OutlineBuilder();
  for (const one of messages) builder.add(one);
  return builder.finish();
};

it("labels the first message of each day and repeats no name on the same day", () => {
  const messages = [
    message(0, "a", "2026-11-24T10:00:00"),
    message(1, "a", "2026-11-24T10:01:00"),
    message(2, null, "2026-11-24T10:02:00", { kind: "system" }),
    message(3, "a", "2026-11-24T10:03:00"),
    message(4, "a", "2026-11-25T10:00:00"),
    message(5, "b", null),
  ];
  const outline = outlineOf(messages);
  const rows = feedRows(messages, outline.pages[0]!, 0, dayStarts(outline));
  expect(rows.map(({ day }) => day)).toEqual(["Tue 24 Nov 2026", null, null, null, "Wed 25 Nov 2026", null]);
  expect(rows.map(({ continues }) => continues)).toEqual([false, true, false, false, false, false]);
});

it("a page goes on where the one before ended", () => {
  const messages = Array.from({ length: 90 }, (_, at) => message(at, "a", "2026-11-24T10:00:00"));
  const outline = outlineOf(messages);
  const second = feedRows(messages.slice(40, 80), outline.pages[1]!, 40, dayStarts(outline));
  expect(second[0]).toMatchObject({ index: 40, day: null, continues: true });
  const first = feedRows(messages.slice(0, 40), outline.pages[0]!, 0, dayStarts(outline));
  expect(first[0]).toMatchObject({ index: 0, day: "Tue 24 Nov 2026", continues: false });
});
