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

/** Less is not worth the message to another thread. */
export const LEAST_JOB_BYTES = 1 << 20;

export interface FillJob {
  /** Read one after the other into `target`, which they fill. */
  readonly blobs: readonly Blob[];
  readonly target: Uint8Array;
  /** Shared by all who work on it. */
  readonly progress: Int32Array;
}

/**
 * How many stretches are taken, how many of those are through, and how many of those failed; how many parts were written;
 * and the gate that each write passes.
 */
const [TAKEN, ENDED, FAILED, WRITTEN, GATE] = [0, 1, 2, 3, 4] as const;
const WORDS = 5;
/** The sign of the gate: the job is abandoned. The other bits count the writers that are inside. */
const ABANDONED = -0x8000_0000;

/** That nothing is taken yet. */
export function newProgress(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(WORDS * Int32Array.BYTES_PER_ELEMENT));
}

/**
 * Works until no stretch is left to take; others may then still be busy with theirs. One that cannot be read is counted and
 * left out.
 */
export async function takeStretches({ blobs, target, progress }: FillJob): Promise<void> {
  const stretches = stretchesOf(blobs);
  const take = (): Stretch | undefined =>
    isAbandoned(progress) ? undefined : stretches[Atomics.add(progress, TAKEN, 1)];
  for (let next = take(); next; next = take()) {
    if (!(await read(next, target, progress))) Atomics.add(progress, FAILED, 1);
    Atomics.add(progress, ENDED, 1);
    Atomics.notify(progress, ENDED);
  }
}

/**
 * Waits for the stretches that others took.
 * @returns whether all were read; false also when nothing was written for `stallMs`, or the job is abandoned.
 */
export function awaitStretches({ blobs, progress }: FillJob, stallMs: number): boolean {
  const count = stretchesOf(blobs).length;
  for (let ended = 0; (ended = Atomics.load(progress, ENDED)) < count;) {
    if (isAbandoned(progress)) return false;
    const written = Atomics.load(progress, WRITTEN);
    const silent = Atomics.wait(progress, ENDED, ended, stallMs) === "timed-out";
    if (silent && Atomics.load(progress, WRITTEN) === written) return false;
  }
  return Atomics.load(progress, FAILED) === 0;
}

/**
 * After this nobody writes to the target any more, so that it may be freed or filled by somebody else. To be called before a
 * thread is terminated, which may come at any time after it was asked for, or in the middle of a write that would then
 * never leave the gate.
 *
 * Why: all changes of the gate are atomic and thus in one order. A writer writes only between an entry that found the sign
 * clear and its exit, and is counted all that time. Entries behind the sign find it and do not write. So a count of 0 seen
 * once the sign is set was left by the last write. It comes to that: a write is one synchronous copy of a part.
 */
export function abandon({ progress }: FillJob): void {
  let gate = Atomics.or(progress, GATE, ABANDONED) | ABANDONED;
  while (gate !== ABANDONED) {
    Atomics.wait(progress, GATE, gate);
    gate = Atomics.load(progress, GATE);
  }
}

function isAbandoned(progress: Int32Array): boolean {
  return Atomics.load(progress, GATE) < 0;
}

/** Copies unless the job is abandoned, see `abandon`. @returns whether it did */
function write(progress: Int32Array, copy: () => void): boolean {
  const open = Atomics.add(progress, GATE, 1) >= 0;
  try {
    if (open) copy();
  } finally {
    Atomics.sub(progress, GATE, 1);
    Atomics.notify(progress, GATE);
  }
  Atomics.add(progress, WRITTEN, 1);
  return open;
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

async function read({ blob, at }: Stretch, target: Uint8Array, progress: Int32Array): Promise<boolean> {
  let to = at;
  try {
    await readParts(blob.stream(), (part) => {
      const written = write(progress, () => target.set(part, to));
      if (written) to += part.length;
      return written;
    });
    return to === at + blob.size;
  } catch {
    return false;
  }
}
