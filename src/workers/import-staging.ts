/** @file Imports between reading and storing: each waits on a stage, which nothing but its commit sees. */
import type { Id, StagedImport } from "#messages/message";
import { stageImport } from "#messages/read-import";
import { AppError } from "#shared/errors";
import { commitImport, compareImport } from "#storage/import-commit";
import { ImportStage } from "#storage/import-stage";
import type { ImportsDatabase } from "#storage/imports-db";
import { findPictures, keepPictures } from "./import-pictures.ts";
import { toPreview } from "./import-preview.ts";
import type { ImportHandlers, ImportPart, ImportPreview, ImportReceipt } from "./protocol-imports.ts";
import type { HandlerTable } from "./rpc.ts";

/** Files read but neither committed nor discarded; the oldest makes room. */
const MAX_STAGED = 8;
/** How often a read shows that it goes on. */
const HEARTBEAT_MS = 1000;

interface Staged {
  readonly parsed: StagedImport;
  readonly stage: ImportStage;
  /** The file where it has pictures: it stays readable while it is named here. */
  readonly pictureFile: Blob | null;
  /** Its messages are being read: it makes no room. */
  isCommitting: boolean;
}

type Reading = Parameters<HandlerTable<ImportHandlers>["import-read"]>;
type Committing = Parameters<HandlerTable<ImportHandlers>["import-commit"]>;

export class ImportStaging {
  readonly #database: () => Promise<ImportsDatabase>;
  readonly #staged = new Map<Id, Staged>();

  constructor(database: () => Promise<ImportsDatabase>) {
    this.#database = database;
  }

  /** @throws AppError `import-*`; AbortError. Nothing stays on a stage then. */
  async read(
    { file, fileName, options }: Reading[0],
    { signal, onPart }: Reading[1],
  ): Promise<ImportPreview> {
    const stage = await ImportStage.open(this.#database);
    let last: ImportPart = { type: "import-progress", doneBytes: 0, totalBytes: file.size };
    // Also while threads are built or compared, which reads nothing. A record that never ends stops this too.
    const heartbeat = setInterval(() => onPart(last), HEARTBEAT_MS);
    const onProgress = (doneBytes: number, totalBytes: number): void =>
      onPart((last = { type: "import-progress", doneBytes, totalBytes }));
    try {
      const parsed = await stageImport(file, fileName, options, stage, { signal, onProgress });
      const sum = await compareImport(await this.#database(), parsed, signal);
      const preview = await toPreview(parsed, sum);
      const pictures = await findPictures(file, signal);
      await this.#keep({ parsed, stage, pictureFile: pictures && file, isCommitting: false });
      return { ...preview, ...(pictures && { pictures }) };
    } catch (error) {
      await stage.drop();
      throw error;
    } finally {
      clearInterval(heartbeat);
    }
  }

  /** @throws AppError `import-interrupted` where it is not staged any more, of the storage; AbortError. */
  async commit(
    { batchId, keepPictures: keep = false }: Committing[0],
    { signal, onPart }: Committing[1],
  ): Promise<ImportReceipt> {
    const found = this.#staged.get(batchId);
    if (!found) throw new AppError("import-interrupted", "this import is not staged any more");
    found.isCommitting = true;
    const receipt = await commitImport(await this.#database(), found.parsed, {
      signal,
      onProgress: (doneMessages, totalMessages) =>
        onPart({ type: "commit-progress", doneMessages, totalMessages }),
    }).finally(() => (found.isCommitting = false));
    await this.discard(batchId);
    const file = keep ? found.pictureFile : null;
    const kept = file && (await keepPictures(await this.#database(), file, receipt, signal, onPart));
    return { ...receipt, ...kept };
  }

  async discard(batchId: Id): Promise<void> {
    const one = this.#staged.get(batchId);
    this.#staged.delete(batchId);
    await one?.stage.drop();
  }

  /** In place of an earlier reading of the same file; the oldest ones beyond `MAX_STAGED` go. */
  async #keep(one: Staged): Promise<void> {
    const { batchId } = one.parsed;
    await this.discard(batchId);
    this.#staged.set(batchId, one);
    const idle = [...this.#staged].filter(([, { isCommitting }]) => !isCommitting).map(([id]) => id);
    const surplus = Math.max(0, this.#staged.size - MAX_STAGED);
    for (const id of idle.slice(0, surplus)) await this.discard(id);
  }
}
