import { describe, expect, it } from "vitest";

import { ScriptedLanguageModel } from "#agent/testing/scripted-language-model";
import { AppError } from "#shared/errors";
import { GREEDY, type GenerateResult, type LanguageModel } from "#shared/language-model";

import { write, type WritingTask } from "./generate.ts";

const TASK: WritingTask = {
  system: "Say it.",
  examples: [["a", "b"]],
  question: "c",
  maxTokens: 8,
  stop: ["\n"],
};

/** A model whose answer ends for a given reason. */
function ending(finishReason: GenerateResult["finishReason"]): LanguageModel {
  const model = new ScriptedLanguageModel("S", () => "cut off in the mid");
  return {
    tier: "S",
    contextTokens: 100,
    countTokens: (texts) => model.countTokens(texts),
    generate: async (request, options) => ({ ...(await model.generate(request, options)), finishReason }),
  };
}

const failing = (error: Error): LanguageModel =>
  new ScriptedLanguageModel("S", () => {
    throw error;
  });
describe("write", () => {
  it("asks greedily, examples as earlier turns, and trims the answer", async () => {
    const model = new ScriptedLanguageModel("S", () => " <\u2060|x|\u2060> ok ");
    expect(await write(model, TASK)).toBe("<|x|> ok");
    expect(model.requests[0]).toEqual({
      messages: [
        { role: "system", content: "Say it." },
        { role: "user", content: "a" },
        { role: "assistant", content: "b" },
        { role: "user", content: "c" },
      ],
      sampling: GREEDY,
      maxTokens: 8,
      stop: ["\n"],
    });
  });

  it("has no answer where there is none or the line did not end", async () => {
    expect(await write(new ScriptedLanguageModel("S", () => " \n "), TASK)).toBeNull();
    expect(await write(ending("length"), TASK)).toBeNull();
    expect(await write(ending("length"), { ...TASK, stop: [] })).toBe("cut off in the mid");
    expect(await write(ending("stop"), TASK)).toBe("cut off in the mid");
  });

  it("takes a full context as no answer, any other failure as a failure", async () => {
    expect(await write(failing(new AppError("context-full", "x")), TASK)).toBeNull();
    await expect(write(failing(new AppError("engine-failed", "x")), TASK)).rejects.toMatchObject({
      code: "engine-failed",
    });
  });

  it("stops with an AbortError even where the model ignores the signal", async () => {
    const stop = new AbortController();
    const deaf: LanguageModel = {
      ...ending("stop"),
      generate: (request) => {
        stop.abort();
        return ending("stop").generate(request, {});
      },
    };
    await expect(write(deaf, TASK, stop.signal)).rejects.toMatchObject({ name: "AbortError" });
  });
});
