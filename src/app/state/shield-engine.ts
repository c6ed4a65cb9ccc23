/** @file The guard of this tab: one controller, loaded with the first text that is checked. */
import { findModel } from "#models/catalog";
import { startInferenceWorker } from "#workers/client";
import { answerGuarded, type Judge } from "./chats-shield.ts";
import { engine, engineStore } from "./engine.ts";
import { isLoaded } from "./engine-status.ts";
import { settingsStore } from "./settings.ts";
import { ShieldController } from "./shield-controller.ts";
import { deviceMemoryGb } from "./device-memory.ts";

const controller = new ShieldController({
  startWorker: (modelId) => startInferenceWorker(findModel(modelId)?.engine),
  check: (modelId) => engine.check(modelId),
  chatModel: () => findModel(engineStore.getState().modelId) ?? null,
  deviceMemoryGb,
});

/** @param modelId catalog id of the guard */
export function judge(modelId: string, threshold: number): Judge {
  return (messages, call) => controller.judge({ modelId, messages, threshold }, call);
}

// Memory of the guard goes where the model's goes: to another tab, to another model, or back.
engineStore.subscribe(({ status }, before) => {
  if (isLoaded(before.status) && !isLoaded(status)) controller.unload();
});
settingsStore.subscribe(({ shield }, before) => {
  if (shield.modelId !== before.shield.modelId) controller.unload();
});

export { answerGuarded };
