import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { ScriptedLanguageModel } from "#agent/testing/scripted-language-model";
import { textOf } from "#shared/language-model";

import { rewriteText } from "./rewrite.ts";
import { wordDiff } from "./word-diff.ts";

const TEXT = "Hey, I can't make it on 4 December at 19:30, see https://ex.test/plan. Sorry!";

const model = (...says: readonly string[]): ScriptedLanguageModel =>
  new ScriptedLanguageModel("L", (_, index) => says[index] ?? says.at(-1) ?? "");

describe("rewrite", () => {
  it("keeps the facts and shows what changed", async () => {
    const says = model('"I cannot attend on 4 December at 19:30, see https://ex.test/plan. My apologies."');
    const result = await rewriteText(TEXT, { kind: "tone", tone: "formal" }, says);
    expect(result?.text).toBe(
      "I cannot attend on 4 December at 19:30, see https://ex.test/plan. My apologies.",
    );
    expect(result?.warnings).toEqual([]);
    expect(result?.diff.some((part) => part.kind === "removed" && part.text.includes("Sorry!"))).toBe(true);
    expect(says.requests).toHaveLength(1);
  });

  it("leaves nothing of a long text out", async () => {
    const lines = Array.from({ length: 400 }, (_, index) => `Line ${index} of the letter is here.`);
    const echo = new ScriptedLanguageModel("L", (request) =>
      textOf(request.messages.at(-1)?.content ?? "").replace(/^Text:\n/, "Dear. "),
    );
    const result = await rewriteText(lines.join("\n"), { kind: "tone", tone: "formal" }, echo);
    for (const line of lines) expect(result?.text).toContain(line);
    expect(echo.requests.length).toBeGreaterThan(1);
  });

  it("asks once more when a fact went missing, and says so when it stays away", async () => {
    const says = model("I cannot attend.", "I cannot attend on 5 December.");
    const result = await rewriteText(TEXT, { kind: "shorter" }, says);
    expect(says.requests).toHaveLength(2);
    expect(says.requests[1]?.messages[0]?.content).toContain("https://ex.test/plan, 4, 19.30");
    expect(result?.warnings).toContain("fact-missing");
  });

  it("notices longer, unchanged and untranslated texts", async () => {
    const shorter = await rewriteText("Call me", { kind: "shorter" }, model("Please do give me a call"));
    expect(shorter?.warnings).toEqual(["not-shorter"]);
    const same = await rewriteText("Call me now", { kind: "tone", tone: "direct" }, model("Call me now"));
    expect(same?.warnings).toEqual(["unchanged"]);
    const goal = { kind: "language", language: "de" } as const;
    const english = await rewriteText(
      "The meeting is on Monday and I will be there",
      goal,
      model("The meeting is on Monday"),
    );
    expect(english?.warnings).toContain("other-language");
    const german = await rewriteText(
      "The meeting is at 9",
      goal,
      model("Das Treffen ist um 9 und ich bin da"),
    );
    expect(german).toMatchObject({ warnings: [], diff: [] });
  });

  it("has nothing to say about nothing", async () => {
    expect(await rewriteText("  ", { kind: "shorter" }, model("x"))).toBeNull();
    expect(await rewriteText("Call me", { kind: "shorter" }, model(""))).toBeNull();
  });
});

describe("diff", () => {
  it("gives both texts back", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("a", "b", " ", "\n")),
        fc.array(fc.constantFrom("a", "b", " ")),
        (x, y) => {
          const [before, after] = [x.join(""), y.join("")];
          const parts = wordDiff(before, after);
          const side = (skip: string): string =>
            parts
              .filter((part) => part.kind !== skip)
              .map((part) => part.text)
              .join("");
          expect(side("added")).toBe(before);
          expect(side("removed")).toBe(after);
        },
      ),
    );
  });

  it("names the words", () => {
    expect(wordDiff("see you on Friday", "see you Monday")).toEqual([
      { kind: "same", text: "see you " },
      { kind: "removed", text: "on Friday" },
      { kind: "added", text: "Monday" },
    ]);
  });
});
