/** @file What is stored of each model: asked of its files, and kept in the store for the page to show. */
import type { InstallState } from "#workers/protocol-models";
import type { DownloadStatus, EngineStore } from "./engine-status.ts";

/** What the engine needs of the models' files: see `DownloadsController`. */
export interface EngineFiles {
  check(modelId: string): Promise<InstallState>;
  install(
    modelId: string,
    call: { readonly signal: AbortSignal; readonly onStatus: (status: DownloadStatus) => void },
  ): Promise<InstallState>;
  remove(modelId: string): Promise<InstallState>;
}

/** The same, with every state remembered. */
export class EngineInstalls implements EngineFiles {
  readonly #files: EngineFiles;
  readonly #store: EngineStore;

  constructor(files: EngineFiles, store: EngineStore) {
    this.#files = files;
    this.#store = store;
  }

  /** Undefined before anything was asked about this model. */
  known(modelId: string): InstallState | undefined {
    return this.#store.getState().installs[modelId];
  }

  async check(modelId: string): Promise<InstallState> {
    return this.remember(await this.#files.check(modelId));
  }

  async install(modelId: string, call: Parameters<EngineFiles["install"]>[1]): Promise<InstallState> {
    return this.remember(await this.#files.install(modelId, call));
  }

  async remove(modelId: string): Promise<InstallState> {
    return this.remember(await this.#files.remove(modelId));
  }

  remember(state: InstallState): InstallState {
    this.#store.setState(({ installs }) => ({ installs: { ...installs, [state.modelId]: state } }));
    return state;
  }
}
