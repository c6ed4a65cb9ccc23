import { describe, expect, it } from "vitest";
import { newProgress } from "./fill-job.ts";
import type { FillJob } from "./fill-job.ts";
import { Prefetched } from "./prefetched.ts";

const WINDOW = 4 << 20;

/** A job is done when it is finished: its memory then holds its number. */
function readers() {
  const begun: FillJob[] = [];
  const finished: FillJob[] = [];
  return {
    begun,
    finished,
    any: true,
    begin: (blobs: readonly Blob[], target: Uint8Array) => {
      const job = { blobs, target, progress: newProgress() };
      begun.push(job);
      return job;
    },
    finish: (job: FillJob) => {
      job.target.fill(begun.indexOf(job) + 1);
      finished.push(job);
    },
  };
}

function taken(ahead: Prefetched, job: FillJob | null): number | null {
  const target = new Uint8Array(WINDOW);
  return job && ahead.take(job, target) ? target.at(-1)! : null;
}

describe("what is read ahead", () => {
  it("is copied out once, and its memory used again", () => {
    const all = readers();
    const ahead = new Prefetched(all);
    const jobs = [1, 2, 3].map(() => ahead.begin([], WINDOW)).map((job) => [job, taken(ahead, job)] as const);
    expect(jobs.map(([, value]) => value)).toEqual([1, 2, 3]);
    expect(taken(ahead, jobs[0]![0])).toBe(null);
    for (let more = 0; more < 20; more++) taken(ahead, ahead.begin([], WINDOW));
    expect(new Set(all.begun.map(({ target }) => target.buffer)).size).toBeLessThanOrEqual(4);
  });

  it("makes room, oldest first, once nobody writes to it any more", () => {
    const all = readers();
    const ahead = new Prefetched(all);
    const jobs = Array.from({ length: 6 }, () => ahead.begin([], WINDOW));
    expect(all.finished).toEqual(all.begun.slice(0, 2));
    expect(jobs.map((job) => taken(ahead, job))).toEqual([null, null, 3, 4, 5, 6]);
    expect(new Set(all.begun.map(({ target }) => target.buffer)).size).toBe(4);
  });

  it("is nothing where nobody reads, and nothing small or large", () => {
    const all = readers();
    expect(new Prefetched({ ...all, any: false }).begin([], WINDOW)).toBe(null);
    expect([1 << 10, WINDOW + 1].map((bytes) => new Prefetched(all).begin([], bytes))).toEqual([null, null]);
    expect(all.begun).toEqual([]);
  });
});
