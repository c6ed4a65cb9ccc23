/** @file The engine of this tab: one controller, one store, started by `main.tsx`. */
import { DEFAULT_MODEL_ID, findModel } from "#models/catalog";
import type { LanguageModel } from "#shared/language-model";
import { startInferenceWorker } from "#workers/client";
import { downloads, keptChoices, watchInstall } from "./downloads.ts";
import { EngineController } from "./engine-controller.ts";
import { createEngineLock } from "./engine-lock.ts";
import { createEngineStore, useEngineState, type EngineState } from "./engine-status.ts";

export const engineStore = createEngineStore(
  findModel(keptChoices.chosenModel() ?? "")?.id ?? DEFAULT_MODEL_ID,
);

export const engine = new EngineController({
  store: engineStore,
  startWorker: (modelId) => startInferenceWorker(findModel(modelId)?.engine),
  files: downloads,
  lock: createEngineLock(),
  page: {
    isHidden: () => document.hidden,
    onHidden: (listener) =>
      globalThis.document?.addEventListener("visibilitychange", () => {
        if (document.hidden) listener();
      }),
  },
});

// Another tab may have finished the download, or the browser may have removed pieces.
watchInstall((install) => engine.filesChanged(install));

/** The loaded model, or null: see `engineStore` for why. */
export function languageModel(): LanguageModel | null {
  return engine.languageModel();
}

/** Uses another model from now on, in later visits too. */
export function chooseModel(modelId: string, options?: { readonly download: boolean }): Promise<void> {
  keptChoices.setChosenModel(modelId);
  return engine.select(modelId, options);
}

export function useEngine<T>(selector: (state: EngineState) => T): T {
  return useEngineState(engineStore, selector);
}

/** Does again what failed. */
export function retryEngine(): void {
  const { status } = engineStore.getState();
  if (status.phase !== "failed") return;
  if (status.during === "download") void engine.install();
  else if (status.during === "check") void engine.start();
  else void engine.load();
}
