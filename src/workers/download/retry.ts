/**
 * @file When a failed request is tried again, after how long, and from where (spec reliability 4, rows 4 to 15): a lost
 * connection is worth several tries, a wrong piece one from another mirror, a full disk none.
 */
import { AppError, isAbort, toAppError } from "#shared/errors";
import { delay } from "#shared/promise";
import type { RetryReason } from "../protocol-models.ts";

/** Waits before tries 2..7 without a byte in between; then the person decides. */
const RETRY_WAITS_MS = [1000, 2000, 4000, 8000, 16_000, 30_000];
/** A browser that knows of no network says so after these; the network's return ends each wait anyway. */
const OFFLINE_WAITS = 4;
/** Each took half a minute in which nothing came: this many in a row, and it is no slow network but none. */
const MAX_SILENCES = 6;
/** How often it is told how long the wait still is. */
const TICK_MS = 1000;
/** Less than this in one try is no progress: a server that breaks after each byte would be asked for ever. */
const PROGRESS_BYTES = 65_536;
/** So that several lanes do not knock at the same instant. */
const JITTER = 0.25;
/** Wrong bytes are asked for once more, from elsewhere if there is an elsewhere. */
const WRONG_ANSWER_TRIES = 2;

export interface Retries {
  readonly signal: AbortSignal;
  /** Called each second of a wait with what is left of it. */
  readonly onWait: (waitMs: number, reason: RetryReason) => void;
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
  const tries: Tries = { attempt: 1, silences: 0, wrongAnswers: 0, source: 0 };
  for (;;) {
    const before = retries.arrived();
    try {
      return await work(tries.source % Math.max(1, retries.sources));
    } catch (error) {
      if (isAbort(error)) throw error;
      const failure = toAppError(error, "download-failed");
      if (retries.arrived() - before >= PROGRESS_BYTES) Object.assign(tries, { attempt: 1, silences: 0 });
      const waitMs = nextWait(failure, tries, retries.sources);
      if (waitMs === undefined) throw offlineIfSo(failure);
      await wait(failure, waitMs, retries);
    }
  }
}

/** What has been tried since the last progress. */
interface Tries {
  attempt: number;
  silences: number;
  wrongAnswers: number;
  source: number;
}

/** Counts the failure and chooses whom to ask next. @returns undefined when another try makes no sense */
function nextWait(failure: AppError, tries: Tries, sources: number): number | undefined {
  const wrong = isWrongAnswer(failure);
  if (wrong) tries.wrongAnswers++;
  if (wrong || isElsewhere(failure) || tries.attempt % 2 === 0) tries.source++;
  if (isElsewhere(failure) && tries.source < sources) {
    tries.attempt++;
    return 0;
  }
  if (isSilence(failure)) {
    tries.silences++;
    if (tries.silences % 2 === 0) tries.source++;
    return tries.silences < MAX_SILENCES ? RETRY_WAITS_MS[0] : undefined;
  }
  const worthIt = wrong ? tries.wrongAnswers < Math.max(WRONG_ANSWER_TRIES, sources) : mayPass(failure);
  const waits = navigator.onLine ? RETRY_WAITS_MS : RETRY_WAITS_MS.slice(0, OFFLINE_WAITS);
  return worthIt ? waits[tries.attempt++ - 1] : undefined;
}

/**
 * As long as the server asks for, but no shorter than without its word: a date may be over by this clock. Else longer each
 * time, but no longer than the browser is offline.
 */
async function wait(failure: AppError, waitMs: number, retries: Retries): Promise<void> {
  if (waitMs === 0) return;
  const asked = failure.details["retryAfterMs"];
  const jittered =
    typeof asked === "number" ? Math.max(asked, waitMs) : waitMs * (1 + Math.random() * JITTER);
  const reason = typeof asked === "number" ? "busy" : isSilence(failure) ? "slow" : "broken";
  const woken = new AbortController();
  const wake = (): void => woken.abort();
  self.addEventListener("online", wake, { once: true });
  try {
    await countDown(jittered, AbortSignal.any([retries.signal, woken.signal]), (leftMs) =>
      retries.onWait(leftMs, reason),
    );
  } catch (error) {
    retries.signal.throwIfAborted();
    if (!woken.signal.aborted) throw error;
  } finally {
    self.removeEventListener("online", wake);
  }
}

/** By the clock, because a browser may slow down the timers of a page that nobody looks at. */
async function countDown(ms: number, signal: AbortSignal, onTick: (leftMs: number) => void): Promise<void> {
  const endMs = performance.now() + ms;
  for (let leftMs = ms; leftMs >= 1; leftMs = endMs - performance.now()) {
    onTick(leftMs);
    await delay(Math.ceil(Math.min(leftMs, TICK_MS)), signal);
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

/** The watchdog gave up on a connection over which nothing came. */
function isSilence({ details }: AppError): boolean {
  return details["reason"] === "stalled";
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
