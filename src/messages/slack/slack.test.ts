import { describe, expect, it } from "vitest";
import { flatten, OPTIONS, readText } from "#messages/fixtures/read-text";
import { readImport } from "#messages/read-in-memory";
import { makeZip } from "#messages/testing/zip";
import { decodeMrkdwn } from "./mrkdwn.ts";

const NAMES = {
  user: (id: string) => (id === "U02WXYZ" ? "Ola" : null),
  channel: (id: string) => (id === "C01" ? "ops" : null),
  time: (seconds: number) => `at ${seconds}`,
};

describe("decodeMrkdwn", () => {
  it.each([
    ["<@U02WXYZ> ship it", "@Ola ship it"],
    ["<@W9>", "@W9"],
    ["<@U9|jo>", "@jo"],
    ["<#C01|ops> <#C01> <#C9>", "#ops #ops #C9"],
    ["<!here> <!channel>", "@here @channel"],
    ["<!subteam^S1|@grp> <!subteam^S2>", "@grp @S2"],
    ["<!date^1795511700^{date} at {time}|24 Nov>", "at 1795511700"],
    ["&amp;lt; &lt;b&gt; &amp;", "&lt; <b> &"],
    ["<https://ex.test/?a=1&amp;b=2>", "https://ex.test/?a=1&b=2"],
    ["<mailto:a@ex.test|a@ex.test>", "a@ex.test"],
    ["1 &lt; 2 and 3 > 2 <", "1 < 2 and 3 > 2 <"],
  ])("%s", (raw, text) => {
    expect(decodeMrkdwn(raw, NAMES)).toEqual({ text, links: [] });
  });

  it("keeps where a named link leads", () => {
    expect(decodeMrkdwn("see <https://ex.test/a|draft &amp; plan>", NAMES)).toEqual({
      text: "see draft & plan",
      links: [{ text: "draft & plan", href: "https://ex.test/a" }],
    });
  });
});

const DAY = [
  { type: "message", user: "U01", ts: "1795511700.002300", text: "plan?", thread_ts: "1795511700.002300" },
  { type: "message", user: "U02", ts: "1795511700.002301", thread_ts: "1795511700.002300", text: "yes" },
  {
    type: "message",
    subtype: "channel_join",
    user: "U02",
    ts: "1795511701.000100",
    text: "<@U02> has joined",
  },
  {
    type: "message",
    subtype: "bot_message",
    bot_id: "B1",
    username: "CI",
    ts: "1795511702.000100",
    text: "",
    attachments: [{ fallback: "build failed" }],
  },
  {
    type: "message",
    user: "U01",
    ts: "1795511703.000100",
    text: "",
    edited: { user: "U01", ts: "1795511710.000000" },
    files: [
      { name: "plan.pdf", mimetype: "application/pdf", url_private: "https://x.test/plan.pdf?t=secret" },
    ],
    reactions: [{ name: "+1", users: ["U02"], count: 1 }],
  },
  {
    type: "message",
    subtype: "tombstone",
    user: "U01",
    ts: "1795511704.000100",
    text: "This message was deleted.",
  },
  { type: "message", user: "U01", ts: 1795511705.0001, text: "a number is no ts" },
];
const USERS = [
  { id: "U01", name: "mara", profile: { display_name: "Mara", real_name: "Mara Lind" } },
  { id: "U02", name: "ola", real_name: "Ola", profile: { display_name: "" } },
];

function hello(user: string, ts = "1795511700.000100"): object {
  return { type: "message", user, ts, text: "hi" };
}

describe("a Slack export", () => {
  it("has people, replies, programs, files and deleted messages", async () => {
    const zip = await makeZip({
      "channels.json": JSON.stringify([{ id: "C01", name: "ops", members: ["U01", "U02"] }]),
      "users.json": JSON.stringify(USERS),
      "ops/2026-11-24.json": JSON.stringify(DAY),
      "ops/canvas.txt": "Ana: not a message",
    });
    const parsed = await readImport(zip, "x.zip", OPTIONS);
    const { thread, messages } = parsed.threads[0]!;
    expect(thread).toMatchObject({ title: "ops", kind: "channel", source: "slack" });
    expect(flatten(parsed).map(({ sender, text, kind }) => [sender, text, kind])).toEqual([
      ["Mara", "plan?", "text"],
      ["Ola", "yes", "text"],
      [null, "@Ola has joined", "system"],
      ["CI", "build failed", "text"],
      ["Mara", "", "media"],
      ["Mara", "", "deleted"],
    ]);
    expect(messages[0]!.replyTo).toBeUndefined();
    expect(messages[1]!.replyTo).toBe(messages[0]!.id);
    expect(messages[3]!.flags).toEqual(["bot"]);
    expect(messages[4]).toMatchObject({
      flags: ["edited"],
      editedAt: "2026-11-24T09:15:10.000Z",
      attachments: [{ name: "plan.pdf", mime: "application/pdf", state: "remote" }],
      reactions: [{ emoji: "+1", by: [messages[1]!.senderId] }],
    });
    expect(JSON.stringify(parsed)).not.toContain("secret");
    expect(parsed.issues).toMatchObject([{ code: "unreadable-record", line: 7 }]);
  });

  it("keeps a person the same in all channels, and two people of one name apart", async () => {
    const twins = [...USERS, { id: "U03", name: "mara2", profile: { display_name: "Mara" } }];
    const zip = await makeZip({
      "channels.json": JSON.stringify([
        { id: "C01", name: "a" },
        { id: "C02", name: "b" },
      ]),
      "users.json": JSON.stringify(twins),
      "a/2026-11-24.json": JSON.stringify([hello("U01"), hello("U03", "1795511701.1")]),
      "b/2026-11-24.json": JSON.stringify([hello("U01")]),
    });
    const [a, b] = (await readImport(zip, "x.zip", OPTIONS)).threads;
    expect(a!.thread.people.map(({ name }) => name)).toEqual(["Mara", "Mara (2)"]);
    expect(b!.thread.people[0]!.id).toBe(a!.thread.people[0]!.id);
    expect(b!.messages[0]!.id).not.toBe(a!.messages[0]!.id);
  });

  it("is read from a single day file too", async () => {
    const parsed = await readText(JSON.stringify(DAY.slice(0, 2)), {}, "2026-11-24.json");
    expect(flatten(parsed)).toMatchObject([
      { sender: "U01", text: "plan?", time: "2026-11-24T10:15:00" },
      { sender: "U02", text: "yes" },
    ]);
  });

  it("goes on after a damaged day", async () => {
    const zip = await makeZip({
      "channels.json": '[{"id":"C01","name":"a"}]',
      "users.json": "{",
      "a/2026-11-23.json": JSON.stringify(DAY.slice(0, 1)).slice(0, -1),
      "a/2026-11-24.json": JSON.stringify(DAY.slice(1, 2)),
    });
    const parsed = await readImport(zip, "x.zip", OPTIONS);
    expect(flatten(parsed).map(({ text }) => text)).toEqual(["plan?", "yes"]);
    expect(parsed.issues).toEqual([{ code: "file-incomplete" }, { code: "file-incomplete" }]);
  });
});
