/**
 * @file A folder of an export (Telegram writes one) as an archive: a tar whose contents are the files themselves, which are
 * read when an importer asks for them. So a folder goes every way that an archive goes, and no byte is copied.
 * POSIX ustar, with GNU long names (type L) for paths of more than 100 bytes.
 */
export interface FolderFile {
  /** `/` between folders. */
  readonly path: string;
  readonly content: Blob;
}

const BLOCK_BYTES = 512;
const NAME_BYTES = 100;
const encoder = new TextEncoder();

/** @param files their common first folder is left out of the paths */
export function folderAsTar(files: readonly FolderFile[]): Blob {
  const top = commonFolder(files.map(({ path }) => path));
  const parts = files.flatMap(({ path, content }) => entryOf(path.slice(top.length), content));
  return new Blob([...parts, new Uint8Array(2 * BLOCK_BYTES)]);
}

function commonFolder(paths: readonly string[]): string {
  const [first = ""] = paths;
  const folder = first.slice(0, first.indexOf("/") + 1);
  return paths.every((path) => path.startsWith(folder)) ? folder : "";
}

function entryOf(path: string, content: Blob): readonly BlobPart[] {
  const name = encoder.encode(path);
  const entry = [header(name.subarray(0, NAME_BYTES), content.size, "0"), content, padding(content.size)];
  if (name.length <= NAME_BYTES) return entry;
  const long = [header(encoder.encode("././@LongLink"), name.length, "L"), name, padding(name.length)];
  return [...long, ...entry];
}

function padding(sizeBytes: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array((BLOCK_BYTES - (sizeBytes % BLOCK_BYTES)) % BLOCK_BYTES);
}

function header(name: Uint8Array, sizeBytes: number, type: "0" | "L"): Uint8Array<ArrayBuffer> {
  const block = new Uint8Array(BLOCK_BYTES);
  const write = (at: number, text: string): void => block.set(encoder.encode(text), at);
  block.set(name, 0);
  write(100, "0000644\0");
  write(124, `${sizeBytes.toString(8).padStart(11, "0")}\0`);
  write(136, "00000000000\0");
  // The sum counts its own field as spaces.
  write(148, "        ");
  write(156, type);
  write(257, "ustar\x0000");
  const sum = block.reduce((total, byte) => total + byte, 0);
  write(148, `${sum.toString(8).padStart(6, "0")}\0 `);
  return block;
}
