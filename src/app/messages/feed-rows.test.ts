import { expect, test } from "vitest";
import type { Message, MessageKind } from "#messages/message";
import { CHUNK_SIZE, chunkOf, feedChunks } from "./feed-rows.ts";

function message(
  n: number,
  local: string | null,
  senderId: string | null,
  kind: MessageKind = "text",
): Message {
  return {
    id: `m_${n}`,
    threadId: "t",
    seq: n,
    senderId,
    time: local === null ? null : { epochMs: 0, local, zone: "UTC", zoneFrom: "device", precision: "min" },
    kind,
    text: "hello",
    attachments: [],
    flags: [],
    batchId: "i",
  };
}

test("a day label stands where the date changes, and only there", () => {
  const [chunk] = feedChunks([
    message(1, "2026-11-24T10:00:00", "p_a"),
    message(2, "2026-11-24T23:59:00", "p_b"),
    message(3, "2026-11-25T00:00:00", "p_b"),
  ]);
  expect(chunk?.rows.map((row) => row.day)).toEqual(["Tue 24 Nov 2026", null, "Wed 25 Nov 2026"]);
});

test("a name is repeated after another sender, a system line or a new day", () => {
  const [chunk] = feedChunks([
    message(1, "2026-11-24T10:00:00", "p_a"),
    message(2, "2026-11-24T10:01:00", "p_a"),
    message(3, "2026-11-24T10:02:00", null, "system"),
    message(4, "2026-11-24T10:03:00", "p_a"),
    message(5, "2026-11-25T10:03:00", "p_a"),
    message(6, "2026-11-25T10:04:00", "p_b"),
  ]);
  expect(chunk?.rows.map((row) => row.continues)).toEqual([false, true, false, false, false, false]);
});

test("undated messages have no day label", () => {
  const [chunk] = feedChunks([message(1, null, "p_a"), message(2, null, "p_a")]);
  expect(chunk?.rows.map((row) => [row.day, row.continues])).toEqual([
    [null, false],
    [null, true],
  ]);
});

test("chunks cover every message once, in order, and name the one that holds an id", () => {
  const messages = Array.from({ length: CHUNK_SIZE * 2 + 1 }, (_, n) => message(n, null, "p_a"));
  const chunks = feedChunks(messages);
  expect(chunks.map((chunk) => chunk.rows.length)).toEqual([CHUNK_SIZE, CHUNK_SIZE, 1]);
  expect(chunks.flatMap((chunk) => chunk.rows.map((row) => row.index))).toEqual(messages.map((_, n) => n));
  expect(chunkOf(chunks, `m_${CHUNK_SIZE}`)).toBe(1);
  expect(chunkOf(chunks, "m_none")).toBe(-1);
});

test("nothing gives no chunks", () => {
  expect(feedChunks([])).toEqual([]);
});
