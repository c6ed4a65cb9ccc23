import { expect, test } from "vitest";
import type { Message } from "#messages/message";
import { flagTexts, issueText, placeholderText } from "./message-text.ts";

const message = (change: Partial<Message>) =>
  ({ kind: "text", text: "", attachments: [], ...change }) as Message;

test("flags have short words and an explanation", () => {
  expect(flagTexts(["edited", "maybeQuoted", "injection"]).map(({ text }) => text)).toEqual([
    "edited",
    "maybe quoted",
    "aimed at assistants",
  ]);
});

test("a message without text says what it was, one with text does not", () => {
  expect(placeholderText(message({ kind: "deleted" }))).toBe("This message was deleted");
  expect(placeholderText(message({ kind: "deleted", text: "You deleted this" }))).toBeNull();
  expect(placeholderText(message({}))).toBe("Empty message");
  const attachments = [{ id: "a", name: "x.jpg", mime: "image/jpeg", state: "omitted" as const }];
  expect(placeholderText(message({ kind: "media", attachments }))).toBeNull();
});

test("issues name their line where they have one", () => {
  expect(issueText({ code: "unreadable-line", line: 1234 })).toBe(
    "Line 1,234 could not be read and was left out",
  );
  expect(issueText({ code: "unreadable-record", line: 12 })).toBe(
    "Record 12 could not be read and was left out",
  );
  expect(issueText({ code: "unreadable-record", sample: "settings.json" })).toBe(
    "A record could not be read and was left out",
  );
  expect(issueText({ code: "file-incomplete" })).toBe(
    "The file stops in the middle; what comes before was read",
  );
  expect(issueText({ code: "date-order-assumed" })).toBe(
    "The file has dates that could be read in two ways; the more likely one was taken",
  );
});
