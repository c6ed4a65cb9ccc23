/**
 * @file Memory that several threads fill from Blobs at once. Each takes the next stretch that nobody has taken and streams it
 * through a small buffer of its own, since no browser reads a Blob into shared memory by itself. The buffer stays where it
 * is: to read a stretch as a whole into fresh memory costs more than twice as much, nearly all of it the clearing of pages.
 */
import { readParts } from "../read-body.ts";

/** Who works on a job. More gained nothing: the browser's own process, which reads the files, is as busy as they are. */
export const READ_THREADS = 2;
/**
 * To begin a read costs as much as megabytes of it (a pipe of fresh memory between two processes): each thread gets one
 * stretch of a job, as far as they are not shorter than this. A Blob is a piece of at most 32 MB.
 */
const LEAST_STRETCH_BYTES = 4 << 20;

export interface FillJob {
  /** Read one after the other into `target`, which they fill. */
  readonly blobs: readonly Blob[];
  readonly target: Uint8Array;
  /** Shared by all who work on it. */
  readonly progress: Int32Array;
}

/** How many stretches are taken, how many of those are through, and how many of those failed. */
const [TAKEN, ENDED, FAILED] = [0, 1, 2] as const;

/** That nothing is taken yet. */
export function newProgress(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(3 * Int32Array.BYTES_PER_ELEMENT));
}

/**
 * Works until no stretch is left to take; others may then still be busy with theirs. One that cannot be read is counted and
 * left out.
 */
export async function takeStretches({ blobs, target, progress }: FillJob): Promise<void> {
  const stretches = stretchesOf(blobs);
  const take = (): Stretch | undefined => stretches[Atomics.add(progress, TAKEN, 1)];
  for (let next = take(); next; next = take()) {
    if (!(await read(next, target))) Atomics.add(progress, FAILED, 1);
    Atomics.add(progress, ENDED, 1);
    Atomics.notify(progress, ENDED);
  }
}

/**
 * Waits for the stretches that others took.
 * @returns whether all were read; false also when none ended for `stallMs`.
 */
export function awaitStretches({ blobs, progress }: FillJob, stallMs: number): boolean {
  const count = stretchesOf(blobs).length;
  for (let ended = 0; (ended = Atomics.load(progress, ENDED)) < count;) {
    if (Atomics.wait(progress, ENDED, ended, stallMs) === "timed-out") return false;
  }
  return Atomics.load(progress, FAILED) === 0;
}

interface Stretch {
  readonly blob: Blob;
  /** In the target. */
  readonly at: number;
}

function stretchesOf(blobs: readonly Blob[]): Stretch[] {
  const bytes = blobs.reduce((sum, { size }) => sum + size, 0);
  const most = Math.max(LEAST_STRETCH_BYTES, Math.ceil(bytes / READ_THREADS));
  const stretches: Stretch[] = [];
  let start = 0;
  for (const blob of blobs) {
    for (let from = 0; from < blob.size; from += most)
      stretches.push({ blob: blob.slice(from, from + most), at: start + from });
    start += blob.size;
  }
  return stretches;
}

async function read({ blob, at }: Stretch, target: Uint8Array): Promise<boolean> {
  let to = at;
  try {
    await readParts(blob.stream(), (part) => {
      target.set(part, to);
      to += part.length;
      return true;
    });
    return to === at + blob.size;
  } catch {
    return false;
  }
}
