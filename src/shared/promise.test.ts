import { afterEach, describe, expect, it, vi } from "vitest";
import { delay, nextTask } from "./promise.ts";

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
