import { describe, expect, it } from "vitest";
import { OPTIONS, readText } from "./fixtures/read-text.ts";
import { TRUTH } from "./fixtures/truth.ts";
import { readImport } from "./read-in-memory.ts";
import { FORMAT_VARIANTS } from "./testing/variants.ts";

const CHARS = 50_000;
const PARTS = [
  " ",
  "a ",
  "<",
  "<a ",
  "[",
  "](",
  "(",
  "&#",
  "&",
  "\\",
  '"',
  "->",
  ": ",
  "Nov 24, ",
  "/",
  "@",
  "\u200b",
  "_*",
];

// A pattern that takes quadratic time on one of these runs into the time limit of the test.
describe.each(FORMAT_VARIANTS)("$name", (variant) => {
  it(`goes through ${CHARS} characters of anything`, async () => {
    const bulk = PARTS.map((part, at) => ({
      ...TRUTH[at % TRUTH.length]!,
      local: `2026-11-27T02:00:${String(at).padStart(2, "0")}`,
      text: part.repeat(CHARS / part.length),
    }));
    const parsed = await readImport(await variant.write([...TRUTH, ...bulk]), variant.fileName, OPTIONS);
    const { messages } = parsed.threads[0]!;
    expect(messages.length).toBeGreaterThanOrEqual(TRUTH.length);
    expect(messages.every(({ text }) => text.length <= 64 * 1024)).toBe(true);
  });
});

const UNSEEN = "\u202e\u{e0041}\u{e0042}\u0000\u2066";
// eslint-disable-next-line no-control-regex -- exactly these are looked for
const ANY_UNSEEN = /[\u0000\u202e\u2066]|[\u{e0000}-\u{e007f}]/u;

it("text that can't be seen is taken out of everything that is shown", async () => {
  const record = {
    id: 1,
    type: "message",
    date_unixtime: "1795511700",
    from: `A${UNSEEN}na`,
    from_id: "user1",
    text: [`hi${UNSEEN}`, { type: "text_link", text: `x${UNSEEN}`, href: `https://ex.test/${UNSEEN}` }],
    file: `files/invoice${UNSEEN}fdp.exe`,
    file_name: `invoice${UNSEEN}fdp.exe`,
    mime_type: `text/${UNSEEN}<script>`,
    forwarded_from: `B${UNSEEN}en`,
    reactions: [{ emoji: `👍${UNSEEN}`, recent: [{ from: "Ana", from_id: "user1" }] }],
  };
  const chat = { name: `La${UNSEEN}ke`, type: "private_group", id: 7, messages: [record, { text: UNSEEN }] };
  const parsed = await readText(JSON.stringify(chat));
  const { thread, messages } = parsed.threads[0]!;
  expect(thread.title).toBe("Lake");
  expect(thread.people[0]!.name).toBe("Ana");
  expect(messages[0]).toMatchObject({
    text: "hix",
    flags: ["hiddenContent", "bidi"],
    forwardedFrom: "Ben",
    attachments: [{ name: "invoicefdp.exe", mime: "application/octet-stream" }],
    links: [{ text: "x", href: "https://ex.test/" }],
    reactions: [{ emoji: "👍" }],
  });
  for (const text of strings(parsed)) expect(text).not.toMatch(ANY_UNSEEN);
});

/** Every string in a value. */
function strings(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(strings) : [];
}

it("a file name that turns its ending around is flagged", async () => {
  const parsed = await readText("24/11/26, 15:05 - Ana: <attached: meeting\u202efdp.exe>\n");
  const [message] = parsed.threads[0]!.messages;
  expect(message).toMatchObject({ flags: ["bidi"], attachments: [{ name: "meetingfdp.exe" }] });
});
