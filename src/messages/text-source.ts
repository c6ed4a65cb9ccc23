/**
 * @file Text files of any size, read in ranges: encoding first, then lines in batches (spec messages-calendar 1.0).
 * No whole file ever becomes one string.
 */
import { AppError } from "#shared/errors";
import { cleanLabel } from "./clean-text.ts";
import { CHUNK_BYTES, ENCODING_SAMPLE_BYTES, MAX_LINE_CHARS, MAX_SAMPLE_CHARS } from "./limits.ts";
import { LEGACY_ENCODINGS, type ImportQuestion, type LegacyEncoding } from "./message.ts";
import type { ImportContext } from "./importer.ts";

export type TextEncodingName = "utf-8" | "utf-16le" | "utf-16be" | LegacyEncoding;

export interface TextSource {
  readonly blob: Blob;
  readonly encoding: TextEncodingName;
}

const LINE_FEED = 0x0a;
/** Bytes and lines of a text that show whether its letters are right. */
const CHOICE_BYTES = 1000;
const CHOICE_LINES = 3;
const LINE_END = /\r\n|\n|\r/;

/**
 * @param legacy what the person says a text is that is neither UTF-8 nor marked as UTF-16.
 * @throws AppError `import-encoding` for such a text without an answer.
 */
export async function openText(blob: Blob, legacy?: LegacyEncoding): Promise<TextSource> {
  const sample = new Uint8Array(await blob.slice(0, ENCODING_SAMPLE_BYTES).arrayBuffer());
  const encoding = markedEncoding(sample);
  if (encoding !== "utf-8" || isUtf8(sample)) return { blob, encoding };
  if (legacy !== undefined) return { blob, encoding: legacy };
  throw new AppError("import-encoding", "not valid UTF-8");
}

/** How the first lines with other letters than ASCII read under each encoding that a text may have. */
export async function encodingChoices(
  blob: Blob,
): Promise<Extract<ImportQuestion, { kind: "encoding" }>["choices"]> {
  const bytes = new Uint8Array(await blob.slice(0, ENCODING_SAMPLE_BYTES).arrayBuffer());
  const first = bytes.findIndex((byte) => byte >= 0x80);
  const start = bytes.lastIndexOf(LINE_FEED, first) + 1;
  const sample = bytes.subarray(start, start + CHOICE_BYTES);
  return LEGACY_ENCODINGS.map((encoding) => {
    const lines = splitLines(new TextDecoder(encoding).decode(sample, { stream: true }));
    return { encoding, sample: cleanLabel(lines.slice(0, CHOICE_LINES).join(" · "), MAX_SAMPLE_CHARS) };
  });
}

/** For files that are ASCII where it matters: other bytes than those of UTF-8 are no fault. */
export async function openBytes(blob: Blob): Promise<TextSource> {
  return { blob, encoding: markedEncoding(new Uint8Array(await blob.slice(0, 2).arrayBuffer())) };
}

/** What a byte order mark says; without one, UTF-8. */
function markedEncoding(sample: Uint8Array): TextEncodingName {
  if (sample[0] === 0xff && sample[1] === 0xfe) return "utf-16le";
  return sample[0] === 0xfe && sample[1] === 0xff ? "utf-16be" : "utf-8";
}

/** A character cut off at the end of the sample does not count. */
function isUtf8(sample: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(sample, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** The beginning of the text, without a byte order mark and without a half character at its end. */
export async function readHead(source: TextSource, bytes: number): Promise<string> {
  const head = await source.blob.slice(0, bytes).arrayBuffer();
  return new TextDecoder(source.encoding).decode(head, { stream: true });
}

export function splitLines(text: string): string[] {
  return text.split(LINE_END);
}

/**
 * Lines without their ends (LF, CRLF or CR), about one batch for each `CHUNK_BYTES`. A line over `MAX_LINE_CHARS` is cut.
 * A character cut off at the end of the file is dropped.
 * @throws AbortError between chunks when `signal` fires.
 */
export async function* readLines(
  source: TextSource,
  context: ImportContext,
): AsyncGenerator<readonly string[]> {
  const splitter = new LineSplitter();
  for await (const chunk of readChunks(source, context)) {
    const lines = splitter.push(chunk);
    if (lines.length > 0) yield lines;
  }
  const last = splitter.finish();
  if (last !== "") yield [last];
}

/**
 * The text in pieces of `CHUNK_BYTES`, progress reported after each.
 * @throws AbortError between pieces when `signal` fires.
 */
export async function* readChunks(
  { blob, encoding }: TextSource,
  context: ImportContext,
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for (let offset = 0; offset < blob.size; offset += CHUNK_BYTES) {
    context.signal?.throwIfAborted();
    const end = Math.min(offset + CHUNK_BYTES, blob.size);
    const chunk = await blob.slice(offset, end).arrayBuffer();
    yield decoder.decode(chunk, { stream: true });
    await context.spools.drain();
    context.onProgress?.(end, blob.size);
  }
}

/**
 * The bytes in pieces of `CHUNK_BYTES`, progress reported after each; UTF-16 as UTF-8.
 * @throws AbortError between pieces when `signal` fires.
 */
export async function* readBytes(
  source: TextSource,
  context: ImportContext,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const { blob, encoding } = source;
  if (encoding !== "utf-8") {
    const encoder = new TextEncoder();
    for await (const chunk of readChunks(source, context)) yield encoder.encode(chunk);
    return;
  }
  for (let offset = 0; offset < blob.size; offset += CHUNK_BYTES) {
    context.signal?.throwIfAborted();
    const end = Math.min(offset + CHUNK_BYTES, blob.size);
    const bytes = new Uint8Array(await blob.slice(offset, end).arrayBuffer());
    yield offset === 0 ? withoutMark(bytes) : bytes;
    await context.spools.drain();
    context.onProgress?.(end, blob.size);
  }
}

function withoutMark(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}

class LineSplitter {
  #rest = "";
  #skipping = false;

  push(text: string): string[] {
    let all = this.#rest + text;
    // A CR at the end may be half of a CRLF.
    const heldBack = all.endsWith("\r") ? "\r" : "";
    if (heldBack !== "") all = all.slice(0, -1);
    const lines = all.split(LINE_END);
    if (this.#skipping && lines.length > 1) {
      lines.shift();
      this.#skipping = false;
    }
    const rest = lines.pop()!;
    for (let at = 0; at < lines.length; at++) {
      if (lines[at]!.length > MAX_LINE_CHARS) lines[at] = lines[at]!.slice(0, MAX_LINE_CHARS);
    }
    if (this.#skipping) this.#rest = heldBack;
    else if (rest.length > MAX_LINE_CHARS) {
      lines.push(rest.slice(0, MAX_LINE_CHARS));
      this.#skipping = true;
      this.#rest = heldBack;
    } else this.#rest = rest + heldBack;
    return lines;
  }

  finish(): string {
    return this.#skipping ? "" : this.#rest.replace(/\r$/, "");
  }
}
