import { expect, test } from "vitest";
import { AppError } from "#shared/errors";
import type { LanguageModel } from "#shared/language-model";
import type { ThreadSelection } from "#agent/agent-options";
import type { TurnGuard } from "#storage/conversations";
import type { Kept, Summary } from "./kept-results.ts";
import { Summaries, type SummariesParts, type ThreadResults } from "./summaries-controller.ts";

const MODEL = {} as LanguageModel;
const SUMMARY: Summary = {
  title: "Trip",
  titleWrittenBy: "model",
  sentences: [{ text: "Friday works.", messageIds: ["m_1"], writtenBy: "quote" }],
  droppedCount: 0,
  readCount: 2,
  injectionSuspected: false,
};
const KEPT: Kept<Summary> = { value: SUMMARY, madeAt: "2026-11-24T09:00:00.000Z", chosen: 2 };
const NO_ITEMS = { ...KEPT, value: { items: [], droppedCount: 0 } };
const PRIVACY: TurnGuard = {
  side: "output",
  outcome: "stopped",
  unsafe: 0.9,
  categories: ["S7: Privacy"],
};
const INPUT = {
  thread: { id: "t_a", zone: "Europe/Berlin" },
  messages: [{ id: "m_1" }, { id: "m_2" }],
} as unknown as ThreadSelection;

function parts(overrides: Partial<SummariesParts> = {}) {
  const stored = new Map<string, ThreadResults>();
  const base: SummariesParts = {
    model: () => MODEL,
    makeSummary: async (_input, _model, { onProgress }) => {
      onProgress({ phase: "writing", done: 1, total: 2 });
      return KEPT;
    },
    makeItems: async () => NO_ITEMS,
    read: async (threadId) => stored.get(threadId),
    save: async (threadId, results) => void stored.set(threadId, results),
    remove: async (threadId) => void stored.delete(threadId),
  };
  return { stored, parts: { ...base, ...overrides } };
}

test("a run reports its progress, keeps its result and stores it", async () => {
  const { stored, parts: given } = parts();
  const summaries = new Summaries(given);
  const seen: unknown[] = [];
  summaries.store.subscribe(({ run }) => seen.push(run.phase === "running" ? run.progress : run.phase));
  await summaries.run("summary", INPUT);
  expect(seen).toContainEqual({ phase: "writing", done: 1, total: 2 });
  expect(summaries.store.getState().run).toEqual({ phase: "idle" });
  expect(stored.get("t_a")?.summary).toEqual(KEPT);
});

test("what was stored is shown again after a reload, and a new run keeps the ticks", async () => {
  const { stored, parts: given } = parts();
  const before = new Summaries(given);
  await before.run("summary", INPUT);
  await before.tick("t_a", "a_1", true);
  await before.tick("t_a", "a_2", true);
  await before.tick("t_a", "a_2", false);
  const after = new Summaries(given);
  await after.load("t_a");
  expect(after.store.getState().results.get("t_a")).toEqual(stored.get("t_a"));
  await after.run("action-items", INPUT);
  expect(stored.get("t_a")).toMatchObject({
    summary: { value: SUMMARY },
    items: { value: { items: [] } },
    ticked: ["a_1"],
  });
});

test("stop ends the run without an error and keeps the former result", async () => {
  let calls = 0;
  const { stored, parts: given } = parts({
    makeSummary: (_input, _model, { signal }) =>
      calls++ === 0
        ? Promise.resolve(KEPT)
        : new Promise((_resolve, reject) => {
            signal.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError")));
          }),
  });
  const summaries = new Summaries(given);
  await summaries.run("summary", INPUT);
  const second = summaries.run("summary", INPUT);
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect(summaries.store.getState().run.phase).toBe("running");
  summaries.stop();
  await second;
  expect(summaries.store.getState().run).toEqual({ phase: "idle" });
  expect(stored.get("t_a")?.summary?.value).toEqual(SUMMARY);
});

test("a failure is kept by code; the next run may succeed", async () => {
  let fail = true;
  const { parts: given } = parts({
    makeSummary: () =>
      fail ? Promise.reject(new AppError("context-full", "too long")) : Promise.resolve(KEPT),
  });
  const summaries = new Summaries(given);
  await summaries.run("summary", INPUT);
  expect(summaries.store.getState().run).toMatchObject({ phase: "failed", error: { code: "context-full" } });
  fail = false;
  await summaries.run("summary", INPUT);
  expect(summaries.store.getState().run).toEqual({ phase: "idle" });
});

test("without a model there is no summary, but there are action items", async () => {
  let given: LanguageModel | null = MODEL;
  const summaries = new Summaries(
    parts({
      model: () => null,
      makeItems: async (_input, model) => {
        given = model;
        return NO_ITEMS;
      },
    }).parts,
  );
  await summaries.run("summary", INPUT);
  await summaries.run("action-items", INPUT);
  expect(given).toBeNull();
  expect(summaries.store.getState().results.get("t_a")).toMatchObject({
    summary: null,
    items: { chosen: 2 },
  });
});

test("one run at a time", async () => {
  let calls = 0;
  const count = async (): Promise<Kept<Summary>> => (calls++, KEPT);
  const one = new Summaries(parts({ makeSummary: count }).parts);
  await Promise.all([one.run("summary", INPUT), one.run("summary", INPUT)]);
  expect(calls).toBe(1);
});

test("what is held back is shown once the person wants it, and still after a reload", async () => {
  const { stored, parts: given } = parts({
    makeSummary: async () => ({ ...KEPT, guard: PRIVACY }),
    makeItems: async () => ({ ...NO_ITEMS, guard: PRIVACY }),
  });
  const before = new Summaries(given);
  await before.run("summary", INPUT);
  await before.run("action-items", INPUT);
  expect(stored.get("t_a")?.summary?.guard).toEqual(PRIVACY);
  await before.release("t_a", "summary");
  const after = new Summaries(given);
  await after.load("t_a");
  expect(after.store.getState().results.get("t_a")).toMatchObject({
    summary: { value: SUMMARY, guard: { ...PRIVACY, released: true } },
    items: { guard: PRIVACY },
  });
  // A new one is judged anew.
  await after.run("summary", INPUT);
  expect(stored.get("t_a")?.summary?.guard).toEqual(PRIVACY);
});

test("forgetting a thread removes its results here and in storage", async () => {
  const { stored, parts: given } = parts();
  const summaries = new Summaries(given);
  await summaries.run("summary", INPUT);
  await summaries.forget("t_a");
  expect(stored.size).toBe(0);
  expect(summaries.store.getState().results.has("t_a")).toBe(false);
});

test("a store that cannot be read counts as empty", async () => {
  const summaries = new Summaries(parts({ read: () => Promise.reject(new Error("blocked")) }).parts);
  await summaries.load("t_a");
  expect(summaries.store.getState().results.get("t_a")).toEqual({ summary: null, items: null, ticked: [] });
});
