import { describe, expect, test } from "vitest";
import { answerGuarded, type ChatShield, type Judge, type ShieldRules } from "./chats-shield.ts";
import { checkOutput, isHeldBack, released } from "./output-check.ts";

function shieldOf(unsafe: number | Error, rules: Partial<ShieldRules> = {}) {
  const judged: (readonly string[])[] = [];
  const judge: Judge = (messages) => {
    judged.push(messages);
    if (unsafe instanceof Error) return Promise.reject(unsafe);
    return Promise.resolve({ unsafe, categories: ["S7: Privacy"] });
  };
  const all = { threshold: 0.5, input: true, output: true, onFailure: "hold", judge, ...rules } as const;
  const shield: ChatShield = { ...all, answer: (work) => answerGuarded(all, work) };
  return { shield, judged };
}

const { signal } = new AbortController();

describe("text outside the chat", () => {
  test("is judged once, as the answer to what was asked", async () => {
    const { shield, judged } = shieldOf(0.1);
    expect(await checkOutput(shield, "Who has the key?", "Mara has it.", signal)).toBeNull();
    expect(judged).toEqual([["Who has the key?", "Mara has it."]]);
  });

  test("is held back by a verdict until the person wants it", async () => {
    const guard = await checkOutput(shieldOf(0.9).shield, "a", "b", signal);
    expect(guard).toMatchObject({ side: "output", outcome: "stopped", categories: ["S7: Privacy"] });
    expect(isHeldBack(guard)).toBe(true);
    expect(isHeldBack(released(guard))).toBe(false);
  });

  test("follows the setting where the check can't run", async () => {
    const broken = new Error("no guard");
    expect(isHeldBack(await checkOutput(shieldOf(broken).shield, "a", "b", signal))).toBe(true);
    const passing = shieldOf(broken, { onFailure: "pass" }).shield;
    expect(isHeldBack(await checkOutput(passing, "a", "b", signal))).toBe(false);
  });

  test("is not judged where the check is off for answers", async () => {
    const { shield, judged } = shieldOf(0.9, { output: false });
    expect(await checkOutput(shield, "a", "b", signal)).toBeNull();
    expect(await checkOutput(null, "a", "b", signal)).toBeNull();
    expect(judged).toEqual([]);
  });

  test("a Stop ends it", async () => {
    const stopped = AbortSignal.abort();
    await expect(checkOutput(shieldOf(0.1).shield, "a", "b", stopped)).rejects.toThrow(/abort/i);
  });
});
