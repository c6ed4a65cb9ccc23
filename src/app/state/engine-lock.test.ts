import { expect, test } from "vitest";
import { createEngineLock } from "./engine-lock.ts";

/** The part of Web Locks the engine needs, for one lock name, as the specification describes it. */
class Locks {
  #holder: { lose(): void } | null = null;
  readonly #waiting: (() => void)[] = [];

  request(_name: string, options: LockOptions, hold: (lock: Lock | null) => unknown): Promise<unknown> {
    if (options.steal) this.#holder?.lose();
    else if (this.#holder && options.ifAvailable) return Promise.resolve(hold(null));
    else if (this.#holder) return this.#wait(options, hold);
    return this.#grant(hold);
  }

  #grant(hold: (lock: Lock | null) => unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const holder = { lose: () => reject(new DOMException("stolen", "AbortError")) };
      this.#holder = holder;
      void this.#untilReleased(hold, holder, resolve);
    });
  }

  async #untilReleased(
    hold: (lock: Lock | null) => unknown,
    holder: object,
    resolve: (value: unknown) => void,
  ): Promise<void> {
    const value = await hold({ name: "n", mode: "exclusive" });
    if (this.#holder === holder) this.#holder = null;
    this.#waiting.shift()?.();
    resolve(value);
  }

  #wait(options: LockOptions, hold: (lock: Lock | null) => unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const enter = (): void => void this.#grant(hold).then(resolve, reject);
      this.#waiting.push(enter);
      options.signal?.addEventListener("abort", () => {
        this.#waiting.splice(this.#waiting.indexOf(enter), 1);
        reject(options.signal?.reason as Error);
      });
    });
  }
}

function twoTabs(deadlineMs: number) {
  const locks = new Locks() as unknown as LockManager;
  const name = `test-${Math.random()}`;
  const channels = [new BroadcastChannel(name), new BroadcastChannel(name)] as const;
  const [first, second] = channels.map((channel) => createEngineLock(locks, channel, deadlineMs));
  if (!first || !second) throw new Error("two tabs");
  return { first, second, close: () => channels.forEach((channel) => channel.close()) };
}

test("only one tab gets the lock, until it lets go", async () => {
  const { first, second, close } = twoTabs(1000);
  expect(await first.acquire()).toBe(true);
  expect(await second.acquire()).toBe(false);
  first.release();
  await Promise.resolve();
  expect(await second.acquire()).toBe(true);
  expect([first.held, second.held]).toEqual([false, true]);
  close();
});

test("who waits gets the lock when it is free, unless the wait was called off", async () => {
  const { first, second, close } = twoTabs(1000);
  await first.acquire();
  const calledOff = new AbortController();
  const wait = second.whenFree(calledOff.signal);
  calledOff.abort();
  await expect(wait).rejects.toMatchObject({ name: "AbortError" });
  const turn = second.whenFree(new AbortController().signal);
  expect(second.held).toBe(false);
  first.release();
  await turn;
  expect([first.held, second.held]).toEqual([false, true]);
  close();
});

test("taking over asks the holder, who lets go", async () => {
  const { first, second, close } = twoTabs(5000);
  let asked = 0;
  first.onRequested(() => {
    asked += 1;
    first.release();
  });
  await first.acquire();
  await second.takeOver();
  expect(asked).toBe(1);
  expect([first.held, second.held]).toEqual([false, true]);
  close();
});

test("a holder that does not answer loses the lock after the deadline and is told", async () => {
  const { first, second, close } = twoTabs(20);
  const silent = { asked: 0 };
  first.onRequested(() => {
    silent.asked += 1;
    // Lets go only when it has been robbed (the second call), like a tab that was frozen.
    if (silent.asked === 2) first.release();
  });
  await first.acquire();
  await second.takeOver();
  await Promise.resolve();
  expect(second.held).toBe(true);
  expect(silent.asked).toBe(2);
  expect(first.held).toBe(false);
  close();
});
