import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { describe, expect, it } from "vitest";
import { seededRandom } from "#models/testing/random";
import { abandon, awaitStretches, newProgress, takeStretches } from "./fill-job.ts";
import type { FillJob } from "./fill-job.ts";

const STRETCH = 8 << 20;

function noise(length: number): Uint8Array<ArrayBuffer> {
  const random = seededRandom(length);
  const words = Uint32Array.from({ length: Math.ceil(length / 4) }, () => random() * 2 ** 32);
  return new Uint8Array(words.buffer, 0, length);
}

function jobOf(blobs: readonly Blob[]): FillJob {
  const bytes = blobs.reduce((sum, { size }) => sum + size, 0);
  return { blobs, target: new Uint8Array(new SharedArrayBuffer(bytes)), progress: newProgress() };
}

function broken(): ReadableStream {
  return new ReadableStream({
    pull: (controller) => controller.error(new DOMException("gone", "NotFoundError")),
  });
}

/** A Blob that the browser has lost: each slice of it breaks when it is read. */
function lost({ size }: Blob): Blob {
  return { size, slice: () => ({ size, stream: broken }) } as unknown as Blob;
}

describe("filling memory from Blobs", () => {
  it("puts every stretch in its place, whatever lengths the Blobs have and whoever takes it", async () => {
    const parts = [STRETCH + 3, 1, 2 * STRETCH, 70_000].map(noise);
    const job = jobOf(parts.map((part) => new Blob([part])));
    await Promise.all([takeStretches(job), takeStretches(job), takeStretches(job)]);
    expect(awaitStretches(job, 0)).toBe(true);
    expect(Buffer.concat(parts).equals(Buffer.from(job.target))).toBe(true);
  });

  it("goes on behind what cannot be read, and says that something is missing", async () => {
    const [first, last] = [new Blob([noise(1000)]), new Blob([noise(2000)])];
    const job = jobOf([lost(first), last]);
    await takeStretches(job);
    expect(awaitStretches(job, 0)).toBe(false);
    expect(Buffer.from(job.target.subarray(1000)).equals(Buffer.from(noise(2000)))).toBe(true);
  });

  it("takes a Blob that ends too early for lost", async () => {
    const short = new Blob([noise(1000)]);
    const slice = (): object => ({ size: 2000, stream: () => short.stream() });
    const job = jobOf([{ size: 2000, slice } as unknown as Blob]);
    await takeStretches(job);
    expect(awaitStretches(job, 0)).toBe(false);
  });

  it("gives up on a stretch that somebody took and never ended", async () => {
    const job = jobOf([new Blob([noise(1000)])]);
    Atomics.add(job.progress, 0, 1);
    await takeStretches(job);
    expect(awaitStretches(job, 1)).toBe(false);
  });

  it("lets nobody write to what is abandoned, and waits for who is at it", async () => {
    const job = jobOf([new Blob([noise(1000)])]);
    const inside = `const { workerData, parentPort } = require("node:worker_threads");
      const { progress, target } = workerData;
      Atomics.add(progress, 4, 1);
      parentPort.postMessage("inside");
      while (Atomics.load(progress, 4) > 0);
      target.fill(7);
      Atomics.sub(progress, 4, 1);
      Atomics.notify(progress, 4);`;
    const { progress, target } = job;
    const worker = new Worker(inside, { eval: true, workerData: { progress, target } });
    await once(worker, "message");
    abandon(job);
    expect(target.every((byte) => byte === 7)).toBe(true);
    await takeStretches(job);
    expect(target.every((byte) => byte === 7)).toBe(true);
    expect(awaitStretches(job, 0)).toBe(false);
    await worker.terminate();
  });

  it("leaves off in the middle of a stretch that is abandoned", async () => {
    const job = jobOf([new Blob([noise(3 << 20)])]);
    const taking = takeStretches(job);
    abandon(job);
    job.target.fill(7);
    await taking;
    expect(job.target.every((byte) => byte === 7)).toBe(true);
    expect(awaitStretches(job, 0)).toBe(false);
  });
});
