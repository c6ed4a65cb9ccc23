/** @file The downloads of this tab: one controller, one store. */
import { startDownloadWorker } from "#workers/client";
import { MODELS_CHANNEL, type InstallState } from "#workers/protocol-models";
import { DownloadsController } from "./downloads-controller.ts";
import {
  createDownloadsStore,
  NO_DOWNLOAD,
  useDownloadsState,
  type DownloadsState,
  type ModelDownload,
} from "./downloads-state.ts";
import { keepAwake } from "./keep-awake.ts";
import { createKeptChoices } from "./kept-choices.ts";
import { askToPersist } from "./storage-health.ts";

export const keptChoices = createKeptChoices(() => localStorage);

const store = createDownloadsStore({
  mirror: keptChoices.mirror(),
  acceptedLicences: keptChoices.acceptedLicences(),
});

export const downloads = new DownloadsController({
  store,
  startWorker: startDownloadWorker,
  kept: keptChoices,
  persist: askToPersist,
  keepAwake,
  nowMs: () => performance.now(),
});

// Workers of any tab, this one included, post here when something was stored, removed or lost: no news of tabs.
new BroadcastChannel(MODELS_CHANNEL).addEventListener("message", () => {
  void downloads.checkAll().catch(() => undefined);
});

/** Called with the state of a model's files whenever it was looked up. */
export function watchInstall(listener: (install: InstallState) => void): void {
  store.subscribe(({ models }, before) => {
    for (const [id, { install }] of Object.entries(models)) {
      if (install && install !== before.models[id]?.install) listener(install);
    }
  });
}

export function useDownload(modelId: string): ModelDownload {
  return useDownloadsState(store, ({ models }) => models[modelId] ?? NO_DOWNLOAD);
}

export function useDownloads<T>(selector: (state: DownloadsState) => T): T {
  return useDownloadsState(store, selector);
}
