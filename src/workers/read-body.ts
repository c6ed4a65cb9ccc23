/** @file Ways to read the body of an answer, or a Blob, as it arrives. */

type ByteStream = ReadableStream<Uint8Array<ArrayBuffer>>;

/** Of a large body as much is read at once; what Chromium has ready of a fast answer is about this. */
const PART_BYTES = 2 ** 20;

/**
 * Streams that are being read. Chromium collects a Blob's stream that nothing but its own pending read refers to, and that
 * read then never ends (seen with Chromium 156, in one of a hundred).
 */
const underWay = new Set<ByteStream>();

/** Reads until the stream ends or `take` has enough. */
export async function readBody(
  stream: ByteStream | null,
  take: (chunk: Uint8Array<ArrayBuffer>) => boolean,
): Promise<void> {
  if (stream) await heldWhile(stream, () => readChunks(stream.getReader(), take));
}

/**
 * The same for large ones, all through one small buffer where the browser can read into one: fresh memory for each chunk
 * costs more than reading it. The buffer is not the piece's own, because a stream that breaks keeps the one it was given,
 * and what had arrived would be lost.
 * @param take gets bytes that are its own until it returns
 */
export async function readParts(
  stream: ByteStream | null,
  take: (part: Uint8Array<ArrayBuffer>) => boolean,
): Promise<void> {
  const reader = byteReader(stream);
  if (!stream || !reader) return readBody(stream, take);
  await heldWhile(stream, () => readThrough(reader, take));
}

async function heldWhile(stream: ByteStream, work: () => Promise<void>): Promise<void> {
  underWay.add(stream);
  try {
    await work();
  } finally {
    underWay.delete(stream);
  }
}

async function readChunks(
  reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>,
  take: (chunk: Uint8Array<ArrayBuffer>) => boolean,
): Promise<void> {
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    if (take(value)) continue;
    void reader.cancel().catch(() => undefined);
    return;
  }
}

async function readThrough(
  reader: ReadableStreamBYOBReader,
  take: (part: Uint8Array<ArrayBuffer>) => boolean,
): Promise<void> {
  for (let memory = new ArrayBuffer(PART_BYTES); ;) {
    const { done, value } = await reader.read(new Uint8Array(memory));
    if (done) return;
    memory = value.buffer;
    if (take(value)) continue;
    void reader.cancel().catch(() => undefined);
    return;
  }
}

/** Null without a stream, and in browsers whose streams are of chunks only. */
function byteReader(stream: ByteStream | null): ReadableStreamBYOBReader | null {
  try {
    return stream?.getReader({ mode: "byob" }) ?? null;
  } catch {
    return null;
  }
}
