import "fake-indexeddb/auto";
import { expect, test } from "vitest";
import { AppError } from "#shared/errors";
import type { LanguageModel } from "#shared/language-model";
import type { ThreadSelection } from "#agent/agent-options";
import type { TurnGuard } from "#storage/conversations";
import { changeResults, deleteResults, readResults } from "#storage/summaries";
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
    change: async (threadId, make) => void stored.set(threadId, make(stored.get(threadId))),
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

/** Two tabs: each its own controller, over one database. */
function tab(threadId: string, overrides: Partial<SummariesParts> = {}) {
  const storage = { read: readResults, change: changeResults, remove: deleteResults };
  const summaries = new Summaries(parts({ ...storage, ...overrides }).parts);
  const input = { ...INPUT, thread: { ...INPUT.thread, id: threadId } };
  return { summaries, input, results: () => summaries.store.getState().results.get(threadId) };
}

const guardedAt = (madeAt: string) => async (): Promise<Kept<Summary>> => ({
  ...KEPT,
  madeAt,
  guard: PRIVACY,
});

test("a tick keeps what another tab has released since, and shows it", async () => {
  const one = tab("t_released", { makeSummary: guardedAt("2026-11-24T10:00:00.000Z") });
  const other = tab("t_released");
  await one.summaries.run("summary", one.input);
  await other.summaries.load("t_released");
  await one.summaries.release("t_released", "summary");
  await other.summaries.tick("t_released", "a_1", true);
  const expected = { summary: { guard: { ...PRIVACY, released: true } }, items: null, ticked: ["a_1"] };
  expect(await readResults("t_released")).toMatchObject(expected);
  expect(other.results()).toMatchObject(expected);
});

test("a tick and a list keep another tab's newer summary and its ticks", async () => {
  const one = tab("t_newer");
  const other = tab("t_newer");
  await one.summaries.load("t_newer");
  await other.summaries.load("t_newer");
  await one.summaries.run("summary", one.input);
  await other.summaries.run("action-items", other.input);
  await Promise.all([
    one.summaries.tick("t_newer", "a_1", true),
    other.summaries.tick("t_newer", "a_2", true),
  ]);
  const stored = await readResults("t_newer");
  expect(stored).toEqual({ summary: KEPT, items: NO_ITEMS, ticked: ["a_1", "a_2"] });
  expect(other.results()).toEqual(stored);
});

test("a release of what another tab has replaced shows the new one, and holds it", async () => {
  const one = tab("t_replaced", { makeSummary: guardedAt("2026-11-24T10:00:00.000Z") });
  const other = tab("t_replaced", { makeSummary: guardedAt("2026-11-24T11:00:00.000Z") });
  await one.summaries.run("summary", one.input);
  await other.summaries.run("summary", other.input);
  await one.summaries.release("t_replaced", "summary");
  const stored = await readResults("t_replaced");
  expect(stored).toMatchObject({ summary: { madeAt: "2026-11-24T11:00:00.000Z", guard: PRIVACY } });
  expect(stored).not.toHaveProperty("summary.guard.released");
  expect(one.results()).toEqual(stored);
});

test("what could not be stored is still shown, and stored with the next change", async () => {
  let full = true;
  const change: SummariesParts["change"] = (...asked) =>
    full ? Promise.reject(new AppError("storage-full", "no room")) : changeResults(...asked);
  const one = tab("t_full", { change });
  await one.summaries.run("summary", one.input);
  await expect(one.summaries.tick("t_full", "a_1", true)).rejects.toMatchObject({ code: "storage-full" });
  expect(one.results()).toEqual({ summary: KEPT, items: null, ticked: ["a_1"] });
  full = false;
  await one.summaries.tick("t_full", "a_2", true);
  const stored = await readResults("t_full");
  expect(stored).toEqual({ summary: KEPT, items: null, ticked: ["a_1", "a_2"] });
  expect(one.results()).toEqual(stored);
});

test("a thread that is forgotten while a change is stored does not come back", async () => {
  const { summaries } = tab("t_gone");
  await summaries.load("t_gone");
  const ticking = summaries.tick("t_gone", "a_1", true);
  await Promise.all([summaries.forget("t_gone"), ticking]);
  expect(summaries.store.getState().results.has("t_gone")).toBe(false);
  expect(await readResults("t_gone")).toBeUndefined();
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
