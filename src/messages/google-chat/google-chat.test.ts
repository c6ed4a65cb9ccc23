import { expect, it } from "vitest";
import { flatten, OPTIONS, readText } from "#messages/fixtures/read-text";
import { readImport } from "#messages/read-in-memory";
import { makeZip } from "#messages/testing/zip";

const MARA = { name: "Mara", email: "mara@example.test", user_type: "Human" };
const OLA = { name: "Ola", email: "ola@example.test", user_type: "Human" };

function message(number: number, more: object): object {
  return {
    creator: MARA,
    created_date: `Tuesday, November 24, 2026 at 9:15:0${number} AM UTC`,
    topic_id: "t1",
    message_id: `AAAA/t1/${number}`,
    ...more,
  };
}

it("reads a direct conversation with its people, topics, files and deleted messages", async () => {
  const folder = "Takeout/Google Chat/Groups/DM AAAA";
  const messages = [
    message(1, { text: "plan?" }),
    message(2, {
      text: "yes",
      creator: { ...OLA, user_type: "Bot" },
      updated_date: "Tuesday, November 24, 2026 at 12:00:00 PM UTC",
    }),
    message(3, { attached_files: [{ original_name: "plan.pdf", export_name: "File-plan.pdf" }] }),
    message(4, {
      text: "ok",
      reactions: [{ emoji: { unicode: "👍" }, reactor_emails: ["ola@example.test"] }],
    }),
    message(5, {}),
  ];
  const zip = await makeZip({
    [`${folder}/group_info.json`]: JSON.stringify({ members: [MARA, OLA] }),
    [`${folder}/messages.json`]: JSON.stringify({ messages }),
  });
  const parsed = await readImport(zip, "takeout.zip", OPTIONS);
  const { thread, messages: read } = parsed.threads[0]!;
  expect(thread).toMatchObject({ title: "Mara, Ola", kind: "dm" });
  expect(flatten(parsed).map(({ sender, text, kind }) => [sender, text, kind])).toEqual([
    ["Mara", "plan?", "text"],
    ["Ola", "yes", "text"],
    ["Mara", "", "media"],
    ["Mara", "ok", "text"],
    ["Mara", "", "deleted"],
  ]);
  expect(read[1]).toMatchObject({
    replyTo: read[0]!.id,
    flags: ["bot", "edited"],
    editedAt: "2026-11-24T12:00:00.000Z",
  });
  expect(read[3]!.reactions).toEqual([{ emoji: "👍", by: [read[1]!.senderId] }]);
});

it.each([
  ["Tuesday, November 24, 2026 at 12:00:00 AM UTC", "2026-11-24T01:00:00"],
  ["Tuesday, November 24, 2026 at 12:30:00\u202fPM UTC", "2026-11-24T13:30:00"],
  ["Tuesday, November 31, 2026 at 9:00:00 AM UTC", null],
  ["Tuesday, Novembre 24, 2026 at 9:00:00 AM UTC", null],
  ["24 November 2026 at 9:00:00 UTC", null],
])("dates: %s", async (created_date, local) => {
  const parsed = await readText(
    JSON.stringify({ messages: [message(1, { text: "x", created_date }), message(2, { text: "y" })] }),
  );
  expect(flatten(parsed).find(({ text }) => text === "x")?.time ?? null).toBe(local);
  expect(parsed.issues).toHaveLength(local === null ? 1 : 0);
});

const id = (name: string) => ({ gaia_id: name, chat_id: name });

it("tells what happened in a Hangouts conversation without words", async () => {
  const event = (at: number, more: object) => ({
    sender_id: id("1"),
    timestamp: `${1_795_511_700_000 + at}000`,
    event_id: `e${at}`,
    ...more,
  });
  const picture = {
    embed_item: { type: ["PLUS_PHOTO"], plus_photo: { url: "https://x.test/a?key=secret" } },
  };
  const link = { type: "LINK", text: "plan", link_data: { link_target: "https://x.test/plan" } };
  const events = [
    event(1, { conversation_rename: { new_name: "Lake", old_name: "" } }),
    event(2, { membership_change: { type: "JOIN", participant_id: [id("2")] } }),
    event(3, { chat_message: { message_content: { attachment: [picture] } } }),
    event(4, { chat_message: { message_content: { segment: [{ type: "TEXT", text: "see " }, link] } } }),
    event(5, { hangout_event: { event_type: "START_HANGOUT" } }),
    { sender_id: id("1"), timestamp: "soon" },
  ];
  const conversation = {
    id: { id: "Ug1" },
    type: "STICKY_ONE_TO_ONE",
    participant_data: [
      { id: id("1"), fallback_name: "Mara" },
      { id: id("2"), phone_number: { e164: "+4915112345" } },
    ],
  };
  const parsed = await readText(
    JSON.stringify({ conversations: [{ conversation: { conversation }, events }] }),
  );
  const { thread, messages } = parsed.threads[0]!;
  expect(thread).toMatchObject({ kind: "dm", source: "google-chat", title: "Mara, +4915112345" });
  expect(flatten(parsed).map(({ sender, text, kind }) => [sender, text, kind])).toEqual([
    [null, "Renamed to “Lake”", "system"],
    [null, "+4915112345 joined", "system"],
    ["Mara", "", "media"],
    ["Mara", "see plan", "text"],
    [null, "Video call", "call"],
  ]);
  expect(messages[3]!.links).toEqual([{ text: "plan", href: "https://x.test/plan", mismatch: false }]);
  expect(parsed.issues).toMatchObject([{ code: "unreadable-record", line: 6 }]);
  expect(JSON.stringify(parsed)).not.toContain("secret");
});
