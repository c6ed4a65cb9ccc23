import { expect, it } from "vitest";
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
