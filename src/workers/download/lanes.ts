/** @file How many pieces are under way at once, and the memory they are in. */

/** Requests at once: enough to fill a fast connection. */
export const REQUESTS = 3;
/**
 * Pieces in memory at once, at 32 MB each: while some are hashed and written, which takes as long as a fast connection
 * needs for a piece, the connection is not idle.
 */
const LANES = REQUESTS + 2;
/** GiB as the browser rounds them; below, no piece is fetched while another one waits to be written. */
const SMALL_DEVICE_MEMORY = 4;

export interface Lane {
  readonly signal: AbortSignal;
  /** Where its last piece lay and its next one may; null at first. */
  readonly memory: ArrayBuffer | null;
}

/**
 * Works through the jobs, several at a time; the first failure stops all.
 * @param work returns the memory for the lane's next job; null when there is none
 */
export async function inLanes<Job>(
  jobs: readonly Job[],
  signal: AbortSignal,
  work: (job: Job, lane: Lane) => Promise<ArrayBuffer | null>,
): Promise<void> {
  const queue = jobs.values();
  const stop = new AbortController();
  const laneSignal = AbortSignal.any([signal, stop.signal]);
  let failure: unknown;
  const lane = async (): Promise<void> => {
    try {
      let memory: ArrayBuffer | null = null;
      for (const job of queue) {
        laneSignal.throwIfAborted();
        memory = await work(job, { signal: laneSignal, memory });
      }
    } catch (error) {
      failure ??= error;
      stop.abort();
    }
  };
  const { deviceMemory = SMALL_DEVICE_MEMORY } = navigator as { deviceMemory?: number };
  const length = deviceMemory < SMALL_DEVICE_MEMORY ? REQUESTS : LANES;
  await Promise.all(Array.from({ length }, lane));
  signal.throwIfAborted();
  if (failure !== undefined) throw failure;
}
