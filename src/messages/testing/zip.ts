/** @file Archives for tests: a zip by zip.js, a tar by hand. */
import { BlobWriter, TextReader, ZipWriter } from "@zip.js/zip.js";

export async function makeZip(files: Readonly<Record<string, string>>): Promise<Blob> {
  const writer = new ZipWriter(new BlobWriter(), { useWebWorkers: false });
  for (const [name, content] of Object.entries(files)) await writer.add(name, new TextReader(content));
  return writer.close();
}

const BLOCK = 512;

/** POSIX ustar. */
export function makeTar(files: Readonly<Record<string, string>>): Blob {
  const parts: BlobPart[] = [];
  for (const [name, content] of Object.entries(files)) {
    const bytes = new TextEncoder().encode(content);
    parts.push(
      tarHeader(name, bytes.length),
      bytes,
      new Uint8Array((BLOCK - (bytes.length % BLOCK)) % BLOCK),
    );
  }
  return new Blob([...parts, new Uint8Array(2 * BLOCK)]);
}

function tarHeader(name: string, size: number): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(BLOCK);
  const write = (at: number, text: string): void => header.set(new TextEncoder().encode(text), at);
  write(0, name);
  write(100, "0000644\0");
  write(124, `${size.toString(8).padStart(11, "0")}\0`);
  write(136, "15100000000\0");
  write(148, "        ");
  write(156, "0");
  write(257, "ustar\x0000");
  const sum = header.reduce((total, byte) => total + byte, 0);
  write(148, `${sum.toString(8).padStart(6, "0")}\0 `);
  return header;
}
