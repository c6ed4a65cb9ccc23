import { expect, test } from "vitest";
import type { Message } from "#messages/message";
import { canDraftFrom, flagTexts, issueText, placeholderText, receiptText, sumText } from "./message-text.ts";

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

test.each([
  [{ text: "Friday at three?" }, true],
  [{ kind: "media", text: "the plan for Friday" }, true],
  [{ kind: "media" }, false],
  [{ kind: "deleted", text: "You deleted this" }, false],
  [{ kind: "system", text: "Mara left" }, false],
  [{ text: " \n" }, false],
] as const)("from %j an event can be drafted: %j", (change, expected) => {
  expect(canDraftFrom(message(change))).toBe(expected);
});

test.each([
  [10, 0, 0, "10 messages imported."],
  [1, 1, 0, "1 message imported, 1 was already here."],
  [3, 1010, 0, "3 messages imported, 1,010 were already here."],
  [0, 7, 2, "0 messages imported, 7 were already here, 2 of them edited since."],
])("%i new and %i known messages, %i edited, read %j", (added, alreadyHere, edited, text) => {
  expect(receiptText({ added, alreadyHere, edited })).toBe(text);
});

test("a preview says how much of it is new", () => {
  expect(sumText({ added: 412, alreadyHere: 9803, edited: 0 })).toBe("412 new, 9,803 already here.");
  expect(sumText({ added: 0, alreadyHere: 9, edited: 1 })).toBe(
    "0 new, 9 already here, 1 of them edited since.",
  );
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
