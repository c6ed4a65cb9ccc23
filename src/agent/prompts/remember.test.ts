import { describe, expect, it } from "vitest";

import { findActionItems } from "#agent/summary/action-items";
import { summarise } from "#agent/summary/summarise";
import { makeChat, ZONE } from "#agent/testing/message-fixtures";
import { ScriptedLanguageModel } from "#agent/testing/scripted-language-model";
import { GREEDY, type GenerateRequest } from "#shared/language-model";

import { remembering, type AnswerMemory } from "./remember.ts";

const request = (text: string, temperature = 0): GenerateRequest => ({
  messages: [{ role: "user", content: text }],
  sampling: { ...GREEDY, temperature },
  maxTokens: 8,
  stop: [],
});

describe("answers of one job", () => {
  it("are computed once where they are certain, and again where they are drawn", async () => {
    const model = new ScriptedLanguageModel("M", (_, call) => `answer ${call}`);
    const asked = remembering(model, new Map());
    const texts = [];
    for (const one of [request("a"), request("b"), request("a"), request("a", 1), request("a", 1)])
      texts.push((await asked.generate(one, {})).text);
    expect(texts).toEqual(["answer 0", "answer 1", "answer 0", "answer 2", "answer 3"]);
    expect([asked.tier, asked.contextTokens]).toEqual(["M", model.contextTokens]);
  });

  it("stop where the job stops, known or not", async () => {
    const asked = remembering(new ScriptedLanguageModel("M", () => "x"), new Map());
    await asked.generate(request("a"), {});
    const signal = AbortSignal.abort();
    await expect(asked.generate(request("a"), { signal })).rejects.toMatchObject({ name: "AbortError" });
  });

  it("serve the summary and the items of the same messages", async () => {
    const chat = makeChat([
      ["Mara", "Could you book the train tickets by Friday?"],
      ["Ola", "ok"],
    ]);
    const model = new ScriptedLanguageModel(
      "S",
      () => "The person asks someone to book the train tickets by Friday.",
    );
    const answers: AnswerMemory = new Map();
    await summarise(chat, remembering(model, answers), {});
    const before = model.requests.length;
    const { items } = await findActionItems(chat, remembering(model, answers), { zone: ZONE });
    expect(items[0]?.whatWrittenBy).toBe("model");
    expect(model.requests).toHaveLength(before);
  });
});
