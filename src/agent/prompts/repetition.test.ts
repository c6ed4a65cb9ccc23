import { describe, expect, it } from "vitest";

import { ScriptedLanguageModel } from "#agent/testing/scripted-language-model";
import { GREEDY, type GenerateRequest, type LanguageModel } from "#shared/language-model";

import { write } from "./generate.ts";
import { endsInLoop, generateUnlooped } from "./repetition.ts";

const REQUEST: GenerateRequest = {
  messages: [{ role: "user", content: "hi" }],
  sampling: GREEDY,
  maxTokens: 200,
  stop: [],
};

describe("endsInLoop", () => {
  it.each([
    `The hour that I ${"am ".repeat(9)}`,
    `La respuesta es ${"que no lo sé, ".repeat(5)}`,
    "It is at four. ".repeat(4),
    `เวลา${"ที่นั่น".repeat(12)}`,
  ])("%j", (text) => expect(endsInLoop(text)).toBe(true));

  it.each([
    "No, no, no, no! Not again.",
    "ha ha ha ha ha",
    "We meet at 4, at 5, at 6 and at 7.",
    "- bring salad\n- bring bread\n- bring water\n- bring juice\n- bring cake",
    "1 1 1 1 1 1 1 1 1 1",
    "-".repeat(80),
    "a very very very very long day",
    "อร่อยมากๆๆ ครับ",
    "",
  ])("not %j", (text) => expect(endsInLoop(text)).toBe(false));
});

/** Writes word by word until it is stopped. */
function endless(word: string): LanguageModel & { written: number } {
  const base = new ScriptedLanguageModel("M", () => "");
  return {
    written: 0,
    tier: "M",
    contextTokens: 2048,
    countTokens: (texts) => base.countTokens(texts),
    async generate(request, { signal, onPart }) {
      let text = "";
      while (this.written < request.maxTokens) {
        await Promise.resolve();
        signal?.throwIfAborted();
        this.written += 1;
        text += `${word} `;
        onPart?.({ type: "text-delta", text: `${word} ` });
      }
      return { ...(await base.generate(request, {})), text };
    },
  };
}

it("stops an answer as soon as it loops", async () => {
  const model = endless("estoy");
  expect(await generateUnlooped(model, REQUEST)).toBeNull();
  expect(model.written).toBeLessThan(20);
});

it("leaves out a loop of an engine that tells no parts", async () => {
  const model = new ScriptedLanguageModel("M", () => "and so on ".repeat(30));
  expect(await generateUnlooped(model, REQUEST)).toBeNull();
  const task = { system: "s", examples: [], question: "q", maxTokens: 9, stop: [] };
  expect(await write(model, task)).toBeNull();
});

it("a person's stop is still an abort, and an answer stays as it is", async () => {
  const stop = new AbortController();
  stop.abort();
  const run = generateUnlooped(endless("estoy"), REQUEST, stop.signal);
  await expect(run).rejects.toMatchObject({ name: "AbortError" });
  const plain = new ScriptedLanguageModel("M", () => "At four.");
  expect(await generateUnlooped(plain, REQUEST)).toMatchObject({ text: "At four." });
});
