/** @file Files of a tar archive, as ranges of its Blob (POSIX ustar; GNU and pax long names). */
import { AppError } from "#shared/errors";
import { MAX_ARCHIVE_ENTRIES } from "./limits.ts";

const BLOCK_BYTES = 512;
/** A header of long names is read into memory. */
const MAX_LONG_NAME_BYTES = 64 * 1024;

export interface TarFile {
  readonly path: string;
  readonly content: Blob;
}

/** @throws AppError `import-archive-unsafe` for a damaged header or too many entries. */
export async function listTar(blob: Blob, signal?: AbortSignal): Promise<TarFile[]> {
  const files: TarFile[] = [];
  let longName: string | null = null;
  let offset = 0;
  for (let count = 0; offset + BLOCK_BYTES <= blob.size; count++) {
    signal?.throwIfAborted();
    if (count > MAX_ARCHIVE_ENTRIES) throw damaged("too-many-entries");
    const header = new Uint8Array(await blob.slice(offset, offset + BLOCK_BYTES).arrayBuffer());
    if (header.every((byte) => byte === 0)) break;
    const { path, size, type } = readHeader(header);
    const start = offset + BLOCK_BYTES;
    const content = blob.slice(start, start + size);
    if (content.size < size) throw damaged("damaged");
    if (type === "L" || type === "x") longName = await readLongName(content, type);
    else {
      if (type === "0" || type === "\0") files.push({ path: longName ?? path, content });
      longName = null;
    }
    offset = start + Math.ceil(size / BLOCK_BYTES) * BLOCK_BYTES;
  }
  return files;
}

function readHeader(header: Uint8Array): { path: string; size: number; type: string } {
  const name = field(header, 0, 100);
  const prefix = field(header, 345, 155);
  const size = Number.parseInt(field(header, 124, 12).trim() || "0", 8);
  if (checksum(header) !== Number.parseInt(field(header, 148, 8).trim(), 8) || !(size >= 0))
    throw damaged("damaged");
  return {
    path: prefix === "" ? name : `${prefix}/${name}`,
    size,
    type: String.fromCharCode(header[156]!),
  };
}

/** The sum of all bytes, with the field of the sum itself as spaces. */
function checksum(header: Uint8Array): number {
  return header.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 0x20 : byte), 0);
}

function field(header: Uint8Array, at: number, length: number): string {
  const bytes = header.subarray(at, at + length);
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end));
}

async function readLongName(content: Blob, type: string): Promise<string | null> {
  if (content.size > MAX_LONG_NAME_BYTES) throw damaged("damaged");
  const text = await content.text();
  // pax: lines "LENGTH key=value".
  return type === "L" ? text.replace(/(?<!\0)\0+$/, "") : (/^\d{1,6} path=(.*)$/m.exec(text)?.[1] ?? null);
}

function damaged(reason: string): AppError {
  return new AppError("import-archive-unsafe", `unsafe tar: ${reason}`, { reason });
}
