import { expect, it } from "vitest";
import { flatten, readText } from "#messages/fixtures/read-text";
import { snowflake } from "#messages/testing/discord";

const AT = Date.parse("2026-11-24T09:15:00Z");
const MARA = { id: "800000000000000001", name: "mara", nickname: "Mara", isBot: false };

function message(at: number, more: object = {}): object {
  return {
    id: snowflake(AT + at * 1000, at),
    type: "Default",
    timestamp: "2026-11-24T10:15:00+01:00",
    content: `m${at}`,
    author: MARA,
    ...more,
  };
}

function channel(messages: readonly unknown[], end: object = { messageCount: messages.length }): string {
  return JSON.stringify({
    guild: { id: "0", name: "Direct Messages" },
    channel: { id: "5", type: "DirectTextChat", name: "Mara" },
    messages,
    ...end,
  });
}

it("reads direct messages with answers, files, edits and programs", async () => {
  const parsed = await readText(
    channel([
      message(1),
      message(2, {
        type: "Reply",
        reference: { messageId: snowflake(AT + 1000, 1) },
        timestampEdited: "2026-11-24T10:16:00+01:00",
        content: "",
        author: { ...MARA, isBot: true },
        attachments: [{ url: "https://cdn.test/a.png?ex=1", fileName: "a.png" }],
        reactions: [{ emoji: { name: "👍" }, count: 1, users: [{ id: "800000000000000002", name: "ola" }] }],
      }),
      message(3, { type: "ChannelPinnedMessage", content: "Pinned a message." }),
      message(4, { content: "", embeds: [{ title: "Title", description: "Body" }] }),
      message(5, { content: "", forwardedMessage: { content: "passed on" } }),
    ]),
  );
  const { thread, messages } = parsed.threads[0]!;
  expect(thread).toMatchObject({ title: "Mara", kind: "dm", source: "discord" });
  expect(flatten(parsed).map(({ sender, text, kind }) => [sender, text, kind])).toEqual([
    ["Mara", "m1", "text"],
    ["Mara", "", "media"],
    [null, "mara: Pinned a message.", "system"],
    ["Mara", "Title\nBody", "text"],
    ["Mara", "passed on", "text"],
  ]);
  expect(messages[1]).toMatchObject({
    replyTo: messages[0]!.id,
    editedAt: "2026-11-24T09:16:00.000Z",
    flags: ["bot", "edited"],
    attachments: [{ name: "a.png", state: "remote" }],
    reactions: [{ emoji: "👍", by: [thread.people.find(({ name }) => name === "ola")!.id] }],
    time: { zoneFrom: "file-offset" },
  });
  expect(messages[4]!.forwardedFrom).toBe("Discord");
  expect(parsed.issues).toEqual([]);
});

it("decodes raw markup, with instants as times of the person's zone", async () => {
  const content = "<@800000000000000009> <@!1> <:ok:123456789012345678> at <t:1795511700:F>";
  const mentions = [{ id: "800000000000000009", name: "ola" }];
  const parsed = await readText(channel([message(1, { content, mentions })]));
  expect(flatten(parsed)[0]!.text).toBe("@ola <@!1> :ok: at 2026-11-24 10:15");
});

it("marks a message whose id tells another time", async () => {
  const parsed = await readText(
    channel([message(1), message(2, { timestamp: "2026-11-24T10:25:00+01:00" })]),
  );
  expect(parsed.threads[0]!.messages.map(({ time }) => time!.suspicious)).toEqual([undefined, "mismatch"]);
  expect(parsed.issues).toEqual([{ code: "time-mismatch", line: 2, sample: "m2" }]);
});

it("without its count is incomplete, though it is JSON", async () => {
  const parsed = await readText(channel([message(1)], {}));
  expect(flatten(parsed)).toHaveLength(1);
  expect(parsed.issues).toEqual([{ code: "file-incomplete" }]);
});

it("skips what is no message", async () => {
  const parsed = await readText(
    channel([message(1), { id: "x" }, 3, message(4, { timestamp: "2026-11-24T10:15:00" })]),
  );
  expect(flatten(parsed)).toHaveLength(1);
  expect(parsed.issues.map(({ code, line }) => [code, line])).toEqual([
    ["unreadable-record", 2],
    ["unreadable-record", 3],
    ["unreadable-record", 4],
  ]);
});
