/**
 * @file Imported messages as the page sees them: the thread list, the open thread and the import under way.
 * The import worker owns the data; this store is a cache of its answers.
 */
import { createStore, type StoreApi } from "zustand/vanilla";
import { useStore } from "zustand";
import { errorCode, isAbort } from "#shared/errors";
import type { Id, ImportOptions, ImportQuestion, Message, Thread } from "#messages/message";
import { startImportWorker, type ImportWorker } from "#workers/client";
import type { CommitPart, ImportPreview, ImportReceipt } from "#workers/protocol";
import { toFailure, type Failure } from "./engine-status.ts";
import { defaultZone, deviceZone } from "./settings.ts";

export interface ImportSource {
  readonly file: Blob;
  readonly fileName: string;
}

/** The answers a person may change while looking at the preview; each change reads the file again. */
export type ImportAnswers = Partial<Pick<ImportOptions, "zone" | "dateOrder" | "baseDate">>;

interface ReadImport {
  readonly source: ImportSource;
  readonly options: ImportOptions;
  readonly preview: ImportPreview;
  /** Every question asked so far, answered ones too, so that an answer can be taken back. */
  readonly questions: readonly ImportQuestion[];
}

/** The import under way. Nothing is stored before `saving`. */
export type Intake =
  | { readonly phase: "idle" }
  | {
      readonly phase: "reading";
      readonly source: ImportSource;
      readonly options: ImportOptions;
      /** null until the worker has said how far it is. */
      readonly fraction: number | null;
      /** The preview under the former answers, shown while the file is read again. */
      readonly former: ImportPreview | null;
      readonly questions: readonly ImportQuestion[];
    }
  | ({ readonly phase: "preview" } & ReadImport)
  /** `fraction` of the messages is stored; null until the first are. */
  | ({ readonly phase: "saving"; readonly fraction: number | null } & ReadImport)
  | { readonly phase: "failed"; readonly fileName: string; readonly error: Failure };

export type ThreadList =
  | { readonly phase: "loading" }
  | { readonly phase: "ready"; readonly threads: readonly Thread[] }
  | { readonly phase: "failed"; readonly error: Failure };

export type OpenThread =
  | { readonly phase: "none" }
  | { readonly phase: "loading"; readonly threadId: Id }
  | { readonly phase: "ready"; readonly threadId: Id; readonly messages: readonly Message[] }
  | { readonly phase: "failed"; readonly threadId: Id; readonly error: Failure };

export interface ImportsState {
  readonly list: ThreadList;
  readonly open: OpenThread;
  readonly intake: Intake;
}

type ImportRpc = ImportWorker["rpc"];

/** What the page may ask of the import worker. `start` is called on first use and again after a crash. */
export class Imports {
  readonly store: StoreApi<ImportsState> = createStore<ImportsState>(() => ({
    list: { phase: "loading" },
    open: { phase: "none" },
    intake: { phase: "idle" },
  }));
  readonly #start: () => Pick<ImportWorker, "rpc">;
  readonly #now: () => string;
  #worker: Pick<ImportWorker, "rpc"> | null = null;
  #reading: AbortController | null = null;

  constructor(start: () => Pick<ImportWorker, "rpc">, now: () => string = () => new Date().toISOString()) {
    this.#start = start;
    this.#now = now;
  }

  async loadThreads(): Promise<void> {
    try {
      const threads = await this.#ask((rpc) => rpc.call("thread-list", null));
      this.store.setState({ list: { phase: "ready", threads } });
    } catch (error) {
      this.store.setState({ list: { phase: "failed", error: toFailure(error) } });
    }
  }

  /** Fetches the messages of a thread; null closes the open one. */
  async openThread(threadId: Id | null): Promise<void> {
    if (threadId === null) return this.store.setState({ open: { phase: "none" } });
    this.store.setState({ open: { phase: "loading", threadId } });
    const stillOpen = (): boolean => {
      const { open } = this.store.getState();
      return open.phase !== "none" && open.threadId === threadId;
    };
    try {
      const messages = await this.#ask((rpc) => rpc.call("message-list", { threadId }));
      if (stillOpen()) this.store.setState({ open: { phase: "ready", threadId, messages } });
    } catch (error) {
      if (stillOpen()) this.store.setState({ open: { phase: "failed", threadId, error: toFailure(error) } });
    }
  }

  /** Reads a file for the first time, in the zone of the settings or of this device. */
  async read(source: ImportSource): Promise<void> {
    await this.#dropStaged();
    const zone = defaultZone();
    const zoneFrom = zone === deviceZone() ? "device" : "user";
    const options: ImportOptions = { zone, zoneFrom, importedAt: this.#now() };
    await this.#read(source, options, null, []);
  }

  /** Reads the file of the preview again with other answers. */
  async answer(answers: ImportAnswers): Promise<void> {
    const { intake } = this.store.getState();
    if (intake.phase === "idle" || intake.phase === "failed" || intake.phase === "saving") return;
    const { source, questions } = intake;
    const former = intake.phase === "reading" ? intake.former : intake.preview;
    const zoneFrom = answers.zone === undefined ? intake.options.zoneFrom : "user";
    const options: ImportOptions = { ...intake.options, ...answers, zoneFrom };
    const dropped = this.#dropStaged();
    // At once, so that the form shows the answer while the file is read.
    const reading = { phase: "reading", source, options, former, questions, fraction: null } as const;
    this.store.setState({ intake: reading });
    await dropped;
    if (this.store.getState().intake === reading) await this.#read(source, options, former, questions);
  }

  /** Stops reading, forgets the preview or the error; what was stored before stays. */
  async cancel(): Promise<void> {
    const dropped = this.#dropStaged();
    this.store.setState({ intake: { phase: "idle" } });
    await dropped;
  }

  /** Stores what the preview shows. Null when it failed or there is no preview. */
  async commit(): Promise<ImportReceipt | null> {
    const { intake } = this.store.getState();
    if (intake.phase !== "preview") return null;
    this.store.setState({ intake: { ...intake, phase: "saving", fraction: null } });
    try {
      const { batchId } = intake.preview;
      const onPart = ({ doneMessages, totalMessages }: CommitPart): void =>
        this.store.setState({
          intake: { ...intake, phase: "saving", fraction: doneMessages / totalMessages },
        });
      const receipt = await this.#ask((rpc) => rpc.call("import-commit", { batchId }, { onPart }));
      this.store.setState({ intake: { phase: "idle" } });
      await this.#refresh();
      return receipt;
    } catch (error) {
      this.#failIntake(intake.source, error);
      return null;
    }
  }

  /** Takes back exactly what the import added. @throws AppError */
  async undo(receipt: ImportReceipt): Promise<void> {
    await this.#ask((rpc) => rpc.call("import-undo", { batchId: receipt.batchId }));
    await this.#refresh();
  }

  /** Says which person of a thread is "me"; null = nobody. @throws AppError */
  async markSelf(threadId: Id, personId: Id | null): Promise<void> {
    const changed = await this.#ask((rpc) => rpc.call("thread-self", { threadId, personId }));
    const { list } = this.store.getState();
    if (list.phase !== "ready") return;
    const threads = list.threads.map((thread) => (thread.id === threadId ? changed : thread));
    this.store.setState({ list: { phase: "ready", threads } });
  }

  /** Deletes a thread for good. @throws AppError */
  async deleteThread(threadId: Id): Promise<void> {
    await this.#ask((rpc) => rpc.call("thread-delete", { threadId }));
    const { open } = this.store.getState();
    if (open.phase !== "none" && open.threadId === threadId) this.store.setState({ open: { phase: "none" } });
    await this.loadThreads();
  }

  async #read(
    source: ImportSource,
    options: ImportOptions,
    former: ImportPreview | null,
    asked: readonly ImportQuestion[],
  ): Promise<void> {
    const controller = new AbortController();
    this.#reading?.abort();
    this.#reading = controller;
    const current = (): boolean => this.#reading === controller;
    const reading = { phase: "reading", source, options, former, questions: asked } as const;
    this.store.setState({ intake: { ...reading, fraction: null } });
    try {
      const args = { file: source.file, fileName: source.fileName, options };
      const preview = await this.#ask((rpc) =>
        rpc.call("import-read", args, {
          signal: controller.signal,
          onPart: ({ doneBytes, totalBytes }) => {
            if (!current()) return;
            const fraction = totalBytes > 0 ? doneBytes / totalBytes : null;
            this.store.setState({ intake: { ...reading, fraction } });
          },
        }),
      );
      // A newer read of the same file stages under the same id: only a cancelled one is dropped.
      if (!current()) return await (this.#reading === null ? this.#discard(preview.batchId) : undefined);
      const questions = mergeQuestions(asked, preview.questions);
      this.store.setState({ intake: { phase: "preview", source, options, preview, questions } });
    } catch (error) {
      if (current() && !isAbort(error)) this.#failIntake(source, error);
    }
  }

  /** Stops a read in progress and drops a staged preview, so that a later read starts from nothing. */
  async #dropStaged(): Promise<void> {
    this.#reading?.abort();
    this.#reading = null;
    const { intake } = this.store.getState();
    if (intake.phase === "preview") await this.#discard(intake.preview.batchId);
  }

  /** A preview that cannot be dropped was lost with its worker: nothing is left to do. */
  async #discard(batchId: Id): Promise<void> {
    await this.#ask((rpc) => rpc.call("import-discard", { batchId })).catch(() => undefined);
  }

  #failIntake(source: ImportSource, error: unknown): void {
    this.store.setState({
      intake: { phase: "failed", fileName: source.fileName, error: toFailure(error) },
    });
  }

  async #refresh(): Promise<void> {
    await this.loadThreads();
    const { open, list } = this.store.getState();
    if (open.phase === "none" || list.phase !== "ready") return;
    const stays = list.threads.some((thread) => thread.id === open.threadId);
    await this.openThread(stays ? open.threadId : null);
  }

  async #ask<T>(request: (rpc: ImportRpc) => Promise<T>): Promise<T> {
    this.#worker ??= this.#start();
    const worker = this.#worker;
    try {
      return await request(worker.rpc);
    } catch (error) {
      if (errorCode(error) === "worker-crashed" && this.#worker === worker) this.#worker = null;
      throw error;
    }
  }
}

/** The newest form of each kind of question; one that is no longer asked was answered and stays. */
function mergeQuestions(
  asked: readonly ImportQuestion[],
  now: readonly ImportQuestion[],
): readonly ImportQuestion[] {
  return [...asked.filter((old) => !now.some((question) => question.kind === old.kind)), ...now];
}

export const imports = new Imports(startImportWorker);

export function useImports<T>(selector: (state: ImportsState) => T): T {
  return useStore(imports.store, selector);
}
