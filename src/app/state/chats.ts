/** @file The conversations of this tab. */
import { useStore } from "zustand";
import { modelSees } from "#app/pictures/model-sees.ts";
import { ChatsController } from "./chats-controller.ts";
import type { ChatChange, ChatsState } from "./chats-state.ts";
import { engineStore, languageModel } from "./engine.ts";
import { settingsStore } from "./settings.ts";
import { chatShield } from "./shield.ts";
import { tabNews } from "./tab-news.ts";

const tell = tabNews<ChatChange>("hearth-chats", (change) => void chats.heard(change));

export const chats = new ChatsController({
  model: languageModel,
  modelId: () => engineStore.getState().modelId,
  seesPictures: () => modelSees(engineStore.getState().modelId),
  settings: () => settingsStore.getState(),
  shield: chatShield,
  nowMs: () => Date.now(),
  newId: () => crypto.randomUUID(),
  newSeed: () => crypto.getRandomValues(new Uint32Array(1))[0] ?? 0,
  announce: tell,
});

/** A conversation was changed by another part of this tab: shown here and in the other tabs. */
export async function tellChats(change: ChatChange): Promise<void> {
  tell(change);
  await chats.heard(change);
}

export function useChats<T>(selector: (state: ChatsState) => T): T {
  return useStore(chats.store, selector);
}
