import { afterEach, describe, expect, it, vi } from "vitest";
import { delay, inParallel, nextTask, Permits } from "./promise.ts";

afterEach(() => vi.useRealTimers());

describe("nextTask", () => {
  it("goes on after everything that waits in microtasks, in order", async () => {
    const order: string[] = [];
    const first = nextTask().then(() => order.push("task 1"));
    const second = nextTask().then(() => order.push("task 2"));
    void Promise.resolve().then(() => order.push("microtask"));
    order.push("now");
    await Promise.all([first, second]);
    expect(order).toEqual(["now", "microtask", "task 1", "task 2"]);
  });
});

describe("delay", () => {
  it("waits as long as asked", async () => {
    vi.useFakeTimers();
    let done = false;
    void delay(1000).then(() => (done = true));
    await vi.advanceTimersByTimeAsync(999);
    expect(done).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(done).toBe(true);
  });

  it("ends with AbortError at once, before or while it waits, and leaves no timer", async () => {
    vi.useFakeTimers();
    await expect(delay(1000, AbortSignal.abort())).rejects.toMatchObject({ name: "AbortError" });
    const controller = new AbortController();
    const waiting = delay(1000, controller.signal);
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ name: "AbortError" });
    expect(vi.getTimerCount()).toBe(0);
  });
});

it("work goes on for so many items at a time, and results keep the order of the items", async () => {
  let running = 0;
  let most = 0;
  const results = await inParallel([5, 1, 4, 2, 3], 2, async (item) => {
    most = Math.max(most, ++running);
    for (let turn = 0; turn < item; turn++) await nextTask();
    running--;
    return item * 10;
  });
  expect(results).toEqual([50, 10, 40, 20, 30]);
  expect(most).toBe(2);
});

it("after a failure nothing further is begun", async () => {
  const begun: number[] = [];
  const failing = inParallel([1, 2, 3, 4, 5], 2, async (item) => {
    begun.push(item);
    await nextTask();
    if (item === 1) throw new Error("one");
    await nextTask();
  });
  await expect(failing).rejects.toThrow("one");
  for (let turn = 0; turn < 5; turn++) await nextTask();
  expect(begun).toEqual([1, 2]);
});

it("nothing to do is done at once", async () => {
  expect(await inParallel([], 3, async () => 1)).toEqual([]);
});

it("permits are given in the order they were asked for, never more than there are", async () => {
  const permits = new Permits(2);
  const entered: string[] = [];
  const enter = async (name: string): Promise<void> => {
    await permits.acquire();
    entered.push(name);
  };
  const all = ["a", "b", "c", "d"].map(enter);
  await nextTask();
  expect(entered).toEqual(["a", "b"]);
  permits.release();
  await nextTask();
  expect(entered).toEqual(["a", "b", "c"]);
  permits.release();
  permits.release();
  permits.release();
  await Promise.all(all);
  expect(entered).toEqual(["a", "b", "c", "d"]);
  await Promise.all([permits.acquire(), permits.acquire()]);
});
