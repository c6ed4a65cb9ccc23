/**
 * @file Starts the inference worker and turns its answers into `EngineStatus`. Everything it needs from the browser
 * is passed in, so it runs in tests without a worker.
 */
import { AppError, errorCode, isAbort, isOutOfMemory } from "#shared/errors";
import type { GenerateRequest, GenerateResult, LanguageModel } from "#shared/language-model";
import type { InferenceWorker } from "#workers/client";
import type { EngineInfo, InstallState, LoadPart } from "#workers/protocol-models";
import { firstDownloadStatus } from "./download-rate.ts";
import type { EngineLock } from "./engine-lock.ts";
import {
  isLoaded,
  toFailure,
  type DownloadStatus,
  type EngineStatus,
  type EngineStore,
} from "./engine-status.ts";
import { endsEngine, endsWorker } from "./engine-failures.ts";
import { EngineInstalls, type EngineFiles } from "./engine-installs.ts";
import { EngineTurn, type PageSight } from "./engine-turn.ts";
import { ModelWorker, type GenerateOptions } from "./engine-worker.ts";
import { LoadProgress } from "./load-progress.ts";
import { OneAtATime } from "#shared/one-at-a-time";

export interface EngineParts {
  readonly store: EngineStore;
  /** For this model: engines have workers of their own. */
  readonly startWorker: (modelId: string) => InferenceWorker;
  readonly files: EngineFiles;
  readonly lock: EngineLock;
  readonly page: PageSight;
}

export class EngineController {
  readonly #parts: EngineParts;
  readonly #answers = new OneAtATime();
  readonly #worker: ModelWorker;
  readonly #turn: EngineTurn;
  readonly #installs: EngineInstalls;
  /** The download or load under way; one that was replaced changes nothing any more. */
  #task: AbortController | null = null;
  /** Ends the running answer when another tab takes over. */
  #takenOver = new AbortController();

  constructor(parts: EngineParts) {
    this.#parts = parts;
    this.#worker = new ModelWorker(parts.startWorker);
    this.#turn = new EngineTurn(parts.lock, parts.page);
    this.#installs = new EngineInstalls(parts.files, parts.store);
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
  check(modelId: string): Promise<InstallState> {
    return this.#installs.check(modelId);
  }

  /** The files of a model have changed without this controller: shown when it is the one in use and idle. */
  filesChanged(install: InstallState): void {
    const { phase } = this.#status;
    if (install.modelId !== this.#modelId || this.#task) return;
    this.#installs.remember(install);
    if (phase !== "not-installed" && phase !== "installed") return;
    this.#showInstall(install);
    if (phase === "not-installed" && install.complete) void this.load();
  }

  /** Downloads what is missing, then loads. Called by a click. Verified pieces are never fetched twice. */
  async install(): Promise<void> {
    if (this.#task) return;
    const task = this.#begin();
    this.#set(firstDownloadStatus(this.#installs.known(this.#modelId)));
    try {
      await this.#turn.take("download");
      const onStatus = (status: DownloadStatus): void => {
        if (this.#task === task && this.#status.phase === "downloading") this.#set(status);
      };
      await this.#installs.install(this.#modelId, { signal: task.signal, onStatus });
      if (this.#end(task)) this.#set({ phase: "installed" });
    } catch (error) {
      if (!this.#end(task)) return;
      if (!isAbort(error)) return this.#fail(error, "download");
      this.#turn.giveBack();
      return this.start();
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
      await this.#turn.take("load");
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
    this.#putDown();
    this.#turn.giveBack();
  }

  /**
   * Uses another model of the catalog from now on: the old one is unloaded, the new one loaded when it is here. This
   * tab's turn goes on meanwhile, so no waiting tab comes in between.
   * @param options.download fetches the new model where it is not here
   */
  async select(modelId: string, { download = false } = {}): Promise<void> {
    if (modelId === this.#modelId) return;
    this.#task?.abort();
    this.#putDown();
    this.#parts.store.setState({ modelId, status: { phase: "unknown" } });
    await this.start();
    if (modelId !== this.#modelId) return;
    if (download && this.#status.phase === "not-installed") await this.install();
    else this.#giveBackUnused();
  }

  /** Removes the stored pieces of a model. @throws AppError */
  async deleteModel(modelId: string): Promise<void> {
    const current = modelId === this.#modelId;
    if (current) {
      this.#task?.abort();
      this.unload();
    }
    const state = await this.#installs.remove(modelId);
    if (current) this.#showInstall(state);
  }

  /** Takes the engine from the tab that has it, then does what this tab wanted. */
  async useHere(): Promise<void> {
    const complete = this.#installs.known(this.#modelId)?.complete === true;
    this.#set({ phase: "unknown" });
    try {
      await this.#turn.takeOver();
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
      countTokens: (texts) => this.#worker.countTokens(texts),
    };
  }

  /** Answers one request after the earlier ones. @throws as `LanguageModel.generate` says */
  generate(request: GenerateRequest, options: GenerateOptions = {}): Promise<GenerateResult> {
    return this.#answers.run(() => this.#answer(request, options), options.signal);
  }

  async #answer(request: GenerateRequest, options: GenerateOptions): Promise<GenerateResult> {
    const status = this.#status;
    if (!isLoaded(status) || !this.#turn.held) throw new AppError("engine-not-loaded", "no model is loaded");
    const { info } = status;
    const takenOver = this.#takenOver.signal;
    this.#set({ phase: "generating", info });
    try {
      const onStuck = (): void => (this.#putDown(), void this.load());
      return await this.#worker.generate(request, { ...options, onStuck });
    } catch (error) {
      if (takenOver.aborted) throw new AppError("other-tab-active", "another tab took over", {}, error);
      if (options.signal?.aborted) throw new DOMException("aborted", "AbortError");
      // A worker that ended because its model was put down is no failure.
      if (endsEngine(error) && this.#status.phase === "generating") this.#failEngine(error, info);
      throw error;
    } finally {
      if (this.#status.phase === "generating") this.#set({ phase: "ready", info });
    }
  }

  #load(task: AbortController): Promise<EngineInfo> {
    const progress = new LoadProgress();
    const onPart = (part: LoadPart): void => {
      if (this.#task !== task) return;
      this.#set({ phase: "loading", fraction: progress.next(part), phaseName: part.phase });
    };
    return this.#worker.load(this.#modelId, { signal: task.signal, onPart });
  }

  #showInstall(install: InstallState): void {
    this.#set(install.complete ? { phase: "installed" } : { phase: "not-installed", install });
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
    if (!(await this.#turn.wait())) return;
    this.#set({ phase: "unknown" });
    await this.start();
    this.#giveBackUnused();
  }

  /** No tab keeps its turn while it has nothing to do with it. */
  #giveBackUnused(): void {
    if (!this.#task && !isLoaded(this.#status)) this.#turn.giveBack();
  }

  #failEngine(error: unknown, { contextTokens }: EngineInfo): void {
    this.#dropWorker();
    if (isOutOfMemory(error)) this.#worker.lowerContext(contextTokens);
    this.#fail(error, "answer");
  }

  /** Ends what is done with the model, whose memory is free then; the turn stays. */
  #putDown(): void {
    this.#task = null;
    this.#turn.callOff();
    this.#worker.end();
    if (this.#status.phase === "loading" || isLoaded(this.#status)) this.#set({ phase: "installed" });
  }

  /** Gives back the memory and the turn. */
  #dropWorker(): void {
    this.#turn.callOff();
    this.#worker.end();
    this.#turn.giveBack();
  }

  #begin(): AbortController {
    this.#turn.callOff();
    this.#task = new AbortController();
    return this.#task;
  }

  /** True when the task was still the current one. */
  #end(task: AbortController): boolean {
    if (this.#task !== task) return false;
    this.#task = null;
    return true;
  }

  #set(status: EngineStatus): void {
    this.#parts.store.setState({ status });
  }

  #fail(error: unknown, during: Extract<EngineStatus, { phase: "failed" }>["during"]): void {
    if (endsWorker(error)) this.#dropWorker();
    this.#set({ phase: "failed", error: toFailure(error), during });
    if (during === "download") this.#turn.keepWhileSeen();
    if (errorCode(error) === "other-tab-active") void this.#waitForTurn();
  }
}
