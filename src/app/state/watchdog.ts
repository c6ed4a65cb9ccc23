/** @file Ends waits: every call to a worker has to show signs of life. */
import { AppError, errorCode, toAppError } from "#shared/errors";

const TICKS = 4;

/** Whether `withWatchdog` ended the wait, not the worker itself. */
export function isSilence(error: unknown): boolean {
  return errorCode(error) === "worker-crashed" && toAppError(error).details["silenceMs"] !== undefined;
}

/**
 * Runs `work`; rejects with `worker-crashed` when `alive` was not called for `silenceMs`. The time is counted in
 * ticks, so that the one late timer after the device slept does not end a healthy call.
 */
export async function withWatchdog<T>(
  silenceMs: number,
  work: (alive: () => void) => Promise<T>,
): Promise<T> {
  let silentTicks = 0;
  let timer: ReturnType<typeof setInterval> | undefined;
  const silent = new Promise<never>((_resolve, reject) => {
    timer = setInterval(() => {
      silentTicks += 1;
      if (silentTicks >= TICKS) reject(new AppError("worker-crashed", "no sign of life", { silenceMs }));
    }, silenceMs / TICKS);
  });
  try {
    return await Promise.race([work(() => (silentTicks = 0)), silent]);
  } finally {
    clearInterval(timer);
  }
}
