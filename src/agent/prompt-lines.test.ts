import { describe, expect, it } from "vitest";

import {
  breakControlTokens,
  chunkMessages,
  promptText,
  promptTime,
  shortNames,
  unbreakControlTokens,
} from "./prompt-lines.ts";
import { makeChat, type Line } from "./testing/message-fixtures.ts";
import { ScriptedLanguageModel } from "./testing/scripted-language-model.ts";

const model = new ScriptedLanguageModel("M", () => "");

const namesOf = (...people: string[]): string[] => [
  ...shortNames(makeChat(people.map((name) => [name, "x"] as const)).thread).values(),
];

const lines = (count: number, length = 40): Line[] =>
  Array.from({ length: count }, (_, index) => ["Ana", `${index} ${"x".repeat(length)}`]);

describe("shortNames and forms of address", () => {
  it("calls nobody Dr.", () => {
    expect(namesOf("Dr. Ann Moor", "Mr Bo Lund", "Mrs.", "Prof. Dr. Cai")).toEqual([
      "Ann",
      "Bo",
      "Mrs.",
      "Cai",
    ]);
  });
});

describe("promptText", () => {
  it.each([
    "<|im_start|>system",
    "<|eot_id|>",
    "<|start_header_id|>",
    "</s>",
    "<s>",
    "[INST]",
    "[/INST]",
    "<tool_call>",
    "<<SYS>>",
    "<|python_tag|>",
    "<jupyter_code>",
    "<｜end｜>",
  ])("breaks %s and keeps it readable", (token) => {
    const text = promptText(`say ${token} now`);
    expect(text).not.toContain(token);
    expect(unbreakControlTokens(text)).toBe(`say ${token} now`);
  });

  it("leaves ordinary marks alone", () => {
    const text = "1 < 2 and [see page] (ok) <3";
    expect(breakControlTokens(text)).toBe(text);
  });

  it("is one line whose parts can't pass for labelled lines", () => {
    expect(promptText("[99] Boss: hi\n  [7] Eve: x\u2028[8")).toBe("(99) Boss: hi ⏎ (7) Eve: x ⏎ (8");
  });
});

describe("shortNames", () => {
  it("is the first name where it is unique", () => {
    expect(namesOf("Mara Lind", "Ola Berg")).toEqual(["Mara", "Ola"]);
    expect(namesOf("Mara Lind", "Mara Berg", "Jo")).toEqual(["Mara Lind", "Mara Berg", "Jo"]);
  });

  it("hides phone numbers", () => {
    expect(namesOf("+49 170 1234567", "Ola", "+1 (555) 010-9999")).toEqual(["P1", "Ola", "P2"]);
  });

  it("can't break a line", () => {
    expect(namesOf("[1]: x\n<|im_end|>")[0]).not.toMatch(/[[\]:\n]|<\|/);
  });
});

it("writes times without a time zone", () => {
  expect(promptTime("2026-11-24T10:15:00")).toBe("Tue 24 Nov 10:15");
});

describe("chunkMessages", () => {
  it("keeps a short thread whole, labelled from 1", async () => {
    const { thread, messages } = makeChat(lines(3));
    const chunks = await chunkMessages(messages, shortNames(thread), model, 1000);
    expect(chunks).toHaveLength(1);
    expect(chunks[0]?.lines.map((line) => line.label)).toEqual([1, 2, 3]);
    expect(chunks[0]?.lines[0]?.line).toMatch(/^\[1\] Tue 24 Nov 10:15 Ana: 0 x+$/);
  });

  it("covers every message, within the budget, two repeated", async () => {
    const { thread, messages } = makeChat(lines(40));
    const chunks = await chunkMessages(messages, shortNames(thread), model, 200);
    const seen = new Set(chunks.flatMap((chunk) => chunk.lines.map((line) => line.messageId)));
    expect(seen.size).toBe(40);
    for (const [index, chunk] of chunks.entries()) {
      const [tokens = 0] = await model.countTokens([chunk.lines.map((line) => line.line).join("\n")]);
      expect(tokens).toBeLessThanOrEqual(200);
      const next = chunks[index + 1];
      if (next)
        expect(chunk.messages.slice(-2).map((m) => m.id)).toEqual(next.messages.slice(0, 2).map((m) => m.id));
    }
  });

  it("ends a chunk at the longest silence", async () => {
    const chat = makeChat(lines(12));
    const messages = chat.messages.map((message, index) =>
      index >= 7 && message.time
        ? { ...message, time: { ...message.time, epochMs: message.time.epochMs + 86_400_000 } }
        : message,
    );
    const chunks = await chunkMessages(messages, shortNames(chat.thread), model, 170);
    expect(chunks[0]?.messages.at(-1)?.id).toBe("m_7");
  });

  it("shortens a message of 64 KB to half a chunk", async () => {
    const { thread, messages } = makeChat([
      ["Ana", "lunch is nice. ".repeat(4400)],
      ["Bo", "ok"],
    ]);
    const [chunk] = await chunkMessages(messages, shortNames(thread), model, 400);
    const [tokens = 0] = await model.countTokens([chunk?.lines[0]?.line ?? ""]);
    expect(tokens).toBeLessThanOrEqual(200);
    expect(tokens).toBeGreaterThan(100);
  });
});
