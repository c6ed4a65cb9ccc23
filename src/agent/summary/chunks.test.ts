import { describe, expect, it } from "vitest";

import { shortNames } from "#agent/prompts/prompt-lines";
import { makeChat, type Line } from "#agent/testing/message-fixtures";
import { ScriptedLanguageModel } from "#agent/testing/scripted-language-model";

import { chunkMessages } from "./chunks.ts";

const model = new ScriptedLanguageModel("M", () => "");

const lines = (count: number, length = 40): Line[] =>
  Array.from({ length: count }, (_, index) => ["Ana", `${index} ${"x".repeat(length)}`]);

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

  it("reads a long message in pieces under one label, each within half a chunk", async () => {
    const { thread, messages } = makeChat([
      ["Ana", "lunch is nice. ".repeat(90)],
      ["Bo", "ok"],
    ]);
    const chunks = await chunkMessages(messages, shortNames(thread), model, 400);
    const all = chunks.flatMap((chunk) => chunk.lines).filter(({ messageId }) => messageId === "m_1");
    expect(all.length).toBeGreaterThan(1);
    for (const { line, label } of all) {
      expect((await model.countTokens([line]))[0]).toBeLessThanOrEqual(200);
      expect(label).toBe(1);
    }
    const read = new Set(all.map(({ line }) => line)).size;
    expect(read * 200).toBeGreaterThanOrEqual(90 * 15 * 0.25);
    for (const chunk of chunks)
      expect(new Set(chunk.messages.map(({ id }) => id)).size).toBe(chunk.messages.length);
  });

  it("reads the beginning of a message of 64 KB", async () => {
    const { thread, messages } = makeChat([["Ana", "lunch is nice. ".repeat(4400)]]);
    const chunks = await chunkMessages(messages, shortNames(thread), model, 400);
    const text = [...new Set(chunks.flatMap(({ lines: all }) => all.map(({ line }) => line)))].join("");
    expect((await model.countTokens([text]))[0]).toBeLessThanOrEqual(800);
  });

  it("brings what a reply answers, once, and counts it", async () => {
    const chat = makeChat([
      ["Bo", `Who has the key? ${"y".repeat(300)}`],
      ...lines(20),
      ["Cy", "me"],
      ["Di", "no, me"],
    ]);
    const messages = chat.messages.map((message, index) =>
      index > 20 ? { ...message, replyTo: "m_1" } : message,
    );
    const chunks = await chunkMessages(messages, shortNames(chat.thread), model, 200);
    const last = chunks.at(-1);
    expect(last?.lines[0]).toMatchObject({ label: 1, messageId: "m_1" });
    expect(last?.lines[0]?.line).toContain("Who has the key?");
    expect(last?.lines.filter(({ messageId }) => messageId === "m_1")).toHaveLength(1);
    expect(last?.lines.map(({ label }) => label)).toEqual(last?.lines.map((_, index) => index + 1));
    for (const chunk of chunks) {
      const [tokens = 0] = await model.countTokens([chunk.lines.map(({ line }) => line).join("\n")]);
      expect(tokens).toBeLessThanOrEqual(200);
    }
  });

  it("answers nothing that is not there", async () => {
    const chat = makeChat(lines(2));
    const messages = chat.messages.map((message) => ({ ...message, replyTo: "m_gone" }));
    const [chunk] = await chunkMessages(messages, shortNames(chat.thread), model, 1000);
    expect(chunk?.lines).toHaveLength(2);
  });
});
