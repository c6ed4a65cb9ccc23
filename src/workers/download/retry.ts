/**
 * @file When a failed request is tried again, after how long, and from where (spec reliability 4, rows 4 to 15): a lost
 * connection is worth several tries, a wrong piece one from another mirror, a full disk none.
 */
import { AppError, isAbort, toAppError } from "#shared/errors";
import { delay } from "#shared/promise";

/** Waits before tries 2..5 without a byte in between; then the person decides. */
const RETRY_WAITS_MS = [1000, 2000, 4000, 8000];
/** Less than this in one try is no progress: a server that breaks after each byte would be asked for ever. */
const PROGRESS_BYTES = 65_536;
/** So that several lanes do not knock at the same instant. */
const JITTER = 0.25;
/** Wrong bytes are asked for once more, from elsewhere if there is an elsewhere. */
const WRONG_ANSWER_TRIES = 2;

export interface Retries {
  readonly signal: AbortSignal;
  readonly onWait: (attempt: number, waitMs: number) => void;
  /** How many bytes have arrived: a try that brought a good part starts the count anew. */
  readonly arrived: () => number;
  /** How many places there are to ask. */
  readonly sources: number;
}

/**
 * Runs `work` with the number of the place to ask until it succeeds or another try makes no sense.
 * @throws AbortError; AppError as `work`, with `offline` for a lost connection of a browser that knows it is offline.
 */
export async function withRetries<T>(retries: Retries, work: (source: number) => Promise<T>): Promise<T> {
  let attempt = 1;
  let source = 0;
  let wrongAnswers = 0;
  for (;;) {
    const before = retries.arrived();
    try {
      return await work(source % Math.max(1, retries.sources));
    } catch (error) {
      if (isAbort(error)) throw error;
      const failure = toAppError(error, "download-failed");
      if (retries.arrived() - before >= PROGRESS_BYTES) attempt = 1;
      const wrong = isWrongAnswer(failure);
      if (wrong) wrongAnswers++;
      if (wrong || isElsewhere(failure) || attempt % 2 === 0) source++;
      const another = isElsewhere(failure) && source < retries.sources;
      const worthIt = wrong ? wrongAnswers < Math.max(WRONG_ANSWER_TRIES, retries.sources) : mayPass(failure);
      const waitMs = another ? 0 : RETRY_WAITS_MS[attempt - 1];
      if (!(worthIt || another) || waitMs === undefined) throw offlineIfSo(failure);
      await wait(failure, attempt, waitMs, retries);
      attempt++;
    }
  }
}

/** As long as the server asks for; else longer each time, but no longer than the browser is offline. */
async function wait(failure: AppError, attempt: number, waitMs: number, retries: Retries): Promise<void> {
  if (waitMs === 0) return;
  const asked = failure.details["retryAfterMs"];
  const jittered = typeof asked === "number" ? asked : waitMs * (1 + Math.random() * JITTER);
  retries.onWait(attempt, jittered);
  const woken = new AbortController();
  const wake = (): void => woken.abort();
  self.addEventListener("online", wake, { once: true });
  try {
    await delay(jittered, AbortSignal.any([retries.signal, woken.signal]));
  } catch (error) {
    retries.signal.throwIfAborted();
    if (!woken.signal.aborted) throw error;
  } finally {
    self.removeEventListener("online", wake);
  }
}

/** Client errors that are the server's way to say "later" (RFC 9110 15.5.9, RFC 6585 4). */
const PASSING_STATUS = new Set([408, 425, 429]);
const FINAL_REASONS = new Set<unknown>(["changed", "range-ignored", "redirect", "hash-of-file"]);

/** Lost connections and server errors pass; a file that is not there will not come. */
function mayPass({ code, details }: AppError): boolean {
  const status = details["status"];
  const permanent = typeof status === "number" && status < 500 && !PASSING_STATUS.has(status);
  return code === "download-failed" && !permanent && !FINAL_REASONS.has(details["reason"]);
}

/** Bytes came, but not the right ones. */
function isWrongAnswer({ code, details }: AppError): boolean {
  return code === "weights-corrupt" || details["reason"] === "wrong-range";
}

/** This place will not have it; another one may. */
function isElsewhere({ code, details }: AppError): boolean {
  const status = details["status"];
  const refused = typeof status === "number" && status >= 400 && status < 500 && !PASSING_STATUS.has(status);
  return code === "download-not-weights" || refused || FINAL_REASONS.has(details["reason"]);
}

function offlineIfSo(failure: AppError): AppError {
  return failure.code === "download-failed" && !navigator.onLine
    ? new AppError("offline", "no network", failure.details, failure)
    : failure;
}
