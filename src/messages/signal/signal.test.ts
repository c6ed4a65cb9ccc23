import { describe, expect, it } from "vitest";
import { flatten, OPTIONS, readText } from "#messages/fixtures/read-text";
import { TRUTH } from "#messages/fixtures/truth";
import { readImport } from "#messages/read-in-memory";
import { SIGNAL_CANARY, SIGNAL_VARIANTS } from "#messages/testing/signal";

function frames(values: readonly unknown[]): string {
  return values.map((value) => JSON.stringify(value)).join("\n");
}

const PEOPLE = [
  { recipient: { id: "1", self: {} } },
  {
    recipient: {
      id: "3",
      contact: {
        systemGivenName: "Aya",
        systemFamilyName: "S",
        profileGivenName: "ay",
        e164: "4915112345678",
      },
    },
  },
  { chat: { id: "9", recipientId: "3" } },
];
const AT = 1_795_511_700_123;

function item(authorId: string, dateSent: number, more: object): object {
  return { chatItem: { chatId: "9", authorId, dateSent: String(dateSent), ...more } };
}

function say(body: string): object {
  return { standardMessage: { text: { body } } };
}

const exported = (work: string, family: string, ana: string, ben: string) =>
  frames([
    { recipient: { id: ana, contact: { aci: "YW5h", profileGivenName: "Ana" } } },
    { recipient: { id: ben, contact: { profileGivenName: "Ben" } } },
    { recipient: { id: work, group: { snapshot: { title: { title: "Work" } } } } },
    { recipient: { id: family, group: { snapshot: { title: { title: "Family" } } } } },
    { chat: { id: work, recipientId: work } },
    { chat: { id: family, recipientId: family } },
    ...[work, family].flatMap((chatId, at) =>
      [ana, ben].map((authorId) => ({
        chatItem: {
          chatId,
          authorId,
          dateSent: String(AT + at),
          standardMessage: {
            text: { body: `${at}` },
            quote: { targetSentTimestamp: String(AT), authorId: ana },
          },
        },
      })),
    ),
  ]);

describe("a Signal Desktop export", () => {
  it.each(SIGNAL_VARIANTS.filter(({ name }) => name.includes("desktop")))(
    "$name never gives away a secret",
    async (variant) => {
      const file = await variant.write(TRUTH);
      expect(variant.fileName.endsWith("zip") || (await file.text()).includes(SIGNAL_CANARY)).toBe(true);
      const parsed = await readImport(file, variant.fileName, OPTIONS);
      expect(JSON.stringify(parsed)).not.toContain(SIGNAL_CANARY);
    },
  );

  it("knows chats and people of another export, whatever their numbers are there", async () => {
    const [first, second] = await Promise.all([
      readText(exported("5", "6", "7", "8"), {}, "main.jsonl"),
      readText(exported("6", "5", "8", "7"), {}, "main.jsonl"),
    ]);
    const { batchIds: _, ...work } = first.threads[0]!.thread;
    expect(work.title).toBe("Work");
    expect(second.threads[0]!.thread).toMatchObject(work);
    const bare = (parsed: typeof first) =>
      parsed.threads.flatMap(({ messages }) => messages.map(({ batchId: _batch, ...message }) => message));
    expect(bare(second)).toEqual(bare(first));
  });

  it("keeps two groups of one name apart", async () => {
    const text = exported("5", "6", "7", "8").replaceAll("Family", "Work");
    const { threads } = await readText(text, {}, "main.jsonl");
    expect(new Set(threads.map(({ thread }) => thread.id)).size).toBe(2);
  });

  it("gives no sample of a damaged line: it may be the account's", async () => {
    const good = frames([...PEOPLE, item("3", AT, say("ok"))]);
    const parsed = await readText(`${good}\n{"acc${SIGNAL_CANARY}`, {}, "main.jsonl");
    expect(parsed.issues.map(({ code }) => code)).toEqual(["unreadable-record", "file-incomplete"]);
    expect(JSON.stringify(parsed)).not.toContain(SIGNAL_CANARY);
  });

  it("has quotations, reactions, files, calls, edits and deleted messages", async () => {
    const parsed = await readText(
      frames([
        ...PEOPLE,
        item("3", AT, say("plan?")),
        item("1", AT + 1000, {
          standardMessage: {
            text: { body: "yes" },
            quote: { targetSentTimestamp: String(AT), authorId: "3", text: { body: "plan?" } },
            reactions: [{ emoji: "👍", authorId: "3", sentTimestamp: "1" }],
          },
        }),
        item("3", AT + 2000, {
          standardMessage: {
            attachments: [
              { pointer: { fileName: "a.pdf", contentType: "application/pdf", key: SIGNAL_CANARY } },
            ],
          },
        }),
        item("3", AT + 3000, { updateMessage: { individualCall: { type: "AUDIO_CALL" } } }),
        item("3", AT + 4000, { updateMessage: { simpleUpdate: { type: "IDENTITY_UPDATE" } } }),
        item("3", AT + 5000, { remoteDeletedMessage: {} }),
        item("3", AT + 9000, {
          ...say("new"),
          revisions: [item("3", AT + 6000, say("old"))].map(
            (frame) => (frame as { chatItem: object }).chatItem,
          ),
        }),
      ]),
    );
    const { thread, messages } = parsed.threads[0]!;
    expect(thread).toMatchObject({ title: "Aya S", kind: "dm", source: "signal" });
    expect(flatten(parsed).map(({ sender, text, kind }) => [sender, text, kind])).toEqual([
      ["Aya S", "plan?", "text"],
      ["Me", "yes", "text"],
      ["Aya S", "", "media"],
      ["Aya S", "Individual call", "call"],
      [null, "Simple update", "system"],
      ["Aya S", "", "deleted"],
      ["Aya S", "new", "text"],
    ]);
    expect(messages[1]).toMatchObject({
      quoted: "plan?",
      replyTo: messages[0]!.id,
      reactions: [{ emoji: "👍", by: [messages[0]!.senderId] }],
    });
    expect(messages[6]).toMatchObject({
      flags: ["edited"],
      editedAt: new Date(AT + 9000).toISOString(),
      time: { epochMs: AT + 6000 },
    });
    expect(JSON.stringify(parsed)).not.toContain(SIGNAL_CANARY);
  });
});

describe("a chat of signal-export", () => {
  const MARKDOWN = `[2026-11-24 10:15:00] Me: first

> they said
answer
(- Aya: 👍, Ben: ❤ -)
[2026-11-24 10:16:00] Aya: ![a.jpg](./media/a.jpg)
[2026-11-24 10:17:00] Aya: (media not exported)
[2026-13-24 10:17:00] Aya: no such month
`;

  it("as text has quotations, reactions and files", async () => {
    const parsed = await readText(MARKDOWN, {}, "Aya.md");
    const { thread, messages } = parsed.threads[0]!;
    expect(thread).toMatchObject({ title: "Aya", source: "signal" });
    expect(flatten(parsed).map(({ sender, text, kind }) => [sender, text, kind])).toEqual([
      ["Me", "first\n\nanswer", "text"],
      ["Aya", "", "media"],
      ["Aya", "", "media"],
    ]);
    expect(messages[0]!.quoted).toBe("they said");
    expect(messages[0]!.reactions!.map(({ emoji }) => emoji)).toEqual(["👍", "❤"]);
    expect(
      messages.flatMap(({ attachments }) => attachments.map(({ name, state }) => [name, state])),
    ).toEqual([
      ["a.jpg", "included"],
      ["media", "omitted"],
    ]);
    expect(parsed.issues).toMatchObject([{ code: "unreadable-record" }]);
  });

  it("in the same shape by WhatsApp stays WhatsApp's", async () => {
    const text = "[2026-11-24 10:15:00] Zoé: a\n[2026-11-24 10:16:00] Léa: b\n[2026-11-24 10:17:00] Zoé: c\n";
    expect((await readText(text, {}, "_chat.txt")).source).toBe("whatsapp");
  });

  it("as data has calls, missing files and deleted messages", async () => {
    const base = { quote: "> old", sticker: "", reactions: [["Aya", "👍"]], attachments: [] };
    const text = [
      { ...base, date: "2026-11-24 10:15:00", sender: "Aya", body: "hi " },
      { ...base, date: "2026-11-24T10:16:00.120", sender: "Aya", body: "", call: true, missed: true },
      {
        ...base,
        date: "2026-11-24T10:17:00",
        sender: "Me",
        body: "",
        attachments: [{ name: "x.jpg", path: "p", missing_kind: "gone" }],
      },
      { ...base, date: "2026-11-24T10:18:00", sender: "Me", body: "", deleted: true },
      { date: "yesterday", sender: "Me", body: "x" },
    ];
    const parsed = await readText(`${frames(text)}\n{"date"`, {}, "data.json");
    expect(flatten(parsed)).toEqual([
      { sender: "Aya", time: "2026-11-24T10:15:00", text: "hi", kind: "text" },
      { sender: "Aya", time: "2026-11-24T10:16:00", text: "Missed call", kind: "call" },
      { sender: "Me", time: "2026-11-24T10:17:00", text: "", kind: "media" },
      { sender: "Me", time: "2026-11-24T10:18:00", text: "", kind: "deleted" },
    ]);
    expect(parsed.threads[0]!.messages[0]!.quoted).toBe("old");
    expect(parsed.issues.map(({ line }) => line)).toEqual([5, 6]);
  });
});
