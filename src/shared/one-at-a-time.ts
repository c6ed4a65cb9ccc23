/** @file A queue for work that must not overlap. */

export class OneAtATime {
  #last: Promise<void> = Promise.resolve();

  /** Runs `work` after all earlier work has settled. @throws AbortError when `signal` fires while it waits */
  async run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const before = this.#last;
    let leave: (() => void) | undefined;
    const mine = new Promise<void>((resolve) => {
      leave = resolve;
    });
    this.#last = before.then(() => mine);
    try {
      await unlessAborted(before, signal);
      return await work();
    } finally {
      leave?.();
    }
  }
}

/** The outcome of `promise`, or the signal's AbortError if that comes first. */
async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  signal.throwIfAborted();
  let abort: (() => void) | undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    abort = () => reject(new DOMException("aborted", "AbortError"));
    signal.addEventListener("abort", abort, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    if (abort) signal.removeEventListener("abort", abort);
  }
}
