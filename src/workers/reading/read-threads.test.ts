import { afterEach, describe, expect, it, vi } from "vitest";
import { sha256Hex } from "../sha256.ts";
import { takeStretches } from "./fill-job.ts";
import type { FillJob } from "./fill-job.ts";
import { ReadThreads } from "./read-threads.ts";
import { FakeThread, memoryReader, MemoryBlob } from "./testing/fake-threads.ts";

const BYTES = 2 << 20;
const bytes = Uint8Array.from({ length: BYTES }, (_, index) => index % 251);
const lost = new DOMException("gone", "NotFoundError");

afterEach(() => vi.unstubAllGlobals());

function target(): Uint8Array {
  return new Uint8Array(new SharedArrayBuffer(BYTES));
}

/** Those threads, listening. */
async function threadsOf(...fakes: FakeThread[]): Promise<ReadThreads> {
  const left = [...fakes];
  const threads = new ReadThreads(fakes.length, {
    startThread: () => left.shift()!.worker,
    reader: memoryReader,
    stallMs: { first: 1, later: 1 },
  });
  await settled(...fakes);
  return threads;
}

async function settled(...fakes: FakeThread[]): Promise<void> {
  await Promise.all(fakes.map(({ done }) => done));
}

function filledBy(threads: ReadThreads, memory: Uint8Array, from = [new MemoryBlob(bytes)]): Uint8Array {
  threads.fill(from, memory);
  return memory;
}

function isFull(job: Pick<FillJob, "target">): boolean {
  return Buffer.from(bytes).equals(Buffer.from(job.target));
}

describe("reading in threads", () => {
  it("fills shared memory there and not here", async () => {
    const fakes = [new FakeThread(), new FakeThread()];
    const threads = await threadsOf(...fakes);
    const here = vi.spyOn(memoryReader, "readAsArrayBuffer");
    const job = threads.begin([new MemoryBlob(bytes)], target());
    await settled(...fakes);
    threads.finish(job);
    expect(isFull(job)).toBe(true);
    expect(here).not.toHaveBeenCalled();
    expect(threads.any).toBe(true);
    here.mockRestore();
  });

  it("is given up when nothing moves: read here, and never written to by a thread that wakes up", async () => {
    const asleep = new FakeThread({ silent: true });
    const threads = await threadsOf(asleep);
    const filled = filledBy(threads, target());
    expect(isFull({ target: filled })).toBe(true);
    expect([asleep.terminated, threads.any]).toEqual([true, false]);
    filled.fill(7);
    await takeStretches(asleep.jobs[0]!);
    expect(filled.every((byte) => byte === 7)).toBe(true);
  });

  it("goes on without one that crashed, and reads here what that one may have begun", async () => {
    const fakes = [new FakeThread({ silent: true }), new FakeThread()];
    const threads = await threadsOf(...fakes);
    const begun = threads.begin([new MemoryBlob(bytes)], target());
    fakes[0]!.crash();
    expect([fakes[0]!.terminated, fakes[1]!.terminated, threads.any]).toEqual([true, false, true]);
    threads.finish(begun);
    expect([isFull(begun), threads.any]).toEqual([true, true]);
    const next = threads.begin([new MemoryBlob(bytes)], target());
    await settled(fakes[1]!);
    threads.finish(next);
    expect([isFull(next), fakes[0]!.jobs.length, fakes[1]!.jobs.length]).toEqual([true, 1, 2]);
  });

  it("throws what a Blob's reader throws", async () => {
    const thread = new FakeThread();
    const threads = await threadsOf(thread);
    const job = threads.begin([new MemoryBlob(bytes, lost)], target());
    await settled(thread);
    expect(() => threads.finish(job)).toThrow(lost);
  });

  it("starts no thread where memory is not shared", () => {
    vi.stubGlobal("self", { crossOriginIsolated: false });
    const threads = new ReadThreads(undefined, {
      startThread: () => expect.fail("a thread"),
      reader: memoryReader,
    });
    const filled = filledBy(threads, new Uint8Array(BYTES));
    expect([threads.any, isFull({ target: filled })]).toEqual([false, true]);
    expect(threads.ahead.begin([new MemoryBlob(bytes)], BYTES)).toBe(null);
  });

  it("lets go of what was read ahead when it ends", async () => {
    const thread = new FakeThread();
    const threads = await threadsOf(thread);
    const job = threads.ahead.begin([new MemoryBlob(bytes)], BYTES)!;
    await settled(thread);
    threads.close();
    expect(threads.ahead.take(job, target())).toBe(false);
    expect(thread.terminated).toBe(true);
  });
});

describe("hashing in threads", () => {
  it("is done by a thread, and here when that one fails or crashes", async () => {
    const blob = new MemoryBlob(bytes);
    expect(await (await threadsOf(new FakeThread())).hash(blob)).toBe("hash of a thread");
    const failing = new FakeThread({ hash: () => Promise.reject(new Error("no memory")) });
    expect(await (await threadsOf(failing)).hash(blob)).toBe(await sha256Hex(bytes));
    const crashing = new FakeThread({ hash: () => new Promise(() => {}) });
    const hash = (await threadsOf(crashing)).hash(blob);
    crashing.crash();
    expect(await hash).toBe(await sha256Hex(bytes));
  });

  it("throws the error of the Blob as it is", async () => {
    const failing = new FakeThread({ hash: () => Promise.reject(new Error("gone")) });
    const threads = await threadsOf(failing);
    await expect(threads.hash(new MemoryBlob(bytes, lost))).rejects.toBe(lost);
  });
});
