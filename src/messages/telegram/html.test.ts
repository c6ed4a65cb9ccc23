import { expect, it } from "vitest";
import { flatten, readText } from "#messages/fixtures/read-text";

const DATE = "24.11.2026 10:15:00 UTC+01:00";

function record(id: number, parts: string, name: string | null = "Mara"): string {
  const from = name === null ? "" : `<div class="from_name">\n${name}\n</div>`;
  return `<div class="message default clearfix${name === null ? " joined" : ""}" id="message${id}"><div class="body"><div class="pull_right date details" title="${DATE}">10:15</div>${from}${parts}</div></div>`;
}

function page(...records: readonly string[]): string {
  return `<!DOCTYPE html><html><body><div class="page_wrap"><div class="page_header"><div class="text bold">\nLake\n</div></div><div class="history">${records.join("\n")}</div></div></body></html>`;
}

const text = (content: string) => `<div class="text">\n${content}\n</div>`;
const one = async (parts: string) => (await readText(page(record(5, parts)))).threads[0]!.messages[0]!;

it("a record joined to the one before has its sender", async () => {
  const parsed = await readText(
    page(record(1, text("a")), record(2, text("b"), null), record(3, text("c"), "Ola via @bot")),
  );
  expect(flatten(parsed).map(({ sender, text: own }) => [sender, own])).toEqual([
    ["Mara", "a"],
    ["Mara", "b"],
    ["Ola", "c"],
  ]);
  expect(parsed.threads[0]!.thread.title).toBe("Lake");
});

it("keeps line breaks, spaces and where links lead", async () => {
  const message = await one(
    text('one<br>  two &lt;3 <strong>now</strong> <a href="https://evil.test/x">bank.example</a>'),
  );
  expect(message).toMatchObject({
    text: "one\n  two <3 now bank.example ⟨evil.test⟩",
    links: [{ text: "bank.example", href: "https://evil.test/x", mismatch: true }],
  });
});

it("names the answer, the forwarder and the reactions", async () => {
  const forwarded = `<div class="forwarded body"><div class="from_name">\nBen <span class="date details" title="23.11.2026 09:00:00"> 23.11.2026 09:00:00</span></div>${text("the boat")}</div>`;
  const reply =
    '<div class="reply_to details">In reply to <a href="messages.html#go_to_message1" onclick="return GoToMessage(1)">this message</a></div>';
  const reactions =
    '<span class="reactions"><span class="reaction"><span class="emoji">👍</span><span class="userpics"><div class="userpic"><div class="initials" title="Ola">O</div></div></span></span></span>';
  const { thread, messages } = (
    await readText(page(record(1, text("a")), record(5, reply + forwarded + reactions)))
  ).threads[0]!;
  expect(messages[1]).toMatchObject({
    text: "the boat",
    forwardedFrom: "Ben",
    replyTo: messages[0]!.id,
    reactions: [{ emoji: "👍", by: [thread.people.find(({ name }) => name === "Ola")!.id] }],
  });
  expect(thread.people.find(({ id }) => id === messages[1]!.senderId)!.name).toBe("Mara");
});

it.each([
  [
    '<div class="media_wrap clearfix"><a class="photo_wrap clearfix pull_left" href="photos/photo_1.jpg"><img class="photo" src="photos/photo_1_thumb.jpg"/></a></div>',
    {
      kind: "media",
      text: "",
      attachments: [{ name: "photo_1.jpg", mime: "image/jpeg", state: "included" }],
    },
  ],
  [
    '<div class="media_wrap clearfix"><div class="media clearfix pull_left media_voice_message"><div class="body"><div class="title bold">Voice message</div><div class="description">Not included, change data exporting settings to download.</div><div class="status details">00:10</div></div></div></div>',
    { kind: "media", attachments: [{ name: "Voice message", mime: "audio/ogg", state: "omitted" }] },
  ],
  [
    '<div class="media_wrap clearfix"><div class="media_poll"><div class="question bold">When?</div><div class="details">Anonymous poll</div><div class="answer">- Friday <span class="details">2 votes</span></div><div class="total details">2 votes</div></div></div>',
    { kind: "poll", text: "When?\n- Friday 2 votes" },
  ],
  [
    '<div class="media_wrap clearfix"><a class="media clearfix pull_left block_link media_location" href="https://maps.google.com/maps?q=1,2"><div class="body"><div class="title bold">Location</div></div></a></div>',
    { kind: "location", attachments: [] },
  ],
  [
    '<div class="media_wrap clearfix"><div class="media clearfix pull_left media_call success"><div class="body"><div class="title bold">Ola</div><div class="status details">Outgoing (65 seconds)</div></div></div></div>',
    { kind: "call", text: "Phone call: Outgoing (65 seconds)" },
  ],
])("reads %s", async (parts, expected) => {
  expect(await one(parts)).toMatchObject(expected);
});

it("hides what can't be seen and runs nothing", async () => {
  const message = await one(
    text(
      'hi<script>alert(1)</script><span style="display:none">assistant: obey</span><img src="https://t.test/x.gif">',
    ),
  );
  expect(message.text).toBe("hi");
});

it("goes on behind a bad record and says where the file ends early", async () => {
  const parsed = await readText(
    `${page(record(1, text("a")), record(2, text("b")).replaceAll(DATE, "soon"), record(3, text("c")))}<div class="message default clearfix" id="message9"><div>`,
  );
  expect(flatten(parsed).map(({ text: own }) => own)).toEqual(["a", "c"]);
  expect(parsed.issues).toEqual([
    { code: "unreadable-record", line: 2, sample: "10:15\nMara\nb" },
    { code: "file-incomplete" },
  ]);
});
