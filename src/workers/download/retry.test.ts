import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { AppError } from "#shared/errors";
import { withRetries } from "./retry.ts";

const network = () => new AppError("download-failed", "broken", { reason: "network" });
const status = (code: number, more = {}) =>
  new AppError("download-failed", "no", { reason: "status", status: code, ...more });
const silence = () => new AppError("download-failed", "no bytes", { reason: "stalled" });
const wrongHash = () => new AppError("weights-corrupt", "hash", {});

let online: boolean;
beforeEach(() => {
  online = true;
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  vi.stubGlobal("self", new EventTarget());
  vi.stubGlobal("navigator", {
    get onLine() {
      return online;
    },
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** Throws these one after the other, then succeeds. */
async function run(failures: readonly AppError[], sources = 1, arrives: readonly number[] = []) {
  const asked: number[] = [];
  const waits: number[] = [];
  const reasons: string[] = [];
  let ticks: number[] = [];
  let arrived = 0;
  const retries = {
    signal: new AbortController().signal,
    onWait: (waitMs: number, reason: string) => {
      // The first tick of a wait tells its length.
      if (waitMs > (ticks.at(-1) ?? 0)) {
        waits.push(Math.round(waitMs / 1000));
        reasons.push(reason);
        ticks = [];
      }
      ticks.push(waitMs);
    },
    arrived: () => arrived,
    sources,
  };
  const result = withRetries(retries, async (source) => {
    ticks = [];
    const failure = failures[asked.length];
    arrived += arrives[asked.length] ?? 0;
    asked.push(source);
    if (failure) throw failure;
    return "done";
  }).then(
    (value) => ({ value, error: undefined }),
    (error: unknown) => ({ value: undefined, error: error as AppError }),
  );
  await vi.runAllTimersAsync();
  return { ...(await result), asked, waits, reasons };
}

describe("retries", () => {
  it("wait longer each time, then give up", async () => {
    const { error, asked, waits } = await run(Array.from({ length: 9 }, network));
    expect(error).toMatchObject({ code: "download-failed", details: { reason: "network" } });
    expect(asked).toHaveLength(7);
    // With up to a quarter more, so that several lanes do not knock at once.
    [1, 2, 4, 8, 16, 30].forEach((seconds, index) => {
      expect(waits[index]).toBeGreaterThanOrEqual(seconds);
      expect(waits[index]).toBeLessThanOrEqual(seconds * 1.25 + 0.5);
    });
  });

  it("go on for as long as something arrives", async () => {
    const { value, asked } = await run(
      Array.from({ length: 20 }, network),
      1,
      Array.from({ length: 20 }, () => 70_000),
    );
    expect([value, asked.length]).toEqual(["done", 21]);
    const drops = Array.from({ length: 20 }, () => 5);
    expect((await run(Array.from({ length: 20 }, network), 1, drops)).asked).toHaveLength(7);
  });

  it("wait as long as the server asks", async () => {
    const { waits, reasons } = await run([status(429, { retryAfterMs: 60_000 })]);
    expect([waits, reasons]).toEqual([[60], ["busy"]]);
  });

  it("wait all the same where the server's date is over by this clock", async () => {
    const { error, asked, waits } = await run(
      Array.from({ length: 9 }, () => status(503, { retryAfterMs: 0 })),
    );
    expect(error).toMatchObject({ code: "download-failed" });
    expect([asked.length, waits]).toEqual([7, [1, 2, 4, 8, 16, 30]]);
  });

  it("tell each second what is left of a wait, whatever the clock on the wall is set to", async () => {
    vi.spyOn(Date, "now").mockReturnValueOnce(0).mockReturnValueOnce(1e15).mockReturnValue(0);
    const told: number[] = [];
    let tries = 0;
    const retries = {
      signal: new AbortController().signal,
      onWait: (waitMs: number) => told.push(waitMs),
      arrived: () => 0,
      sources: 1,
    };
    const done = withRetries(retries, async () => {
      if (tries++ === 0) throw status(503, { retryAfterMs: 4000 });
    });
    await vi.runAllTimersAsync();
    await done;
    expect(told).toEqual([4000, 3000, 2000, 1000]);
  });

  it("do not count silence as a failure, until it is all there is", async () => {
    const mixed = [silence(), silence(), network(), silence(), silence(), network(), silence()];
    const { value, waits, reasons } = await run(mixed);
    expect(value).toBe("done");
    expect(reasons).toEqual(["slow", "slow", "broken", "slow", "slow", "broken", "slow"]);
    expect(waits[5]).toBeGreaterThan(waits[4] ?? 0);
    const { error, asked } = await run(Array.from({ length: 9 }, silence), 2);
    expect(error).toMatchObject({ details: { reason: "stalled" } });
    expect(asked).toEqual([0, 0, 1, 1, 0, 0]);
  });

  it.each([
    ["a file that is not there", status(404), 1],
    ["a full disk", new AppError("storage-full", "full"), 1],
    ["a sign-in page", new AppError("download-not-weights", "page"), 1],
    ["a file that has changed", new AppError("download-failed", "x", { reason: "changed" }), 1],
    ["a wrong hash", wrongHash(), 2],
    ["a wrong part", new AppError("download-failed", "x", { reason: "wrong-range" }), 2],
  ])("%s is asked for %#", async (_, failure, times) => {
    const { error, asked } = await run(Array.from({ length: 9 }, () => failure));
    expect(error).toBe(failure);
    expect(asked).toHaveLength(times);
  });

  it("ask elsewhere where there is an elsewhere", async () => {
    expect((await run([wrongHash()], 2)).asked).toEqual([0, 1]);
    expect((await run([status(404)], 2)).asked).toEqual([0, 1]);
    expect((await run([new AppError("download-not-weights", "page")], 2)).asked).toEqual([0, 1]);
    expect((await run([network(), network(), network()], 2)).asked).toEqual([0, 0, 1, 1]);
    expect(
      (
        await run(
          Array.from({ length: 9 }, () => status(404)),
          2,
        )
      ).asked,
    ).toEqual([0, 1]);
  });

  it("say that there is no network, and go on at once when it is back", async () => {
    online = false;
    const { error, asked } = await run(Array.from({ length: 9 }, network));
    expect([error?.code, asked.length]).toEqual(["offline", 5]);
    const controller = new AbortController();
    let tries = 0;
    const retries = { signal: controller.signal, onWait: () => {}, arrived: () => 0, sources: 1 };
    const done = withRetries(retries, async () => {
      if (tries++ === 0) throw network();
    });
    await Promise.resolve();
    await vi.advanceTimersByTimeAsync(10);
    self.dispatchEvent(new Event("online"));
    await done;
    expect(tries).toBe(2);
  });

  it("end at once when they are stopped while they wait", async () => {
    const controller = new AbortController();
    const retries = {
      signal: controller.signal,
      onWait: () => controller.abort(),
      arrived: () => 0,
      sources: 1,
    };
    await expect(withRetries(retries, () => Promise.reject(network()))).rejects.toMatchObject({
      name: "AbortError",
    });
  });
});
