import { describe, expect, it } from "vitest";
import { flatten, OPTIONS, readText } from "#messages/fixtures/read-text";
import { readImport } from "#messages/read-in-memory";
import { makeZip } from "#messages/testing/zip";
import { repairMojibake } from "./mojibake.ts";

describe("repairMojibake", () => {
  it.each([
    ["Rados\u00c5\u0082aw", "Radosław"],
    ["caf\u00e9", "café"],
    ["\u00f0\u009f\u0091\u008d", "👍"],
    ["plain", "plain"],
    ["naïve Ötzi", "naïve Ötzi"],
    ["already 👍 fine \u00c5\u0082", "already 👍 fine \u00c5\u0082"],
    ["", ""],
  ])("%j", (raw, text) => {
    expect(repairMojibake(raw)).toBe(text);
  });
});

const AT = 1_795_511_700_000;

function conversation(messages: readonly object[]): string {
  return JSON.stringify({
    participants: [{ name: "Ana" }, { name: "J\u00c3\u00b6rg" }],
    messages,
    title: "J\u00c3\u00b6rg",
    thread_path: "inbox/joerg_9",
  });
}

it("reads media, calls, shares, reactions and taken back messages", async () => {
  const parsed = await readText(
    conversation([
      { sender_name: "Ana", timestamp_ms: AT + 5000, is_unsent: true },
      {
        sender_name: "J\u00c3\u00b6rg",
        timestamp_ms: AT + 4000,
        content: "Ana left the group.",
        type: "Unsubscribe",
      },
      { sender_name: "Ana", timestamp_ms: AT + 3000, call_duration: 61 },
      { sender_name: "Ana", timestamp_ms: AT + 2000, content: "look", share: { link: "https://ex.test/a" } },
      {
        sender_name: "Ana",
        timestamp_ms: AT + 1000,
        photos: [{ uri: "x/photos/1.jpg" }],
        reactions: [{ reaction: "\u00e2\u009d\u00a4", actor: "J\u00c3\u00b6rg" }],
      },
      { sender_name: "J\u00c3\u00b6rg", timestamp_ms: AT, content: "hi" },
    ]),
  );
  const { thread, messages } = parsed.threads[0]!;
  expect(thread).toMatchObject({ title: "Jörg", kind: "dm", source: "meta" });
  expect(flatten(parsed).map(({ sender, text, kind }) => [sender, text, kind])).toEqual([
    ["Jörg", "hi", "text"],
    ["Ana", "", "media"],
    ["Ana", "look\nhttps://ex.test/a", "text"],
    ["Ana", "Call, 61 s", "call"],
    [null, "Ana left the group.", "system"],
    ["Ana", "", "deleted"],
  ]);
  expect(messages[1]).toMatchObject({
    attachments: [{ name: "1.jpg", mime: "image/jpeg", state: "included" }],
    reactions: [{ emoji: "❤", by: [messages[0]!.senderId] }],
  });
});

function say(at: number): string {
  return conversation([
    { sender_name: "Ana", timestamp_ms: AT + at, content: `${at}b` },
    { sender_name: "Ana", timestamp_ms: AT + at, content: `${at}a` },
  ]);
}

it("puts numbered files in order, and keeps conversations apart", async () => {
  const inbox = "your_instagram_activity/messages/inbox";
  const zip = await makeZip({
    [`${inbox}/joerg_9/message_10.json`]: say(0),
    [`${inbox}/joerg_9/message_2.json`]: say(1),
    [`${inbox}/joerg_9/message_1.json`]: say(2),
    [`${inbox}/other_1/message_1.json`]: say(3),
  });
  const { threads } = await readImport(zip, "instagram.zip", OPTIONS);
  expect(threads.map(({ messages }) => messages.map(({ text }) => text))).toEqual([
    ["0a", "0b", "1a", "1b", "2a", "2b"],
    ["3a", "3b"],
  ]);
  expect(threads[0]!.thread.id).not.toBe(threads[1]!.thread.id);
});
