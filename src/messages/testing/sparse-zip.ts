/**
 * @file A zip of many gigabytes that is nowhere: stored entries of zeros around one text, with the fields of zip64
 * (APPNOTE 4.3.14, 4.3.15, 4.5.3), made piece by piece when somebody reads it.
 */

interface SparseEntry {
  readonly name: string;
  /** null = zeros. */
  readonly content: Uint8Array | null;
  readonly size: number;
}

interface Piece {
  readonly at: number;
  readonly bytes: Uint8Array;
}

/** Answers what readers ask of a Blob. Everything between its pieces is zero. */
class SparseBlob {
  readonly size: number;
  readonly type = "application/zip";
  readonly #pieces: readonly Piece[];
  readonly #start: number;
  readonly #onRead: (bytes: number) => void;

  constructor(pieces: readonly Piece[], start: number, end: number, onRead: (bytes: number) => void) {
    this.size = end - start;
    this.#pieces = pieces;
    this.#start = start;
    this.#onRead = onRead;
  }

  slice(from = 0, to = this.size): SparseBlob {
    const [start, end] = [from, to].map((at) =>
      Math.min(Math.max(at < 0 ? this.size + at : at, 0), this.size),
    );
    return new SparseBlob(
      this.#pieces,
      this.#start + start!,
      this.#start + Math.max(start!, end!),
      this.#onRead,
    );
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    this.#onRead(this.size);
    const bytes = new Uint8Array(this.size);
    for (const piece of this.#pieces) {
      const from = Math.max(piece.at, this.#start);
      const to = Math.min(piece.at + piece.bytes.length, this.#start + this.size);
      if (from < to) bytes.set(piece.bytes.subarray(from - piece.at, to - piece.at), from - this.#start);
    }
    return bytes.buffer;
  }

  stream(): ReadableStream<Uint8Array> {
    return new ReadableStream({
      start: async (controller) => {
        controller.enqueue(new Uint8Array(await this.arrayBuffer()));
        controller.close();
      },
    });
  }
}

/** @param onRead told the size of each piece that is read */
export function sparseZip(entries: readonly SparseEntry[], onRead: (bytes: number) => void): Blob {
  const pieces: Piece[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  for (const entry of entries) {
    const local = header(entry, null);
    pieces.push({ at, bytes: local });
    directory.push(header(entry, at));
    at += local.length;
    if (entry.content) pieces.push({ at, bytes: entry.content });
    at += entry.size;
  }
  const start = at;
  for (const bytes of [...directory, directoryEnd(directory, start)]) {
    pieces.push({ at, bytes });
    at += bytes.length;
  }
  // What importers use of a Blob is there.
  return new SparseBlob(pieces, 0, at, onRead) as unknown as Blob;
}

/** Of one entry: the local one, or with an offset the one of the directory. Sizes are in the zip64 field. */
function header({ name, content, size }: SparseEntry, offset: number | null): Uint8Array {
  const nameBytes = new TextEncoder().encode(name);
  const isLocal = offset === null;
  const extra = new Fields().u16(1).u16(isLocal ? 16 : 24);
  extra.u64(size).u64(size);
  if (!isLocal) extra.u64(offset);
  const fields = new Fields().u32(isLocal ? 0x04034b50 : 0x02014b50);
  if (!isLocal) fields.u16(45);
  fields.u16(45).u16(0x0800).u16(0).u16(0).u16(0x5b78);
  fields
    .u32(content ? crc32(content) : 0)
    .u32(0xffffffff)
    .u32(0xffffffff);
  fields.u16(nameBytes.length).u16(extra.size);
  if (!isLocal) fields.u16(0).u16(0).u16(0).u32(0).u32(0xffffffff);
  return fields.put(nameBytes).put(extra.bytes()).bytes();
}

function directoryEnd(directory: readonly Uint8Array[], start: number): Uint8Array {
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const count = directory.length;
  const end = new Fields().u32(0x06064b50).u64(44).u16(45).u16(45).u32(0).u32(0);
  end.u64(count).u64(count).u64(size).u64(start);
  end
    .u32(0x07064b50)
    .u32(0)
    .u64(start + size)
    .u32(1);
  end.u32(0x06054b50).u16(0).u16(0).u16(0xffff).u16(0xffff).u32(0xffffffff).u32(0xffffffff).u16(0);
  return end.bytes();
}

/** Little-endian numbers one after the other. */
class Fields {
  readonly #bytes: number[] = [];

  get size(): number {
    return this.#bytes.length;
  }

  u16(value: number): this {
    return this.#number(value, 2);
  }

  u32(value: number): this {
    return this.#number(value, 4);
  }

  u64(value: number): this {
    return this.#number(value, 8);
  }

  put(bytes: Uint8Array): this {
    this.#bytes.push(...bytes);
    return this;
  }

  bytes(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }

  #number(value: number, length: number): this {
    for (let rest = value, left = length; left > 0; left--, rest = Math.floor(rest / 256))
      this.#bytes.push(rest % 256);
    return this;
  }
}

/** ISO 3309, as zip has it. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
