import { describe, expect, it } from "vitest";
import { flatten, readText } from "#messages/fixtures/read-text";

function chat(messages: readonly unknown[], more: object = {}): string {
  return JSON.stringify({ name: "Lake", type: "private_group", id: 77, messages, ...more });
}

const BASE = { id: 5, type: "message", date: "2026-11-24T10:15:00", date_unixtime: "1795511700" };

describe("a Telegram message", () => {
  it("joins its pieces and keeps where links lead", async () => {
    const text = [
      "Pay at ",
      { type: "text_link", text: "bank.example", href: "https://evil.test/x" },
      ", ",
      { type: "mention_name", text: "Ola", user_id: 7 },
    ];
    const parsed = await readText(chat([{ ...BASE, from: "Mara", from_id: "user1", text }]));
    expect(parsed.threads[0]!.messages[0]).toMatchObject({
      text: "Pay at bank.example, Ola",
      links: [{ text: "bank.example", href: "https://evil.test/x", mismatch: true }],
      time: { local: "2026-11-24T10:15:00", zoneFrom: "utc", precision: "s" },
    });
  });

  it("of a deleted account is told by its id", async () => {
    const parsed = await readText(chat([{ ...BASE, from: null, from_id: "user7001", text: "hi" }]));
    expect(flatten(parsed)[0]!.sender).toBe("Deleted account (user7001)");
  });

  it("names its answer, its edit, its reactions and its file", async () => {
    const first = { ...BASE, from: "Mara", from_id: "user1", text: "a" };
    const second = {
      ...first,
      id: 6,
      reply_to_message_id: 5,
      edited: "2026-11-24T10:16:00",
      edited_unixtime: "1795511760",
      file: "(File not included. Change data exporting settings to download.)",
      media_type: "voice_message",
      mime_type: "audio/ogg",
      reactions: [
        { type: "emoji", count: 2, emoji: "👍", recent: [{ from: "Ola", from_id: "user2", date: "x" }] },
      ],
    };
    const { thread, messages } = (await readText(chat([first, second]))).threads[0]!;
    expect(messages[1]).toMatchObject({
      kind: "media",
      replyTo: messages[0]!.id,
      editedAt: "2026-11-24T09:16:00.000Z",
      flags: ["edited"],
      attachments: [{ name: "voice_message", mime: "audio/ogg", state: "omitted" }],
      reactions: [{ emoji: "👍", by: [thread.people.find(({ name }) => name === "Ola")!.id] }],
    });
  });

  it("of the service is a call or a sentence", async () => {
    const call = { ...BASE, type: "service", actor: "Mara", actor_id: "user1", action: "phone_call" };
    const pin = { ...BASE, id: 6, type: "service", actor: "Mara", actor_id: "user1", action: "pin_message" };
    const parsed = await readText(chat([{ ...call, duration_seconds: 65, discard_reason: "hangup" }, pin]));
    expect(flatten(parsed)).toMatchObject([
      { kind: "call", sender: "Mara", text: "Phone call, 65 s, hangup" },
      { kind: "system", sender: null, text: "Mara: pin message" },
    ]);
  });
});

describe("a Telegram export", () => {
  it("of an account says who the person is, and which chats are which", async () => {
    const one = {
      name: "Mara",
      type: "personal_chat",
      id: 1,
      messages: [{ ...BASE, from: "Mara", from_id: "user1", text: "a" }],
    };
    const two = {
      type: "saved_messages",
      id: 2,
      messages: [{ ...BASE, from: "Me Myself", from_id: "user9", text: "b" }],
    };
    const left = {
      name: "Old",
      type: "public_channel",
      id: 3,
      messages: [{ ...BASE, from: "Old", from_id: "channel3", text: "c" }],
    };
    const parsed = await readText(
      JSON.stringify({
        about: "x",
        personal_information: { user_id: 9 },
        chats: { about: "", list: [one, two] },
        left_chats: { about: "", list: [left] },
      }),
    );
    expect(parsed.threads.map(({ thread }) => [thread.title, thread.kind])).toEqual([
      ["Mara", "dm"],
      ["Saved messages", "dm"],
      ["Old", "channel"],
    ]);
    expect(parsed.threads[1]!.thread.people[0]!.isSelf).toBe(true);
  });

  it("keeps on after bad records and reports them", async () => {
    const good = { ...BASE, from: "Mara", from_id: "user1", text: "ok" };
    const parsed = await readText(
      chat([
        "x",
        { type: "message" },
        { ...good, date: "2026-02-31T99:00:00", date_unixtime: "x" },
        good,
        null,
      ]),
    );
    expect(flatten(parsed).map(({ text }) => text)).toEqual(["ok"]);
    expect(parsed.issues.map(({ code, line }) => [code, line])).toEqual([
      ["unreadable-record", 1],
      ["unreadable-record", 2],
      ["unreadable-record", 3],
      ["unreadable-record", 5],
    ]);
  });

  it("that stops in the middle says so", async () => {
    const text = chat([{ ...BASE, from: "Mara", from_id: "user1", text: "ok" }]);
    const parsed = await readText(text.slice(0, -5));
    expect(parsed.issues).toEqual([{ code: "file-incomplete" }]);
    expect(flatten(parsed)).toHaveLength(0);
  });

  it("with keys of the prototype is data like any other", async () => {
    const parsed = await readText(
      chat([{ ...BASE, from: "__proto__", from_id: "constructor", text: "toString" }]),
    );
    expect(flatten(parsed)).toMatchObject([{ sender: "__proto__", text: "toString" }]);
  });
});
