import { beforeEach, expect, test } from "vitest";
import type { AgentProgress } from "#agent/agent-options";
import { ScriptedLanguageModel } from "#agent/testing/scripted-language-model";
import { makeThread } from "#agent/testing/world";
import { AppError } from "#shared/errors";
import { isHeld } from "#storage/conversations";
import { answerGuarded, type ChatShield, type Judge, type ShieldRules } from "./chats-shield.ts";
import { makeItems, makeSummary, shownAnyway, type Kept, type MakeOptions } from "./kept-results.ts";

const INPUT = makeThread({
  self: "Jo",
  lines: [
    ["Mara", "Could you book the hall for the choir?"],
    ["Jo", "The choir hall is booked, they want 40 euros"],
    ["Mara", "Who has the key of the hall?"],
    ["Jo", "No idea, I will ask the choir"],
  ],
});
const MODEL = new ScriptedLanguageModel("S", () => "");

let judged: (readonly string[])[];
let seen: AgentProgress[];
/** What the guard says; an error is a guard that fails. */
let verdict: number | Error;

beforeEach(() => {
  [judged, seen, verdict] = [[], [], 0];
});

const judge: Judge = async (messages, { signal, onProgress }) => {
  judged.push(messages);
  onProgress({ loading: true, fraction: 0.25 });
  signal.throwIfAborted();
  if (verdict instanceof Error) throw verdict;
  return { unsafe: verdict, categories: ["S7: Privacy"] };
};

function options(rules: Partial<ShieldRules> | null = {}): MakeOptions {
  const all = { threshold: 0.5, input: true, output: true, onFailure: "hold", judge, ...rules } as const;
  const shield: ChatShield = { ...all, answer: (work) => answerGuarded(all, work) };
  return {
    signal: new AbortController().signal,
    onProgress: (progress) => seen.push(progress),
    shield: rules === null ? null : shield,
    now: () => "2026-11-24T09:15:00Z",
  };
}

test("a summary is judged once and whole, as the answer to the request for it", async () => {
  const kept = await makeSummary(INPUT, MODEL, options());
  expect(kept).not.toHaveProperty("guard");
  expect(judged).toHaveLength(1);
  const [asked, said] = judged[0] ?? [];
  expect(asked).toBe("Summarise these messages.");
  expect(said?.split("\n")).toEqual([kept.value.title, ...kept.value.sentences.map(({ text }) => text)]);
});

test("nothing of it is read before the verdict, and without a check it is read as it is written", async () => {
  await makeSummary(INPUT, MODEL, options());
  expect(seen.some(({ phase }) => phase === "writing")).toBe(true);
  expect(seen.filter((progress) => progress.written !== undefined)).toEqual([]);
  expect(seen.at(-1)).toEqual({ phase: "guard-loading", done: 0.25, total: 1 });
  seen = [];
  await makeSummary(INPUT, MODEL, options(null));
  await makeSummary(INPUT, MODEL, options({ output: false }));
  expect(judged).toHaveLength(1);
  expect(seen.some((progress) => progress.written !== undefined)).toBe(true);
});

test.each<[string, (given: MakeOptions) => Promise<Kept<object>>]>([
  ["a summary", (given: MakeOptions) => makeSummary(INPUT, MODEL, given)],
  ["a list without a model", (given: MakeOptions) => makeItems(INPUT, null, given)],
])("%s is held back with its category until the person wants it", async (_what, make) => {
  verdict = 0.9;
  const kept = await make(options());
  expect(kept.guard).toEqual({
    side: "output",
    outcome: "stopped",
    unsafe: 0.9,
    categories: ["S7: Privacy"],
  });
  expect(isHeld(kept)).toBe(true);
  expect(isHeld(shownAnyway(kept))).toBe(false);
  expect(shownAnyway(kept).value).toBe(kept.value);
});

test("a guard that is missing or fails holds it back or lets it through, as the settings say", async () => {
  verdict = new AppError("guard-missing", "not installed", { name: "Guard" });
  const held = await makeItems(INPUT, null, options());
  expect(held.guard).toMatchObject({ outcome: "unchecked", error: { code: "guard-missing" } });
  expect(isHeld(held)).toBe(true);
  const passed = await makeItems(INPUT, null, options({ onFailure: "pass" }));
  expect(passed.guard?.outcome).toBe("passed");
  expect(isHeld(passed)).toBe(false);
});

test("what is empty is not judged, and a Stop during the check leaves nothing", async () => {
  await makeItems(makeThread({ lines: [["Mara", "Hello"]] }), null, options());
  expect(judged).toEqual([]);
  const stop = new AbortController();
  const stopping: Judge = async (...asked) => (stop.abort(), judge(...asked));
  const given = { ...options({ judge: stopping }), signal: stop.signal };
  await expect(makeSummary(INPUT, MODEL, given)).rejects.toThrow(/abort/i);
});
