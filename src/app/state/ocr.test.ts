import { beforeEach, expect, test, vi } from "vitest";
import { AppError } from "#shared/errors";
import { readPictureText } from "./ocr.ts";

interface FakeWorker {
  readonly calls: {
    readonly file: Blob;
    readonly resolve: (text: string) => void;
    readonly reject: (error: unknown) => void;
  }[];
  ended: boolean;
}

const started = vi.hoisted(() => [] as FakeWorker[]);

vi.mock("#workers/client", () => ({
  startOcrWorker: () => {
    const worker: FakeWorker = { calls: [], ended: false };
    started.push(worker);
    const call = (_method: string, { file }: { file: Blob }): Promise<string> =>
      new Promise((resolve, reject) => worker.calls.push({ file, resolve, reject }));
    const terminate = (): void => {
      worker.ended = true;
      for (const { reject } of worker.calls) reject(new AppError("worker-crashed", "ended"));
    };
    return { rpc: { call }, terminate };
  },
}));

beforeEach(() => {
  vi.useFakeTimers();
  started.length = 0;
  return async () => {
    await vi.runAllTimersAsync();
    vi.useRealTimers();
  };
});

const FILE = new Blob(["picture"]);
const settled = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

test("one picture after another in one worker, which ends after a while without work", async () => {
  const first = readPictureText(FILE, "en");
  const second = readPictureText(FILE, "en");
  await settled();
  expect(started[0]?.calls).toHaveLength(1);
  started[0]?.calls[0]?.resolve("one");
  expect(await first).toBe("one");
  await settled();
  started[0]?.calls[1]?.resolve("two");
  expect(await second).toBe("two");
  await vi.advanceTimersByTimeAsync(59_000);
  expect(started[0]?.ended).toBe(false);
  await vi.advanceTimersByTimeAsync(2000);
  expect(started[0]?.ended).toBe(true);
  expect(started).toHaveLength(1);
});

test("Stop ends the worker at once; the next picture gets a new one", async () => {
  const stop = new AbortController();
  const reading = readPictureText(FILE, "en", { signal: stop.signal });
  const failed = expect(reading).rejects.toMatchObject({ name: "AbortError" });
  await settled();
  stop.abort();
  await failed;
  expect(started[0]?.ended).toBe(true);
  const next = readPictureText(FILE, "en");
  await settled();
  started[1]?.calls[0]?.resolve("again");
  expect(await next).toBe("again");
});

test("one that waits its turn is stopped before it begins", async () => {
  const first = readPictureText(FILE, "en");
  const stop = new AbortController();
  const second = readPictureText(FILE, "en", { signal: stop.signal });
  const failed = expect(second).rejects.toMatchObject({ name: "AbortError" });
  stop.abort();
  await settled();
  started[0]?.calls[0]?.resolve("one");
  expect(await first).toBe("one");
  await failed;
  expect(started[0]?.calls).toHaveLength(1);
});

test("a worker that crashed is said to have failed, and is replaced", async () => {
  const reading = readPictureText(FILE, "en");
  const failed = expect(reading).rejects.toMatchObject({ code: "reading-failed" });
  await settled();
  started[0]?.calls[0]?.reject(new AppError("worker-crashed", "out of memory"));
  await failed;
  const next = readPictureText(FILE, "en");
  await settled();
  started[1]?.calls[0]?.resolve("fine");
  expect(await next).toBe("fine");
});
