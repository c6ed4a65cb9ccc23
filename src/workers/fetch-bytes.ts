/** @file One HTTP answer with limits: status, kind, length, place and silence are checked while it arrives. */
import { AppError, isAbort } from "#shared/errors";
import { readBody, readParts } from "./read-body.ts";

/** No byte for this long = the connection is dead, whatever the operating system thinks. */
const STALL_MS = 30_000;
/** A later Retry-After is as good as "not today". */
const MAX_RETRY_AFTER_S = 900;
/** A range far into a file is not worth reading from its start when the server ignores ranges. */
const MAX_SKIPPED_BYTES = 64 * 2 ** 20;

export interface FetchOptions {
  readonly signal: AbortSignal;
  /** Of this origin nothing is redirected; a hub sends to its storage hosts. */
  readonly redirect?: "error" | "follow";
}

/** Where the bytes of a piece are: a part of the resource at `url`. */
export interface ByteRange {
  readonly url: string;
  /** First byte of the piece within the resource. */
  readonly offset: number;
  /** Length of the whole resource. */
  readonly resourceBytes: number;
}

/** Strong entity tags by address, from the first answer of each: parts of one file must be of one version. */
export type Versions = Map<string, string>;

/** What has arrived of a piece; kept between tries, so that the next one goes on where the last one broke. */
export class PieceBuffer {
  readonly bytes: Uint8Array<ArrayBuffer>;
  filled = 0;

  /** @param memory to lie in, where it is large enough: fresh memory costs as much as reading the piece into it */
  constructor(sizeBytes: number, memory: ArrayBuffer | null = null) {
    const fits = memory !== null && memory.byteLength >= sizeBytes;
    this.bytes = fits ? new Uint8Array(memory, 0, sizeBytes) : new Uint8Array(sizeBytes);
  }
}

/**
 * A body of at most `maxBytes`.
 * @throws AbortError; AppError `download-failed` (network, status, stalled: worth another try), `download-not-weights`
 * (a web page instead of the file), `weights-corrupt` (too long).
 */
export function fetchBytes(
  url: string,
  { maxBytes, ...options }: FetchOptions & { readonly maxBytes: number },
): Promise<Uint8Array<ArrayBuffer>> {
  return request(url, {}, options, async (response, onActivity) => {
    if (response.status !== 200) throw statusError(response);
    refuseWebPage(response);
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    let length = 0;
    await readBody(response.body, (chunk) => {
      onActivity();
      length += chunk.length;
      if (length > maxBytes) throw wrongLength(length, maxBytes);
      chunks.push(chunk);
      return true;
    });
    return new Uint8Array(await new Blob(chunks).arrayBuffer());
  });
}

/** The length of a resource, from an answer of one byte. @throws as `fetchBytes` */
export function fetchLength(url: string, options: FetchOptions): Promise<number> {
  return request(url, { Range: "bytes=0-0" }, options, async (response) => {
    refuseWebPage(response);
    if (response.status !== 206 && response.status !== 200) throw statusError(response);
    const total =
      response.status === 206
        ? contentRange(response)?.total
        : Number(response.headers.get("content-length") ?? Number.NaN);
    if (total === undefined || !Number.isSafeInteger(total) || total <= 0) {
      throw new AppError("download-failed", "no length", { reason: "length" });
    }
    return total;
  });
}

/**
 * Fills the rest of `buffer`. After a failure `buffer.filled` says how much is good to keep.
 * @param onBytes called with the number of bytes as they arrive
 * @throws AbortError; AppError as `fetchBytes`, and `download-failed` with reason `wrong-range` (another part than asked
 * for), `changed` (the resource has another length or version now), `range-ignored`, `cut-off`.
 */
export function fetchPiece(
  range: ByteRange,
  buffer: PieceBuffer,
  options: FetchOptions & { readonly onBytes: (count: number) => void; readonly versions?: Versions },
): Promise<void> {
  const start = range.offset + buffer.filled;
  const end = range.offset + buffer.bytes.length;
  const whole = start === 0 && end === range.resourceBytes;
  const headers: Record<string, string> = whole ? {} : { Range: `bytes=${start}-${end - 1}` };
  return request(range.url, headers, options, async (response, onActivity) => {
    const skip = checkPlace(response, range, start, end);
    checkVersion(response, range.url, options.versions);
    await fill(response, buffer, { skip, whole, onActivity, onBytes: options.onBytes });
    if (buffer.filled === buffer.bytes.length) return;
    throw new AppError("download-failed", `${buffer.filled} of ${buffer.bytes.length} bytes`, {
      reason: "cut-off",
    });
  });
}

interface Filling {
  /** Bytes of the body in front of the wanted ones. */
  readonly skip: number;
  /** The body is the whole resource and nothing else was asked for: one byte too many is an error. */
  readonly whole: boolean;
  readonly onActivity: () => void;
  readonly onBytes: (count: number) => void;
}

async function fill(response: Response, buffer: PieceBuffer, filling: Filling): Promise<void> {
  const exact = filling.whole || response.status === 206;
  let skip = filling.skip;
  await readParts(response.body, (part) => {
    filling.onActivity();
    const wanted = part.subarray(Math.min(skip, part.length));
    skip -= part.length - wanted.length;
    const room = buffer.bytes.length - buffer.filled;
    if (exact && wanted.length > room) throw wrongLength(buffer.filled + wanted.length, buffer.bytes.length);
    const kept = wanted.subarray(0, room);
    buffer.bytes.set(kept, buffer.filled);
    buffer.filled += kept.length;
    filling.onBytes(kept.length);
    return exact || buffer.filled < buffer.bytes.length;
  });
}

/** Is this the part asked for? @returns how many bytes of the body come before it */
function checkPlace(response: Response, range: ByteRange, start: number, end: number): number {
  const { status, headers } = response;
  if (status === 416) throw changed(0);
  if (status !== 200 && status !== 206) throw statusError(response);
  refuseWebPage(response);
  refuseJson(response, range.url);
  const encoded = headers.get("content-encoding") !== null;
  if (status === 206) {
    const place = contentRange(response);
    // Other origins may hide the header; then the length and the hash have to do.
    if (place?.total !== undefined && place.total !== range.resourceBytes) throw changed(place.total);
    const wrong = place !== undefined && (place.first !== start || place.last > end - 1);
    if (wrong || encoded) throw wrongRange();
    return 0;
  }
  const length = headers.get("content-length");
  if (length !== null && !encoded && Number(length) !== range.resourceBytes) {
    if (start > 0 || end < range.resourceBytes) throw changed(Number(length));
    // A whole resource that is too short counts as cut off, as if its length had not been said.
    if (Number(length) > range.resourceBytes) throw wrongLength(Number(length), range.resourceBytes);
  }
  if (start > MAX_SKIPPED_BYTES) {
    throw new AppError("download-failed", "the server does not send parts of files", {
      reason: "range-ignored",
    });
  }
  return start;
}

/** @throws AppError `changed` unless the server's own name for this version is the one that it gave before */
function checkVersion({ headers }: Response, url: string, versions?: Versions): void {
  const etag = headers.get("etag") ?? "";
  // Weak ones say nothing about bytes (RFC 9110 8.8.1), and what is compressed on the way may get one of its own.
  if (!versions || etag === "" || etag.startsWith("W/") || headers.has("content-encoding")) return;
  const first = versions.get(url);
  if (first === undefined) versions.set(url, etag);
  else if (first !== etag) throw changed(null);
}

/** Sends the request, watches for silence, and names what goes wrong. */
async function request<T>(
  url: string,
  headers: Record<string, string>,
  options: FetchOptions,
  work: (response: Response, onActivity: () => void) => Promise<T>,
): Promise<T> {
  const stall = new AbortController();
  const signal = AbortSignal.any([options.signal, stall.signal]);
  let timer = setTimeout(() => stall.abort(), STALL_MS);
  const onActivity = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => stall.abort(), STALL_MS);
  };
  const { redirect = "error" } = options;
  try {
    // `no-store`: a second copy in the HTTP cache helps nobody, and a damaged one would come back.
    const response = await fetch(url, { signal, headers, cache: "no-store", redirect, credentials: "omit" });
    if (response.redirected) checkRedirect(url, response.url);
    return await work(response, onActivity);
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

/** Encrypted connections stay encrypted; a plain one (a mirror on this machine) stays where it was. */
function checkRedirect(from: string, to: string): void {
  const [source, target] = [new URL(from), new URL(to)];
  if (target.protocol === "https:" || target.origin === source.origin) return;
  throw new AppError("download-failed", "redirected to an unsafe place", {
    reason: "redirect",
    host: target.host,
  });
}

/** What a hotel's sign-in page looks like. */
function refuseWebPage({ headers, status }: Response): void {
  if (!/^(?:text\/html|application\/xhtml\+xml)\b/i.test(headers.get("content-type") ?? "")) return;
  throw new AppError("download-not-weights", "got a web page", { status });
}

/** How servers tell an error with the wrong status. */
function refuseJson({ headers, status }: Response, url: string): void {
  const isJson = /^application\/(?:[\w.-]+\+)?json\b/i.test(headers.get("content-type") ?? "");
  if (!isJson || new URL(url).pathname.endsWith(".json")) return;
  throw new AppError("download-not-weights", "got JSON", { status });
}

function statusError({ status, headers }: Response): AppError {
  const seconds = retryAfterSeconds(headers.get("retry-after"));
  return new AppError("download-failed", `status ${status}`, {
    reason: "status",
    status,
    ...(seconds === null ? {} : { retryAfterMs: seconds * 1000 }),
  });
}

/** Seconds or an HTTP date (RFC 9110 10.2.3). */
function retryAfterSeconds(value: string | null): number | null {
  if (value === null) return null;
  const seconds = /^\d+$/.test(value.trim()) ? Number(value) : (Date.parse(value) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.min(MAX_RETRY_AFTER_S, Math.max(0, Math.ceil(seconds))) : null;
}

function contentRange({
  headers,
}: Response): { first: number; last: number; total: number | undefined } | undefined {
  const value = headers.get("content-range");
  if (value === null) return undefined;
  const match = /^bytes (\d{1,16})-(\d{1,16})\/(\d{1,16}|\*)$/.exec(value.trim());
  if (!match) throw wrongRange();
  const total = match[3] === "*" ? undefined : Number(match[3]);
  return { first: Number(match[1]), last: Number(match[2]), total };
}

function wrongRange(): AppError {
  return new AppError("download-failed", "another part than asked for", { reason: "wrong-range" });
}

function changed(resourceBytes: number | null): AppError {
  return new AppError("download-failed", "the file on the server is another one now", {
    reason: "changed",
    resourceBytes,
  });
}

function wrongLength(length: number, expected: number): AppError {
  return new AppError("weights-corrupt", `${length} bytes instead of ${expected}`, { reason: "length" });
}
