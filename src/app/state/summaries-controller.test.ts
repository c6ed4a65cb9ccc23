import "fake-indexeddb/auto";
import { expect, test, vi } from "vitest";
import { AppError } from "#shared/errors";
import type { LanguageModel } from "#shared/language-model";
import type { ThreadSelection } from "#agent/agent-options";
import type { TurnGuard } from "#storage/conversations";
import { changeResults, deleteResults, readResults } from "#storage/summaries";
import type { Kept, Summary } from "./kept-results.ts";
import { Summaries, type SummariesParts } from "./summaries-controller.ts";
import { interruptedRun, type Begun, type ThreadResults } from "./summaries-state.ts";
import { FakeLocks } from "./testing/fake-locks.ts";

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

const SUMMARISE: Begun = { kind: "summary", selection: { kind: "last", count: 2 } };
const FIND_ITEMS: Begun = { kind: "action-items", selection: { kind: "all" } };

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
    exists: async () => true,
    locks: new FakeLocks(),
  };
  return { stored, parts: { ...base, ...overrides } };
}

test("a run reports its progress, keeps its result and stores it", async () => {
  const { stored, parts: given } = parts();
  const summaries = new Summaries(given);
  const seen: unknown[] = [];
  summaries.store.subscribe(({ run }) => seen.push(run.phase === "running" ? run.progress : run.phase));
  await summaries.run(SUMMARISE, INPUT);
  expect(seen).toContainEqual({ phase: "writing", done: 1, total: 2 });
  expect(summaries.store.getState().run).toEqual({ phase: "idle" });
  expect(stored.get("t_a")?.summary).toEqual(KEPT);
});

test("what was stored is shown again after a reload, and a new run keeps the ticks", async () => {
  const { stored, parts: given } = parts();
  const before = new Summaries(given);
  await before.run(SUMMARISE, INPUT);
  await before.tick("t_a", "a_1", true);
  await before.tick("t_a", "a_2", true);
  await before.tick("t_a", "a_2", false);
  const after = new Summaries(given);
  await after.load("t_a");
  expect(after.store.getState().results.get("t_a")).toEqual(stored.get("t_a"));
  await after.run(FIND_ITEMS, INPUT);
  expect(stored.get("t_a")).toMatchObject({
    summary: { value: SUMMARY },
    items: { value: { items: [] } },
    ticks: { a_1: true, a_2: false },
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
  await summaries.run(SUMMARISE, INPUT);
  const second = summaries.run(SUMMARISE, INPUT);
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
  await summaries.run(SUMMARISE, INPUT);
  expect(summaries.store.getState().run).toMatchObject({ phase: "failed", error: { code: "context-full" } });
  fail = false;
  await summaries.run(SUMMARISE, INPUT);
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
  await summaries.run(SUMMARISE, INPUT);
  await summaries.run(FIND_ITEMS, INPUT);
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
  await Promise.all([one.run(SUMMARISE, INPUT), one.run(SUMMARISE, INPUT)]);
  expect(calls).toBe(1);
});

test("what is held back is shown once the person wants it, and still after a reload", async () => {
  const { stored, parts: given } = parts({
    makeSummary: async () => ({ ...KEPT, guard: PRIVACY }),
    makeItems: async () => ({ ...NO_ITEMS, guard: PRIVACY }),
  });
  const before = new Summaries(given);
  await before.run(SUMMARISE, INPUT);
  await before.run(FIND_ITEMS, INPUT);
  expect(stored.get("t_a")?.summary?.guard).toEqual(PRIVACY);
  await before.release("t_a", "summary");
  const after = new Summaries(given);
  await after.load("t_a");
  expect(after.store.getState().results.get("t_a")).toMatchObject({
    summary: { value: SUMMARY, guard: { ...PRIVACY, released: true } },
    items: { guard: PRIVACY },
  });
  // A new one is judged anew.
  await after.run(SUMMARISE, INPUT);
  expect(stored.get("t_a")?.summary?.guard).toEqual(PRIVACY);
});

/** Two tabs: each its own controller, over one database. */
function tab(threadId: string, overrides: Partial<SummariesParts> = {}) {
  const storage = { read: readResults, change: changeResults, remove: deleteResults };
  const summaries = new Summaries(parts({ ...storage, ...overrides }).parts);
  const input = { ...INPUT, thread: { ...INPUT.thread, id: threadId } };
  const state = () => summaries.store.getState();
  return {
    summaries,
    input,
    results: () => state().results.get(threadId),
    interrupted: () => interruptedRun(state(), threadId),
    isElsewhere: () => state().elsewhere.has(threadId),
  };
}

const guardedAt = (madeAt: string) => async (): Promise<Kept<Summary>> => ({
  ...KEPT,
  madeAt,
  guard: PRIVACY,
});

test("a tick keeps what another tab has released since, and shows it", async () => {
  const one = tab("t_released", { makeSummary: guardedAt("2026-11-24T10:00:00.000Z") });
  const other = tab("t_released");
  await one.summaries.run(SUMMARISE, one.input);
  await other.summaries.load("t_released");
  await one.summaries.release("t_released", "summary");
  await other.summaries.tick("t_released", "a_1", true);
  const expected = { summary: { guard: { ...PRIVACY, released: true } }, items: null, ticks: { a_1: true } };
  expect(await readResults("t_released")).toMatchObject(expected);
  expect(other.results()).toMatchObject(expected);
});

test("a tick and a list keep another tab's newer summary and its ticks", async () => {
  const one = tab("t_newer");
  const other = tab("t_newer");
  await one.summaries.load("t_newer");
  await other.summaries.load("t_newer");
  await one.summaries.run(SUMMARISE, one.input);
  await other.summaries.run(FIND_ITEMS, other.input);
  await Promise.all([
    one.summaries.tick("t_newer", "a_1", true),
    other.summaries.tick("t_newer", "a_2", true),
  ]);
  const stored = await readResults("t_newer");
  expect(stored).toEqual({ summary: KEPT, items: NO_ITEMS, ticks: { a_1: true, a_2: true } });
  expect(other.results()).toEqual(stored);
});

test("a release of what another tab has replaced shows the new one, and holds it", async () => {
  const one = tab("t_replaced", { makeSummary: guardedAt("2026-11-24T10:00:00.000Z") });
  const other = tab("t_replaced", { makeSummary: guardedAt("2026-11-24T11:00:00.000Z") });
  await one.summaries.run(SUMMARISE, one.input);
  await other.summaries.run(SUMMARISE, other.input);
  await one.summaries.release("t_replaced", "summary");
  const stored = await readResults("t_replaced");
  expect(stored).toMatchObject({ summary: { madeAt: "2026-11-24T11:00:00.000Z", guard: PRIVACY } });
  expect(stored).not.toHaveProperty("summary.guard.released");
  expect(one.results()).toEqual(stored);
});

test("what another tab makes is shown without a change of one's own, and keeps what is not stored yet", async () => {
  const one = tab("t_heard");
  const other = tab("t_heard", { change: () => Promise.reject(new AppError("storage-full", "no room")) });
  await other.summaries.load("t_heard");
  await expect(other.summaries.tick("t_heard", "a_2", true)).rejects.toMatchObject({ code: "storage-full" });
  await one.summaries.run(SUMMARISE, one.input);
  await one.summaries.tick("t_heard", "a_1", true);
  await other.summaries.heard("t_heard");
  expect(other.results()).toEqual({ summary: KEPT, items: null, ticks: { a_1: true, a_2: true } });
  await one.summaries.forget("t_heard");
  await other.summaries.heard("t_heard");
  expect(other.results()).toMatchObject({ summary: null });
});

/** A summary that is made when the test says so. */
function madeByHand() {
  const finishing: ((kept: Kept<Summary>) => void)[] = [];
  const made = new Promise<Kept<Summary>>((resolve) => finishing.push(resolve));
  return { made, finish: (kept: Kept<Summary>) => finishing.forEach((resolve) => resolve(kept)) };
}

const never = (): Promise<never> => new Promise(() => {});

test("a run that ended with its page is said to be interrupted, until it is done again", async () => {
  const locks = new FakeLocks();
  const first = tab("t_reload", { locks });
  await first.summaries.run(SUMMARISE, first.input);
  const closed = tab("t_reload", { locks, makeSummary: never });
  void closed.summaries.run(SUMMARISE, closed.input);
  await vi.waitFor(async () => expect(await readResults("t_reload")).toHaveProperty("begun"));
  expect(closed.interrupted()).toBeNull();
  locks.closeTab();

  const reloaded = tab("t_reload", { locks });
  await reloaded.summaries.load("t_reload");
  expect(reloaded.interrupted()).toEqual(SUMMARISE);
  expect(reloaded.results()).toMatchObject({ summary: KEPT });
  await reloaded.summaries.run(SUMMARISE, reloaded.input);
  expect(reloaded.interrupted()).toBeNull();
  expect(await readResults("t_reload")).toEqual({ summary: KEPT, items: null, ticks: {} });
});

test("a run of another tab is not interrupted before that tab is closed; then it can be dismissed", async () => {
  const locks = new FakeLocks();
  const one = tab("t_elsewhere", { locks, makeSummary: never });
  void one.summaries.run(SUMMARISE, one.input);
  await vi.waitFor(async () => expect(await readResults("t_elsewhere")).toHaveProperty("begun"));
  const other = tab("t_elsewhere", { locks });
  await other.summaries.load("t_elsewhere");
  expect([other.isElsewhere(), other.interrupted()]).toEqual([true, null]);
  locks.closeTab();
  await vi.waitFor(() => expect(other.isElsewhere()).toBe(false));
  expect(other.interrupted()).toEqual(SUMMARISE);
  await other.summaries.dropBegun("t_elsewhere");
  expect(other.interrupted()).toBeNull();
  expect(await readResults("t_elsewhere")).not.toHaveProperty("begun");
});

test("a thread that another tab runs over is left to it, and its result shown", async () => {
  const locks = new FakeLocks();
  const { made, finish } = madeByHand();
  const one = tab("t_both", { locks, makeSummary: () => made });
  const running = one.summaries.run(SUMMARISE, one.input);
  await vi.waitFor(async () => expect(await readResults("t_both")).toHaveProperty("begun"));
  const other = tab("t_both", { locks, makeItems: never });
  await other.summaries.run(FIND_ITEMS, other.input);
  expect(other.summaries.store.getState().run).toEqual({ phase: "idle" });
  expect(other.isElsewhere()).toBe(true);
  expect(await readResults("t_both")).toMatchObject({ begun: SUMMARISE });
  finish(KEPT);
  await running;
  await vi.waitFor(() => expect(other.isElsewhere()).toBe(false));
  expect(other.results()).toEqual({ summary: KEPT, items: null, ticks: {} });
});

test("a lock that cannot be waited for leaves no thread to another tab for ever", async () => {
  const locks = new FakeLocks();
  locks.isHeld = vi.fn(async () => false).mockResolvedValueOnce(true);
  locks.whenFree = () => Promise.reject(new Error("blocked"));
  const one = tab("t_blocked", { locks });
  const seen: boolean[] = [];
  one.summaries.store.subscribe(() => seen.push(one.isElsewhere()));
  await one.summaries.load("t_blocked");
  await vi.waitFor(() => expect(one.isElsewhere()).toBe(false));
  expect(seen).toContain(true);
});

test("a run over a thread that another tab deletes is ended, and nothing of it comes back", async () => {
  const { made, finish } = madeByHand();
  const one = tab("t_deleted", { makeSummary: () => made });
  const running = one.summaries.run(SUMMARISE, one.input);
  await vi.waitFor(async () => expect(await readResults("t_deleted")).toHaveProperty("begun"));
  await tab("t_deleted").summaries.forget("t_deleted");
  one.summaries.heardRemoved("t_deleted");
  expect(one.summaries.store.getState().run).toEqual({ phase: "idle" });
  finish(KEPT);
  await running;
  expect(one.results()).toBeUndefined();
  expect(await readResults("t_deleted")).toBeUndefined();
});

test("a deletion that is not heard of before the result is stored takes it along", async () => {
  const one = tab("t_unheard", { exists: async () => false });
  await one.summaries.run(SUMMARISE, one.input);
  expect(one.results()).toBeUndefined();
  expect(await readResults("t_unheard")).toBeUndefined();
});

test.each([
  ["stopped", new DOMException("aborted", "AbortError")],
  ["failed", new AppError("context-full", "too long")],
])("a run that was %s is not interrupted", async (_how, error) => {
  const one = tab("t_ended", { makeSummary: () => Promise.reject(error) });
  await one.summaries.run(SUMMARISE, one.input);
  expect(one.interrupted()).toBeNull();
  expect(await readResults("t_ended")).not.toHaveProperty("begun");
});

test("what could not be stored is still shown, and stored with the next change", async () => {
  let full = true;
  const change: SummariesParts["change"] = (...asked) =>
    full ? Promise.reject(new AppError("storage-full", "no room")) : changeResults(...asked);
  const one = tab("t_full", { change });
  await one.summaries.run(SUMMARISE, one.input);
  await expect(one.summaries.tick("t_full", "a_1", true)).rejects.toMatchObject({ code: "storage-full" });
  expect(one.results()).toEqual({ summary: KEPT, items: null, ticks: { a_1: true } });
  full = false;
  await one.summaries.tick("t_full", "a_2", true);
  const stored = await readResults("t_full");
  expect(stored).toEqual({ summary: KEPT, items: null, ticks: { a_1: true, a_2: true } });
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
  await summaries.run(SUMMARISE, INPUT);
  await summaries.forget("t_a");
  expect(stored.size).toBe(0);
  expect(summaries.store.getState().results.has("t_a")).toBe(false);
});

test("a store that cannot be read counts as empty", async () => {
  const summaries = new Summaries(parts({ read: () => Promise.reject(new Error("blocked")) }).parts);
  await summaries.load("t_a");
  expect(summaries.store.getState().results.get("t_a")).toEqual({ summary: null, items: null, ticks: {} });
});
