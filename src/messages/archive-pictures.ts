/**
 * @file The pictures inside an export, found by the names that its messages give them. Nothing is unpacked before one of
 * them is asked for, and none is ever fetched from elsewhere.
 */
import { AppError } from "#shared/errors";
import { baseName, openTar, openZip, type Archive } from "./archive.ts";
import { isTar, isZip } from "./file-kind.ts";
import type { ReadContext } from "./importer.ts";
import { MAX_PICTURE_BYTES, SNIFF_BYTES } from "./limits.ts";

/** Kinds that the app opens; what a file really is, is found out when it is opened. */
const PICTURE_NAME = /\.(?:png|jpe?g|webp|gif|avif)$/iu;

export interface ArchivePictures {
  /** Those that are not too large to be kept. */
  readonly count: number;
  /** Unpacked, as the archive states it. */
  readonly sizeBytes: number;
  /** @param name as a message has it. Null when no picture is called so, several are, or it is too large. */
  find(name: string): { readonly path: string; readonly sizeBytes: number } | null;
  /** @throws AppError `import-archive-unsafe`, `import-archive-encrypted` or `import-too-big`. */
  read(path: string, context: ReadContext): Promise<Blob>;
  close(): Promise<void>;
}

/** Null for a file that is no archive. @throws AppError `import-archive-unsafe`, `import-archive-encrypted` */
export async function openArchivePictures(
  file: Blob,
  context: ReadContext = {},
): Promise<ArchivePictures | null> {
  const head = new Uint8Array(await file.slice(0, SNIFF_BYTES).arrayBuffer());
  if (isZip(head)) return picturesOf(await openZip(file, context));
  return isTar(head) ? picturesOf(await openTar(file, context)) : null;
}

function picturesOf(archive: Archive): ArchivePictures {
  const paths = archive.paths.filter((path) => PICTURE_NAME.test(path) && fits(archive.sizeOf(path)));
  const byName = new Map<string, string | null>();
  // Two of one name in two folders: showing the wrong one would be worse than none.
  for (const path of paths) byName.set(baseName(path), byName.has(baseName(path)) ? null : path);
  return {
    count: paths.length,
    sizeBytes: paths.reduce((sum, path) => sum + archive.sizeOf(path), 0),
    find: (name) => {
      const path = byName.get(name) ?? null;
      return path === null ? null : { path, sizeBytes: archive.sizeOf(path) };
    },
    read: async (path, context) => {
      const picture = await archive.read(path, context);
      if (fits(picture.size)) return picture;
      throw new AppError("import-archive-unsafe", "an entry is not as large as it says", { reason: "size" });
    },
    close: () => archive.close(),
  };
}

function fits(sizeBytes: number): boolean {
  return sizeBytes > 0 && sizeBytes <= MAX_PICTURE_BYTES;
}
