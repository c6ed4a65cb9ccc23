/** @file Reads texts out of an archive one after the other, with one progress for all of them. */
import type { Archive } from "./archive.ts";
import { withoutProgress, type ImportContext } from "./importer.ts";
import { readJson, type JsonEnd } from "./json.ts";
import type { JsonChoice, JsonItem, JsonPath } from "./json-split.ts";
import { openText, type TextSource } from "./text-source.ts";

export class ArchiveTexts {
  readonly #archive: Archive;
  readonly #context: ImportContext;
  readonly #totalBytes: number;
  #doneBytes = 0;

  /** @param wanted paths of all files that will be read. */
  constructor(archive: Archive, wanted: readonly string[], context: ImportContext) {
    this.#archive = archive;
    this.#context = context;
    this.#totalBytes = wanted.reduce((sum, path) => sum + archive.sizeOf(path), 0);
  }

  async open(path: string): Promise<TextSource> {
    return openText(await this.blob(path));
  }

  async blob(path: string): Promise<Blob> {
    const { signal, onProgress } = this.#context;
    signal?.throwIfAborted();
    const blob = await this.#archive.read(path, withoutProgress(this.#context));
    this.#doneBytes += blob.size;
    onProgress?.(Math.min(this.#doneBytes, this.#totalBytes), this.#totalBytes);
    return blob;
  }

  /** As `readJson`, of a file in the archive. */
  async json(
    path: string,
    select: (path: JsonPath) => JsonChoice,
    onItem: (item: JsonItem) => void,
  ): Promise<JsonEnd> {
    return readJson(await this.open(path), select, onItem, withoutProgress(this.#context));
  }
}

/** For `readJson`: every element of a root array. */
export function takeElements(path: JsonPath): JsonChoice {
  return path.length === 0 ? "enter" : "take";
}
