/**
 * @file Everything that changes which models are on this device: downloads, repairs, folders, deletes. Any number of
 * models at once; each goes on whatever view is open. What it needs from the browser is passed in.
 */
import { AppError, errorCode, isAbort } from "#shared/errors";
import type { DownloadWorker } from "#workers/client";
import type { InstallPart, InstallState, NamedBlob } from "#workers/protocol-models";
import { DownloadRate, firstDownloadStatus, nextDownloadStatus } from "./download-rate.ts";
import {
  NO_DOWNLOAD,
  type DownloadsState,
  type DownloadsStore,
  type FilesActivity,
  type FilesWork,
  type ModelDownload,
} from "./downloads-state.ts";
import { toFailure, type DownloadStatus } from "./engine-status.ts";
import type { KeptChoices } from "./kept-choices.ts";
import { withWatchdog } from "./watchdog.ts";

/** Looking something up in the store takes milliseconds; a store that hangs says so after this. */
const LOOK_UP_MS = 20_000;

type WorkerKind = "hub" | "mirror";

export interface DownloadsParts {
  readonly store: DownloadsStore;
  readonly startWorker: (kind: WorkerKind) => DownloadWorker;
  readonly kept: KeptChoices;
  /** Asks the browser to keep the storage; called on each download the person starts. */
  readonly persist: () => Promise<unknown>;
  /** Keeps the screen, and with it the tab, awake; returns what ends that. */
  readonly keepAwake: () => () => void;
  readonly nowMs: () => number;
}

interface InstallCall {
  readonly signal?: AbortSignal;
  readonly onStatus?: (status: DownloadStatus) => void;
}

export class DownloadsController {
  readonly #parts: DownloadsParts;
  readonly #workers = new Map<WorkerKind, DownloadWorker>();
  readonly #tasks = new Map<string, AbortController>();

  constructor(parts: DownloadsParts) {
    this.#parts = parts;
  }

  /** What is stored of a model, and whether the browser has removed something. @throws AppError */
  async check(modelId: string): Promise<InstallState> {
    const look = (): Promise<InstallState> =>
      withWatchdog(LOOK_UP_MS, () =>
        this.#call("hub", (worker) => worker.rpc.call("model-state", { modelId })),
      );
    // The worker may have been ended meanwhile, after a delete.
    const state = await look().catch((error: unknown) => {
      if (errorCode(error) !== "worker-crashed") throw error;
      return look();
    });
    this.#remember(state);
    return state;
  }

  /** Looks again at every model asked about so far: another tab, or the browser, has changed something. */
  async checkAll(): Promise<void> {
    const idle = Object.keys(this.#state.models).filter((id) => !this.#tasks.has(id));
    await Promise.all(idle.map((id) => this.check(id)));
  }

  /**
   * Downloads what is missing. Verified pieces are never fetched twice.
   * @throws AbortError when it is paused; AppError
   */
  install(modelId: string, { signal, onStatus }: InstallCall = {}): Promise<InstallState> {
    const { mirror } = this.#state;
    let status = firstDownloadStatus(this.#of(modelId).install ?? undefined);
    const rate = new DownloadRate();
    const report = (next: DownloadStatus): void => {
      status = next;
      this.#show(modelId, next);
      onStatus?.(next);
    };
    void this.#parts.persist();
    const allowSleep = this.#parts.keepAwake();
    return this.#run(modelId, "download", status, signal, (taskSignal) => {
      const onPart = (part: InstallPart): void =>
        report(nextDownloadStatus(status, part, rate, this.#parts.nowMs()));
      const kind = mirror === null ? "hub" : "mirror";
      return this.#call(kind, (worker) =>
        worker.rpc.call("model-install", { modelId, mirror }, { signal: taskSignal, onPart }),
      );
    }).finally(allowSleep);
  }

  /** Stops what is going on with a model; what is stored stays. */
  pause(modelId: string): void {
    this.#tasks.get(modelId)?.abort();
  }

  /** Stops a download and removes what had arrived. @throws AppError */
  async cancel(modelId: string): Promise<void> {
    this.pause(modelId);
    await this.remove(modelId);
  }

  /** Removes a model from this device. @throws AppError */
  async remove(modelId: string): Promise<InstallState> {
    this.pause(modelId);
    this.#parts.kept.setComplete(modelId, false);
    const state = await this.#work(modelId, "delete", (worker, options) =>
      worker.rpc.call("model-delete", { modelId }, options),
    );
    // A worker may still hold Blobs of the model, and the browser frees their files only when nobody does.
    if (this.#tasks.size === 0) for (const kind of this.#workers.keys()) this.#drop(kind);
    return state;
  }

  /** Hashes everything stored of a model. @returns how many pieces were damaged and removed @throws AppError */
  async verify(modelId: string): Promise<number> {
    let damaged = 0;
    await this.#work(modelId, "verify", async (worker, options) => {
      const { state, damagedPieces } = await worker.rpc.call("model-verify", { modelId }, options);
      damaged = damagedPieces;
      return state;
    });
    return damaged;
  }

  /** Stores a model from files that a person has. @throws AbortError; AppError */
  importFiles(modelId: string, files: readonly NamedBlob[]): Promise<InstallState> {
    void this.#parts.persist();
    return this.#work(modelId, "import", (worker, options) =>
      worker.rpc.call("model-import", { modelId, files }, options),
    );
  }

  /** Writes an installed model into a folder. @throws AbortError; AppError */
  async exportTo(modelId: string, folder: FileSystemDirectoryHandle): Promise<void> {
    await this.#work(modelId, "export", async (worker, options) => {
      await worker.rpc.call("model-export", { modelId, folder }, options);
      return this.#of(modelId).install ?? (await worker.rpc.call("model-state", { modelId }));
    });
  }

  /** @param address null goes back to the hub. */
  setMirror(address: string | null): void {
    this.#parts.kept.setMirror(address);
    this.#parts.store.setState({ mirror: address });
  }

  acceptLicence(name: string): void {
    this.#parts.kept.acceptLicence(name);
    const accepted = new Set([...this.#state.acceptedLicences, name]);
    this.#parts.store.setState({ acceptedLicences: [...accepted] });
  }

  /** Takes a failure off the screen. */
  dismiss(modelId: string): void {
    if (this.#of(modelId).activity?.phase === "failed") this.#show(modelId, null);
  }

  /** Ends the workers: the page is about to erase its data. */
  shutDown(): void {
    for (const task of this.#tasks.values()) task.abort();
    for (const kind of this.#workers.keys()) this.#drop(kind);
  }

  get #state(): DownloadsState {
    return this.#parts.store.getState();
  }

  #of(modelId: string): ModelDownload {
    return this.#state.models[modelId] ?? NO_DOWNLOAD;
  }

  #work(
    modelId: string,
    doing: FilesWork,
    call: (
      worker: DownloadWorker,
      options: { signal: AbortSignal; onPart: (part: InstallPart) => void },
    ) => Promise<InstallState>,
  ): Promise<InstallState> {
    const show = (fraction: number | null): void =>
      this.#show(modelId, { phase: "working", doing, fraction });
    const onPart = (part: InstallPart): void => {
      if (part.type === "verify-progress") show(part.fraction);
      if (part.type === "download-progress") show(part.receivedBytes / part.totalBytes);
    };
    return this.#run(modelId, doing, { phase: "working", doing, fraction: null }, undefined, (signal) =>
      this.#call("hub", (worker) => call(worker, { signal, onPart })),
    );
  }

  /** One thing at a time with each model: a later one waits for the earlier to let go. */
  async #run(
    modelId: string,
    during: FilesWork | "download",
    activity: FilesActivity,
    outer: AbortSignal | undefined,
    work: (signal: AbortSignal) => Promise<InstallState>,
  ): Promise<InstallState> {
    this.#tasks.get(modelId)?.abort();
    const task = new AbortController();
    this.#tasks.set(modelId, task);
    this.#show(modelId, activity);
    let ended: FilesActivity | null = null;
    try {
      const state = await work(outer ? AbortSignal.any([task.signal, outer]) : task.signal);
      this.#remember(state);
      return state;
    } catch (error) {
      if (!isAbort(error)) ended = { phase: "failed", error: toFailure(error), during };
      throw error;
    } finally {
      if (this.#tasks.get(modelId) === task) {
        this.#tasks.delete(modelId);
        this.#show(modelId, ended);
        if (during !== "delete") void this.check(modelId).catch(() => undefined);
      }
    }
  }

  async #call<T>(kind: WorkerKind, call: (worker: DownloadWorker) => Promise<T>): Promise<T> {
    let worker = this.#workers.get(kind);
    if (!worker) {
      worker = this.#parts.startWorker(kind);
      this.#workers.set(kind, worker);
    }
    try {
      return await call(worker);
    } catch (error) {
      if (errorCode(error) === "worker-crashed") this.#drop(kind);
      throw error instanceof AppError || isAbort(error) ? error : new AppError("unexpected", String(error));
    }
  }

  #drop(kind: WorkerKind): void {
    this.#workers.get(kind)?.terminate();
    this.#workers.delete(kind);
  }

  #remember(state: InstallState): void {
    const { kept } = this.#parts;
    const wasComplete = kept.completeModels().includes(state.modelId);
    if (state.complete && !wasComplete) kept.setComplete(state.modelId, true);
    this.#update(state.modelId, { install: state, evicted: wasComplete && !state.complete });
  }

  #show(modelId: string, activity: FilesActivity | null): void {
    this.#update(modelId, { activity });
  }

  #update(modelId: string, change: Partial<ModelDownload>): void {
    const next = { ...this.#of(modelId), ...change };
    this.#parts.store.setState(({ models }) => ({ models: { ...models, [modelId]: next } }));
  }
}
