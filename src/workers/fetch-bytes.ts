/** @file One HTTP body with limits: status, kind, length and silence are checked while it arrives. */
import { AppError, isAbort } from "#shared/errors";

/** No byte for this long = the connection is dead, whatever the operating system thinks. */
const STALL_MS = 30_000;

export interface FetchBytesOptions {
  readonly maxBytes: number;
  readonly exactBytes?: number;
  readonly signal: AbortSignal;
  readonly onBytes: (count: number) => void;
}

/**
 * @throws AbortError; AppError `download-failed` (network, status, cut off, stalled: worth another try),
 * `download-not-weights` (a web page instead of the file), `weights-corrupt` (wrong length).
 */
export async function fetchBytes(url: string, options: FetchBytesOptions): Promise<Uint8Array<ArrayBuffer>> {
  const stall = new AbortController();
  const signal = AbortSignal.any([options.signal, stall.signal]);
  let timer = setTimeout(() => stall.abort(), STALL_MS);
  try {
    // `no-store`: a second copy in the HTTP cache helps nobody, and a damaged one would come back.
    const response = await fetch(url, { signal, cache: "no-store", redirect: "error" });
    const reader = checkedBody(response, options).getReader();
    return await collect(reader, options, () => {
      clearTimeout(timer);
      timer = setTimeout(() => stall.abort(), STALL_MS);
    });
  } catch (error) {
    options.signal.throwIfAborted();
    if (isAbort(error)) throw new AppError("download-failed", "no bytes for 30 s", { reason: "stalled" });
    if (error instanceof AppError) throw error;
    throw new AppError("download-failed", String(error), { reason: "network" }, error);
  } finally {
    clearTimeout(timer);
    // A refused answer is not read to its end: this closes its connection. After a whole one it does nothing.
    stall.abort();
  }
}

function checkedBody(
  response: Response,
  options: FetchBytesOptions,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const { status, headers, body } = response;
  if (status !== 200 || !body) {
    throw new AppError("download-failed", `status ${status}`, { reason: "status", status });
  }
  if (/^text\/html\b/i.test(headers.get("content-type") ?? "")) {
    throw new AppError("download-not-weights", "got a web page", { status });
  }
  const length = headers.get("content-length");
  const encoded = headers.get("content-encoding") !== null;
  if (length !== null && !encoded && Number(length) > options.maxBytes)
    throw wrongLength(Number(length), options);
  return body;
}

async function collect(
  reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>,
  options: FetchBytesOptions,
  onActivity: () => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(options.maxBytes);
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    onActivity();
    if (length + value.length > options.maxBytes) {
      void reader.cancel();
      throw wrongLength(length + value.length, options);
    }
    bytes.set(value, length);
    length += value.length;
    options.onBytes(value.length);
  }
  if (options.exactBytes !== undefined && length < options.exactBytes) {
    throw new AppError("download-failed", `${length} of ${options.exactBytes} bytes`, { reason: "cut-off" });
  }
  return length === bytes.length ? bytes : bytes.slice(0, length);
}

function wrongLength(length: number, options: FetchBytesOptions): AppError {
  return new AppError("weights-corrupt", `${length} bytes instead of ${options.maxBytes}`, {
    reason: "length",
  });
}
