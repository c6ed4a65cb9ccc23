/**
 * @file Imported messages as the page sees them: the thread list, the open thread and the import under way.
 * The import worker owns the data; this store is a cache of its answers.
 */
import { createStore, type StoreApi } from "zustand/vanilla";
import { isAbort } from "#shared/errors";
import type { Id, ImportOptions, ImportQuestion, Thread } from "#messages/message";
import type { ThreadOutline } from "#storage/thread-outline";
import type { CommitPart, ImportPart, ImportPreview, ImportReceipt } from "#workers/protocol-imports";
import { toFailure } from "./engine-status.ts";
import { ImportLink, type StartedWorker } from "./import-link.ts";
import {
  asStuck,
  failedIntake,
  mergeQuestions,
  NOTHING_YET,
  savedPart,
  threadOf,
  type ImportAnswers,
  type ImportSource,
  type ImportsState,
} from "./imports-state.ts";
import { defaultZone, deviceZone } from "./settings.ts";
import { SharedReads } from "./shared-reads.ts";
import { ThreadPages } from "./thread-pages.ts";
import { withWatchdog } from "./watchdog.ts";

/** A worker that reads speaks once a second unless one step never ends; see docs/decisions/0023. */
const SILENCE_MS = 20_000;
/** A worker that does not answer a cancel is ended after this. */
const CANCEL_DEADLINE_MS = 2000;

export interface ImportsParts {
  readonly start: () => StartedWorker;
  /** ISO instant. */
  readonly now?: () => string;
  readonly silenceMs?: number;
  readonly cancelDeadlineMs?: number;
  /** Tells the other tabs that what is stored has changed: they get it as `heard`. */
  readonly announce?: () => void;
}

/** What the page may ask of the import worker. `start` is called on first use and again after a crash. */
export class Imports {
  readonly store: StoreApi<ImportsState> = createStore<ImportsState>(() => NOTHING_YET);
  readonly link: ImportLink;
  readonly #parts: Required<ImportsParts>;
  readonly #reads = new SharedReads(() => this.#readThreads());
  #reading: AbortController | null = null;
  /** Ends with the last call that read, answered or not: a new one would wait behind it, and be ended with it. */
  #lastRead: Promise<unknown> = Promise.resolve();
  #saving: AbortController | null = null;

  constructor(parts: ImportsParts) {
    this.#parts = {
      now: () => new Date().toISOString(),
      silenceMs: SILENCE_MS,
      cancelDeadlineMs: CANCEL_DEADLINE_MS,
      announce: () => {},
      ...parts,
    };
    this.link = new ImportLink(this.#parts.start, this.#parts.cancelDeadlineMs);
  }

  loadThreads(): Promise<void> {
    return this.#reads.load();
  }

  async #readThreads(): Promise<void> {
    try {
      const threads = await this.link.ask((rpc) => rpc.call("thread-list", null));
      this.store.setState({ list: { phase: "ready", threads } });
    } catch (error) {
      this.store.setState({ list: { phase: "failed", error: toFailure(error) } });
    }
  }

  /** Another tab has changed what is stored. The open thread stays as it is unless it was changed. */
  async heard(): Promise<void> {
    const before = this.store.getState();
    await this.#reads.heard();
    const { open, list } = this.store.getState();
    const [was, is] = [threadOf(before.list, open), threadOf(list, open)];
    if (list.phase === "ready" && JSON.stringify(was) !== JSON.stringify(is)) await this.#reopen();
  }

  /** Fetches the outline of a thread; its messages come page by page. null closes the open one. */
  async openThread(threadId: Id | null): Promise<void> {
    if (threadId === null) return this.store.setState({ open: { phase: "none" } });
    this.store.setState({ open: { phase: "loading", threadId } });
    const stillOpen = (): boolean => {
      const { open } = this.store.getState();
      return open.phase !== "none" && open.threadId === threadId;
    };
    try {
      const outline = await this.link.ask((rpc) => rpc.call("thread-outline", { threadId }));
      if (!stillOpen()) return;
      const open =
        outline === null
          ? { phase: "none" as const }
          : { phase: "ready" as const, threadId, outline, pages: this.#pages(threadId, outline) };
      this.store.setState({ open });
    } catch (error) {
      if (stillOpen()) this.store.setState({ open: { phase: "failed", threadId, error: toFailure(error) } });
    }
  }

  /** Reads a file for the first time, in the zone of the settings or of this device. */
  async read(source: ImportSource): Promise<void> {
    if (this.#saving) return;
    await this.#dropStaged();
    const zone = defaultZone();
    const zoneFrom = zone === deviceZone() ? "device" : "user";
    const options: ImportOptions = { zone, zoneFrom, importedAt: this.#parts.now() };
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

  /** Stops reading or storing, forgets the preview or the error; what was stored before stays. */
  async cancel(): Promise<void> {
    const { intake } = this.store.getState();
    if (this.#saving && intake.phase === "saving") {
      // `commit` tells how it ended: it may be too late.
      this.store.setState({ intake: { ...intake, stopping: true } });
      return this.#saving.abort();
    }
    const dropped = this.#dropStaged();
    this.store.setState({ intake: { phase: "idle" } });
    await dropped;
  }

  /**
   * Stores what the preview shows. Null when it failed or was cancelled, or there is no preview.
   * @param keepPictures also those in the file that its messages name
   */
  async commit(keepPictures = false): Promise<ImportReceipt | null> {
    const { intake } = this.store.getState();
    if (intake.phase !== "preview") return null;
    const controller = new AbortController();
    this.#saving = controller;
    this.store.setState({
      intake: { ...intake, phase: "saving", what: "messages", fraction: null, stopping: false },
    });
    const { batchId } = intake.preview;
    const onPart = (part: CommitPart): void => {
      const { intake: now } = this.store.getState();
      if (this.#saving !== controller || now.phase !== "saving") return;
      this.store.setState({ intake: { ...now, ...savedPart(part) } });
    };
    let receipt: ImportReceipt | null = null;
    try {
      receipt = await this.link.askStoppable(controller.signal, (rpc, signal) =>
        rpc.call("import-commit", { batchId, keepPictures }, { signal, onPart }),
      );
      this.#parts.announce();
      this.store.setState({ intake: { phase: "idle" } });
    } catch (error) {
      if (this.#saving !== controller) return null;
      if (controller.signal.aborted) this.store.setState({ intake: { phase: "idle" } });
      else this.store.setState({ intake: failedIntake(intake.source.fileName, error) });
      if (isAbort(error)) await this.#discard(batchId);
    } finally {
      if (this.#saving === controller) this.#saving = null;
    }
    await this.#refresh();
    return receipt;
  }

  /** Takes back exactly what the import added. @throws AppError */
  async undo({ batchId }: Pick<ImportReceipt, "batchId">): Promise<void> {
    await this.link.ask((rpc) => rpc.call("import-undo", { batchId }));
    this.#parts.announce();
    await this.#refresh();
  }

  /** Says which person of a thread is "me"; null = nobody. @throws AppError */
  async markSelf(threadId: Id, personId: Id | null): Promise<void> {
    this.#replace(await this.link.ask((rpc) => rpc.call("thread-self", { threadId, personId })));
  }

  /** Reads the wall times of a thread in another zone. @throws AppError */
  async changeZone(threadId: Id, zone: string): Promise<void> {
    this.#replace(await this.link.ask((rpc) => rpc.call("thread-zone", { threadId, zone })));
    const { open } = this.store.getState();
    if (open.phase === "ready" && open.threadId === threadId) await this.openThread(threadId);
  }

  /** Deletes a thread for good. @throws AppError */
  async deleteThread(threadId: Id): Promise<void> {
    await this.link.ask((rpc) => rpc.call("thread-delete", { threadId }));
    this.#parts.announce();
    const { open } = this.store.getState();
    if (open.phase !== "none" && open.threadId === threadId) this.store.setState({ open: { phase: "none" } });
    await this.loadThreads();
  }

  /** Ends the worker and forgets everything: the page is about to erase its data. */
  shutDown(): void {
    this.#reading?.abort();
    this.#reading = null;
    this.#saving = null;
    this.#reads.stop();
    this.link.close();
    this.store.setState(NOTHING_YET);
  }

  #replace(changed: Thread): void {
    this.#parts.announce();
    const { list } = this.store.getState();
    if (list.phase !== "ready") return;
    const threads = list.threads.map((thread) => (thread.id === changed.id ? changed : thread));
    this.store.setState({ list: { phase: "ready", threads } });
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
    await this.#lastRead;
    if (!current()) return;
    try {
      const args = { file: source.file, fileName: source.fileName, options };
      const onPart = ({ doneBytes, totalBytes }: ImportPart): void => {
        if (!current()) return;
        const fraction = totalBytes > 0 ? doneBytes / totalBytes : null;
        this.store.setState({ intake: { ...reading, fraction } });
      };
      const call = this.link.askStoppable(controller.signal, (rpc, signal) =>
        withWatchdog(this.#parts.silenceMs, (alive) =>
          rpc.call("import-read", args, { signal, onPart: (part) => (alive(), onPart(part)) }),
        ),
      );
      this.#lastRead = call.catch(() => undefined);
      const preview = await call;
      // A newer read of the same file stages under the same id: only a cancelled one is dropped.
      if (!current()) return await (this.#reading === null ? this.#discard(preview.batchId) : undefined);
      const questions = mergeQuestions(asked, preview.questions);
      this.store.setState({ intake: { phase: "preview", source, options, preview, questions } });
    } catch (error) {
      if (!current() || isAbort(error)) return;
      const stuck = asStuck(error, this.store.getState().intake);
      this.store.setState({ intake: failedIntake(source.fileName, stuck) });
    }
  }

  #pages(threadId: Id, outline: ThreadOutline): ThreadPages {
    return new ThreadPages(outline, (firstSeq, endSeq) =>
      this.link.ask((rpc) => rpc.call("message-page", { threadId, firstSeq, endSeq })),
    );
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
    await this.link.ask((rpc) => rpc.call("import-discard", { batchId })).catch(() => undefined);
  }

  async #refresh(): Promise<void> {
    await this.loadThreads();
    await this.#reopen();
  }

  async #reopen(): Promise<void> {
    const { open, list } = this.store.getState();
    if (open.phase === "none" || list.phase !== "ready") return;
    await this.openThread(threadOf(list, open)?.id ?? null);
  }
}
