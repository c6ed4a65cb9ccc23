/** @file What is typed in each chat and not sent yet; kept over a reload. */
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import { readComposerDraft, saveComposerDraft } from "#storage/conversations";

/** Key of the chat that does not exist yet. */
const NEW_CHAT = "new";
const SAVE_DELAY_MS = 300;

interface DraftsState {
  readonly texts: Readonly<Record<string, string>>;
}

const draftsStore = createStore<DraftsState>(() => ({ texts: {} }));
const timers = new Map<string, ReturnType<typeof setTimeout>>();

export function useComposerText(chatId: string | null): string {
  return useStore(draftsStore, ({ texts }) => texts[chatId ?? NEW_CHAT] ?? "");
}

/** Fetches what was typed before the last reload; what was typed since wins. Without storage there is nothing. */
export async function loadComposerText(chatId: string | null): Promise<void> {
  const key = chatId ?? NEW_CHAT;
  if (draftsStore.getState().texts[key] !== undefined) return;
  const stored = await readComposerDraft(key).catch(() => "");
  if (draftsStore.getState().texts[key] === undefined) show(key, stored);
}

/** Shows at once and stores shortly after. A draft that can't be stored stays on the screen. */
export function setComposerText(chatId: string | null, text: string): void {
  const key = chatId ?? NEW_CHAT;
  show(key, text);
  clearTimeout(timers.get(key));
  timers.set(
    key,
    setTimeout(() => void saveComposerDraft(key, text).catch(() => undefined), SAVE_DELAY_MS),
  );
}

/** Stores at once what is still waiting for the pause after typing: the page is about to reload. */
export async function flushComposerTexts(): Promise<void> {
  const { texts } = draftsStore.getState();
  const waiting = [...timers.keys()];
  for (const timer of timers.values()) clearTimeout(timer);
  timers.clear();
  await Promise.all(waiting.map((key) => saveComposerDraft(key, texts[key] ?? "").catch(() => undefined)));
}

function show(key: string, text: string): void {
  draftsStore.setState(({ texts }) => ({ texts: { ...texts, [key]: text } }));
}
