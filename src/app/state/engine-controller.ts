/**
 * @file Starts the inference worker and turns its answers into `EngineStatus`. Everything it needs from the browser
 * is passed in, so it runs in tests without a worker.
 */
import { AppError, errorCode, isAbort, isOutOfMemory } from "#shared/errors";
import type { GeneratePart, GenerateRequest, GenerateResult, LanguageModel } from "#shared/language-model";
import type { InferenceWorker } from "#workers/client";
import type { EngineInfo, InstallState } from "#workers/protocol";
import { firstDownloadStatus } from "./download-rate.ts";
import type { EngineLock } from "./engine-lock.ts";
import {
  isLoaded,
  toFailure,
  type DownloadStatus,
  type EngineStatus,
  type EngineStore,
} from "./engine-status.ts";
import { LoadProgress } from "./load-progress.ts";
import { OneAtATime } from "#shared/one-at-a-time";
import { withWatchdog } from "./watchdog.ts";

/** A worker that says nothing for this long is lost: well above one compilation or one slow step. */
const SILENCE_MS = 120_000;
/** An answer that does not stop when asked is ended with its worker after this. */
const STOP_DEADLINE_MS = 5000;
/** A context is not made smaller than this when memory runs out. */
const LEAST_CONTEXT_TOKENS = 512;

type GenerateOptions = Parameters<LanguageModel["generate"]>[1];
type During = Extract<EngineStatus, { phase: "failed" }>["during"];

/** What the engine needs of the models' files: see `DownloadsController`. */
export interface EngineFiles {
  check(modelId: string): Promise<InstallState>;
  install(
    modelId: string,
    call: { readonly signal: AbortSignal; readonly onStatus: (status: DownloadStatus) => void },
  ): Promise<InstallState>;
  remove(modelId: string): Promise<InstallState>;
}

export interface EngineParts {
  readonly store: EngineStore;
  /** For this model: engines have workers of their own. */
  readonly startWorker: (modelId: string) => InferenceWorker;
  readonly files: EngineFiles;
  readonly lock: EngineLock;
}

export class EngineController {
  readonly #parts: EngineParts;
  readonly #answers = new OneAtATime();
  #worker: InferenceWorker | null = null;
  /** The download or load under way; one that was replaced changes nothing any more. */
  #task: AbortController | null = null;
  /** Ends the running answer when another tab takes over. */
  #takenOver = new AbortController();
  /** Less than the model's usual, after memory ran out with more; null = the usual. */
  #contextTokens: number | null = null;
  /** Calls off the wait for the tab that holds the engine. */
  #waiting: AbortController | null = null;

  constructor(parts: EngineParts) {
    this.#parts = parts;
    parts.lock.onRequested(() => this.#yield());
  }

  get #status(): EngineStatus {
    return this.#parts.store.getState().status;
  }

  get #modelId(): string {
    return this.#parts.store.getState().modelId;
  }

  /** Looks up what is installed and loads the model when all of it is there. */
  async start(): Promise<void> {
    try {
      const state = await this.check(this.#modelId);
      if (this.#task || isLoaded(this.#status)) return;
      this.#showInstall(state);
      if (state.complete) await this.load();
    } catch (error) {
      this.#fail(error, "check");
    }
  }

  /** What is stored of any catalog model. @throws AppError */
  async check(modelId: string): Promise<InstallState> {
    const state = await this.#parts.files.check(modelId);
    this.#remember(state);
    return state;
  }

  /** The files of a model have changed without this controller: shown when it is the one in use and idle. */
  filesChanged(install: InstallState): void {
    const { phase } = this.#status;
    if (install.modelId !== this.#modelId || this.#task) return;
    this.#remember(install);
    if (phase !== "not-installed" && phase !== "installed") return;
    this.#showInstall(install);
    if (phase === "not-installed" && install.complete) void this.load();
  }

  /** Downloads what is missing, then loads. Called by a click. Verified pieces are never fetched twice. */
  async install(): Promise<void> {
    if (this.#task) return;
    const task = this.#begin();
    this.#set(firstDownloadStatus(this.#parts.store.getState().installs[this.#modelId]));
    try {
      await this.#ensureLock("download");
      const onStatus = (status: DownloadStatus): void => {
        if (this.#task === task && this.#status.phase === "downloading") this.#set(status);
      };
      const state = await this.#parts.files.install(this.#modelId, { signal: task.signal, onStatus });
      this.#remember(state);
      if (this.#end(task)) this.#set({ phase: "installed" });
    } catch (error) {
      if (!this.#end(task)) return;
      this.#parts.lock.release();
      if (isAbort(error)) await this.start();
      else this.#fail(error, "download");
      return;
    }
    await this.load();
  }

  /** Stops a download; what is verified stays and the next install goes on from there. */
  cancelInstall(): void {
    this.#task?.abort();
  }

  /** Loads the installed model. Does nothing while one is loaded or loading. */
  async load(): Promise<void> {
    if (this.#task || isLoaded(this.#status)) return;
    const task = this.#begin();
    this.#set({ phase: "loading", fraction: 0, phaseName: "verify" });
    try {
      await this.#ensureLock("load");
      const info = await this.#load(task);
      if (this.#end(task)) this.#set({ phase: "ready", info });
    } catch (error) {
      if (!this.#end(task)) return;
      this.#dropWorker();
      if (isAbort(error)) this.#set({ phase: "installed" });
      else this.#fail(error, "load");
    }
  }

  /** Gives the memory of the model back; the download stays. */
  unload(): void {
    const { phase } = this.#status;
    this.#task = null;
    this.#dropWorker();
    if (phase === "loading" || phase === "ready" || phase === "generating") this.#set({ phase: "installed" });
  }

  /** Uses another model of the catalog from now on: the old one is unloaded, the new one loaded when it is here. */
  async select(modelId: string): Promise<void> {
    if (modelId === this.#modelId) return;
    this.#task?.abort();
    this.unload();
    this.#contextTokens = null;
    this.#parts.store.setState({ modelId, status: { phase: "unknown" } });
    await this.start();
  }

  /** Removes the stored pieces of a model. @throws AppError */
  async deleteModel(modelId: string): Promise<void> {
    const current = modelId === this.#modelId;
    if (current) {
      this.#task?.abort();
      this.unload();
    }
    const state = await this.#parts.files.remove(modelId);
    this.#remember(state);
    if (current) this.#showInstall(state);
  }

  /** Takes the engine from the tab that has it, then does what this tab wanted. */
  async useHere(): Promise<void> {
    const complete = this.#parts.store.getState().installs[this.#modelId]?.complete === true;
    this.#stopWaiting();
    this.#set({ phase: "unknown" });
    try {
      await this.#parts.lock.takeOver();
    } catch (error) {
      return this.#fail(error, "load");
    }
    await (complete ? this.load() : this.install());
  }

  /** Ends the worker and gives everything back: the page is about to erase its data. */
  shutDown(): void {
    this.unload();
    this.#set({ phase: "unknown" });
  }

  /** The port of whoever asks; null while no model is loaded. */
  languageModel(): LanguageModel | null {
    if (!isLoaded(this.#status)) return null;
    const { contextTokens, tier, callsTools } = this.#status.info;
    return {
      contextTokens,
      tier,
      callsTools,
      generate: (request, options) => this.generate(request, options),
      countTokens: (texts) => withWatchdog(SILENCE_MS, () => this.#rpc().call("token-count", { texts })),
    };
  }

  /** Answers one request after the earlier ones. @throws as `LanguageModel.generate` says */
  generate(request: GenerateRequest, options: GenerateOptions = {}): Promise<GenerateResult> {
    return this.#answers.run(() => this.#answer(request, options), options.signal);
  }

  async #answer(request: GenerateRequest, { signal, onPart }: GenerateOptions): Promise<GenerateResult> {
    const { lock } = this.#parts;
    const status = this.#status;
    if (!isLoaded(status) || !lock.held) throw new AppError("engine-not-loaded", "no model is loaded");
    const { info } = status;
    const takenOver = this.#takenOver.signal;
    const stopLate = this.#endIfItWillNotStop(signal);
    this.#set({ phase: "generating", info });
    try {
      return await withWatchdog(SILENCE_MS, (alive) => {
        const report = (part: GeneratePart): void => (alive(), onPart?.(part));
        return this.#rpc().call("text-generate", request, {
          ...(signal ? { signal } : {}),
          onPart: report,
        });
      });
    } catch (error) {
      if (takenOver.aborted) throw new AppError("other-tab-active", "another tab took over", {}, error);
      if (signal?.aborted) throw new DOMException("aborted", "AbortError");
      if (endsEngine(error)) this.#failEngine(error);
      throw error;
    } finally {
      stopLate();
      if (this.#status.phase === "generating") this.#set({ phase: "ready", info });
    }
  }

  /** Returns the function that calls it off. */
  #endIfItWillNotStop(signal: AbortSignal | undefined): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const wait = (): void => {
      timer = setTimeout(() => (this.unload(), void this.load()), STOP_DEADLINE_MS);
    };
    signal?.addEventListener("abort", wait, { once: true });
    return () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", wait);
    };
  }

  #load(task: AbortController): Promise<EngineInfo> {
    const progress = new LoadProgress();
    return withWatchdog(SILENCE_MS, (alive) =>
      this.#rpc().call(
        "model-load",
        {
          modelId: this.#modelId,
          ...(this.#contextTokens !== null && { contextTokens: this.#contextTokens }),
        },
        {
          signal: task.signal,
          onPart: (part) => {
            alive();
            if (this.#task !== task) return;
            this.#set({ phase: "loading", fraction: progress.next(part), phaseName: part.phase });
          },
        },
      ),
    );
  }

  #showInstall(install: InstallState): void {
    this.#set(install.complete ? { phase: "installed" } : { phase: "not-installed", install });
  }

  async #ensureLock(doing: "download" | "load"): Promise<void> {
    if (await this.#parts.lock.acquire()) return;
    throw new AppError("other-tab-active", "another tab holds the engine", { doing });
  }

  /** Another tab wants the engine: stop everything here at once and say so. */
  #yield(): void {
    this.#takenOver.abort();
    this.#takenOver = new AbortController();
    this.#task = null;
    this.#dropWorker();
    this.#fail(new AppError("other-tab-active", "another tab took over"), "load");
  }

  /** Another tab holds the engine: when it closes, this one goes on as at its start. */
  async #waitForTurn(): Promise<void> {
    this.#stopWaiting();
    const waiting = new AbortController();
    this.#waiting = waiting;
    const { lock } = this.#parts;
    try {
      await lock.whenFree(waiting.signal);
    } catch {
      return;
    }
    if (this.#waiting !== waiting) return;
    this.#waiting = null;
    this.#set({ phase: "unknown" });
    await this.start();
    if (!this.#task && !isLoaded(this.#status)) lock.release();
  }

  #stopWaiting(): void {
    this.#waiting?.abort();
    this.#waiting = null;
  }

  #failEngine(error: unknown): void {
    this.#dropWorker();
    if (isOutOfMemory(error)) this.#lowerContext();
    this.#fail(error, "answer");
  }

  /** The next load asks for half of what ran out of memory. */
  #lowerContext(): void {
    if (!isLoaded(this.#status)) return;
    this.#contextTokens = Math.max(LEAST_CONTEXT_TOKENS, Math.floor(this.#status.info.contextTokens / 2));
  }

  /** Terminating the worker is the only sure way to get a model's memory back. */
  #dropWorker(): void {
    this.#stopWaiting();
    this.#worker?.terminate();
    this.#worker = null;
    this.#parts.lock.release();
  }

  #rpc(): InferenceWorker["rpc"] {
    this.#worker ??= this.#parts.startWorker(this.#modelId);
    return this.#worker.rpc;
  }

  #begin(): AbortController {
    this.#stopWaiting();
    this.#task = new AbortController();
    return this.#task;
  }

  /** True when the task was still the current one. */
  #end(task: AbortController): boolean {
    if (this.#task !== task) return false;
    this.#task = null;
    return true;
  }

  #remember(state: InstallState): void {
    this.#parts.store.setState(({ installs }) => ({ installs: { ...installs, [state.modelId]: state } }));
  }

  #set(status: EngineStatus): void {
    this.#parts.store.setState({ status });
  }

  #fail(error: unknown, during: During): void {
    if (WORKER_ENDING.has(errorCode(error))) this.#dropWorker();
    this.#set({ phase: "failed", error: toFailure(error), during });
    if (errorCode(error) === "other-tab-active") void this.#waitForTurn();
  }
}

/** After these a worker can load nothing any more: it has one GPU for its life. */
const WORKER_ENDING = new Set<ReturnType<typeof errorCode>>([
  "worker-crashed",
  "device-lost",
  "gpu-wrong",
  "gpu-out-of-memory",
]);

/** After these the engine's state is not to be trusted. */
function endsEngine(error: unknown): boolean {
  const code = errorCode(error);
  return code === "engine-failed" || isOutOfMemory(error) || WORKER_ENDING.has(code);
}
