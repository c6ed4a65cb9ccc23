import { expect, test } from "vitest";
import type { Conversation, TurnStats } from "#storage/conversations";
import { isSendKey, pictureBlockedReason, sendBlockedReason } from "./composer-state.ts";
import { dateGroups } from "./date-groups.ts";
import { spokenSentences } from "./sentences.ts";
import { cutOffNote, turnDetails } from "./turn-details.ts";

function conversation(id: string, at: Date): Conversation {
  return { id, title: id, createdAt: 0, updatedAt: at.getTime() };
}

test("conversations stand under their day", () => {
  const now = new Date(2026, 10, 24, 0, 30);
  const list = [
    conversation("now", new Date(2026, 10, 24, 0, 10)),
    conversation("late", new Date(2026, 10, 23, 23, 59)),
    conversation("week", new Date(2026, 10, 17, 12)),
    conversation("month", new Date(2026, 10, 1)),
    conversation("old", new Date(2026, 8, 3)),
    conversation("older", new Date(2026, 8, 1)),
  ];
  const groups = dateGroups(list, now.getTime());
  expect(groups.map(({ label, conversations }) => [label, conversations.map(({ id }) => id)])).toEqual([
    ["Today", ["now"]],
    ["Yesterday", ["late"]],
    ["Previous 7 days", ["week"]],
    ["Previous 30 days", ["month"]],
    ["September 2026", ["old", "older"]],
  ]);
});

test("only complete sentences are spoken while the answer grows", () => {
  expect(spokenSentences("Hello there. How ar", false)).toEqual(["Hello there."]);
  expect(spokenSentences("Hello there. How are you?", false)).toEqual(["Hello there."]);
  expect(spokenSentences("Hello there. How are you?", true)).toEqual(["Hello there.", "How are you?"]);
});

test("numbers do not end a sentence, lines do, marks are not spoken", () => {
  const text = "## Result\nIt costs **3.50** euros. See [the guide](https://x.example/a).\n- one";
  expect(spokenSentences(text, true)).toEqual(["Result", "It costs 3.50 euros.", "See the guide.", "- one"]);
});

test("what was spoken stays as it was when more arrives", () => {
  const full = "One. Two! Three? `four` five.\nSix";
  for (let end = 0; end < full.length; end += 1) {
    const spoken = spokenSentences(full.slice(0, end), false);
    expect(spokenSentences(full, true).slice(0, spoken.length)).toEqual(spoken);
  }
});

const plain = { key: "Enter", shiftKey: false, ctrlKey: false, metaKey: false };

test("Enter sends, or only with Ctrl or Cmd, as it is set", () => {
  expect(isSendKey(plain, "enter")).toBe(true);
  expect(isSendKey({ ...plain, shiftKey: true }, "enter")).toBe(false);
  expect(isSendKey({ ...plain, key: "a" }, "enter")).toBe(false);
  expect(isSendKey(plain, "mod-enter")).toBe(false);
  expect(isSendKey({ ...plain, metaKey: true }, "mod-enter")).toBe(true);
});

test("a blocked message field says why, an open one says nothing", () => {
  const info = {
    modelId: "m",
    device: "cpu",
    threads: 1,
    contextTokens: 64,
    callsTools: false,
    tier: "S",
    loadMs: 1,
  } as const;
  expect(sendBlockedReason({ phase: "ready", info })).toBeNull();
  expect(sendBlockedReason({ phase: "loading", phaseName: "check", fraction: 0.5 })).toContain("loading");
  const error = { code: "other-tab-active", details: {} } as const;
  expect(sendBlockedReason({ phase: "failed", error, during: "load" })).toContain("another tab");
});

const STATS: TurnStats = {
  finishReason: "length",
  promptTokens: 120,
  completionTokens: 512,
  timeToFirstTokenMs: 812,
  prefillRate: 240.44,
  decodeRate: 36.25,
};

test("details give the numbers of the engine", () => {
  expect(turnDetails(STATS, "Small").map(({ value }) => value)).toEqual([
    "Small",
    "512 tokens, 36.3 tokens/s",
    "after 0.8 s",
    "120 tokens, 240.4 tokens/s",
    "at the token limit",
  ]);
});

function pictureDetail(encodedPictures: number, pictures = true): readonly string[] {
  const details = turnDetails({ ...STATS, encodedPictures }, "Small", pictures);
  return details.filter(({ label }) => label === "Pictures").map(({ value }) => value);
}

test("details tell pictures that were looked at from those that were known, and say nothing without any", () => {
  expect(pictureDetail(2)).toEqual(["2 looked at"]);
  expect(pictureDetail(0)).toEqual(["known from before, none looked at again"]);
  expect(pictureDetail(0, false)).toEqual([]);
});

const CHIP = { key: 1, name: "a.png", sizeBytes: 9 } as const;

test("a picture that is opened, or that the model can't see, keeps a question back; a refused one does not", () => {
  const error = { code: "picture-empty", details: {} } as const;
  const picture = { id: "a", name: "a.png", sizeBytes: 9, width: 1, height: 1, isAnimated: false, alt: "" };
  const bytes = new Blob(["x"]);
  const ready = { ...CHIP, phase: "ready", picture: { ...picture, thumbnail: bytes }, bytes } as const;
  expect(pictureBlockedReason([{ ...CHIP, phase: "opening" }], true)).toContain("opened");
  expect(pictureBlockedReason([ready], false)).toContain("sees pictures");
  expect(pictureBlockedReason([ready], true)).toBeNull();
  expect(pictureBlockedReason([{ ...CHIP, phase: "refused", error }], false)).toBeNull();
});

test("an answer that was cut says so", () => {
  expect(cutOffNote(STATS)).toContain("512");
  expect(cutOffNote({ ...STATS, finishReason: "context-full" })).toContain("new chat");
  expect(cutOffNote({ ...STATS, finishReason: "stop" })).toBeNull();
});
