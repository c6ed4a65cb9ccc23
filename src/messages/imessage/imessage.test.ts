import { describe, expect, it } from "vitest";
import { flatten, readText } from "#messages/fixtures/read-text";

const CHAT = `Nov 24, 2026  9:05:09 AM (Read by you after 5 seconds)
+4915112345678
see you Friday?
Tapbacks:
Loved by Me
😀 by Ben
    Nov 24, 2026  9:06:00 AM
    Me
    yes, 3pm
    with cake

Nov 24, 2026  9:05:30 AM
Ben
/Users/ana/Library/Messages/Attachments/ab/IMG_0042.HEIC

Nov 24, 2026  9:06:00 AM
Me
yes, 3pm
with cake
This message responded to an earlier message.

Nov 24, 2026 10:10:00 PM You renamed the conversation to Lake

Nov 24, 2026 10:11:00 PM
Me
ok
Nov 24, 2026 10:12:00 PM
Ben
this is a quotation, not a message

Nov 24, 2026 10:13:00 PM
Ben
Ben unsent a message!

Nov 24, 2026 10:14:00 PM
Ben
old words
Edited 12 seconds later: new words

Nov 31, 2026 10:15:00 PM
Ben
no such day
`;

it("reads an answer once, with what it answers, in its own place", async () => {
  const parsed = await readText(CHAT, {}, "Lake.txt");
  const { thread, messages } = parsed.threads[0]!;
  expect(thread).toMatchObject({ title: "Lake", kind: "group", source: "imessage" });
  expect(
    flatten(parsed).map(({ sender, time, text, kind }) => [sender, time!.slice(11), text, kind]),
  ).toEqual([
    ["+4915112345678", "09:05:09", "see you Friday?", "text"],
    ["Ben", "09:05:30", "", "media"],
    ["Me", "09:06:00", "yes, 3pm\nwith cake", "text"],
    [null, "22:10:00", "You renamed the conversation to Lake", "system"],
    ["Me", "22:11:00", "ok\nNov 24, 2026 10:12:00 PM\nBen\nthis is a quotation, not a message", "text"],
    ["Ben", "22:13:00", "", "deleted"],
    ["Ben", "22:14:00", "new words", "text"],
  ]);
  expect(messages[2]!.quoted).toBe("see you Friday?");
  expect(messages[0]!.reactions!.map(({ emoji, by }) => [emoji, by.length])).toEqual([
    ["❤️", 1],
    ["😀", 1],
  ]);
  expect(messages[1]!.attachments).toMatchObject([{ name: "IMG_0042.HEIC", state: "included" }]);
  expect(messages[6]!.flags).toEqual(["edited"]);
  expect(parsed.issues).toEqual([{ code: "unreadable-record", line: 9, sample: "Nov 31, 2026 10:15:00 PM" }]);
});

it("puts an answer without a copy where its time belongs", async () => {
  const text = `Nov 24, 2026  9:05:09 AM
Ana
a
    Nov 24, 2026  9:07:00 AM
    Me
    c

Nov 24, 2026  9:06:00 AM
Ana
b
`;
  expect(flatten(await readText(text)).map(({ text }) => text)).toEqual(["a", "b", "c"]);
});

const message = (time: string, sender: string, parts: string) =>
  `<div class="message"><div class="${sender === "Me" ? "sent iMessage" : "received"}"><p><span class="timestamp">Nov 24, 2026  ${time}</span><span class="sender">${sender}</span></p>${parts}</div></div>`;
const bubble = (text: string) => `<hr><div class="message_part"><span class="bubble">${text}</span></div>`;
const page = (...records: readonly string[]) => `<html><meta charset="UTF-8">${records.join("\n")}</html>`;

describe("a page of imessage-exporter", () => {
  it("has an answer once, with what it answers", async () => {
    const answer = (context: string) => message("3:06:00 PM", "Ola", bubble("me too") + context);
    const first = message(
      "3:05:09 PM",
      "Me",
      `${bubble("I'll come")}<div class="replies"><div class="reply" id="G1">${answer("")}</div></div>`,
    );
    const second = answer('<span class="reply_context">This message responded to an earlier message.</span>');
    const parsed = await readText(
      page(first, message("3:05:30 PM", "Ben", bubble("ok")), second),
      {},
      "x.html",
    );
    expect(flatten(parsed).map(({ sender, text }) => [sender, text])).toEqual([
      ["Me", "I'll come"],
      ["Ben", "ok"],
      ["Ola", "me too"],
    ]);
    expect(parsed.threads[0]!.messages[2]!.quoted).toBe("I'll come");
  });

  it("has announcements, reactions, attachments, edits", async () => {
    const announced =
      '<div class ="announcement"><p><span class="timestamp">Nov 24, 2026  3:01:00 PM</span> You named the conversation <b>Lake</b></p></div>';
    const reactions =
      '<div class="reactions"><hr><p>Reactions:</p><div class="reaction"><span class="reaction"><b>Loved</b> by Ola</span></div></div>';
    const picture =
      '<hr><div class="message_part"><img src="attachments/a%20b/IMG_1.jpeg" loading="lazy"></div>';
    const edited =
      '<hr><div class="message_part"><div class="edited"><table><tbody><tr><td><span class="timestamp"></span></td><td>at 3</td></tr></tbody><tfoot><tr><td><span class="timestamp">Edited 3 seconds later</span></td><td>at 4</td></tr></tfoot></table></div></div>';
    const parsed = await readText(
      page(
        announced,
        message("3:02:00 PM", "Ola", bubble("see") + picture + reactions),
        message("3:03:00 PM", "Ola", edited),
      ),
      {},
      "x.html",
    );
    const { messages, thread } = parsed.threads[0]!;
    expect(messages[0]).toMatchObject({ kind: "system", text: "You named the conversation Lake" });
    expect(messages[1]).toMatchObject({
      text: "see",
      attachments: [{ name: "IMG_1.jpeg", state: "included" }],
      reactions: [{ emoji: "❤️", by: [thread.people[0]!.id] }],
    });
    expect(messages[2]).toMatchObject({ text: "at 4", flags: ["edited"] });
  });
});
