/** @file The safety check of this tab, as the settings have it. What runs it is loaded with the first text it checks. */
import type { answerGuarded, ChatShield, Judge } from "./chats-shield.ts";
import { settingsStore } from "./settings.ts";

interface ShieldParts {
  readonly judge: (modelId: string, threshold: number) => Judge;
  readonly answerGuarded: typeof answerGuarded;
}

let load: (() => Promise<ShieldParts>) | null = null;

/** Called when the page opens; an import in here would put a loader into every part of the first load. */
export function setShieldLoader(loader: () => Promise<ShieldParts>): void {
  load = loader;
}

async function open(): Promise<ShieldParts> {
  if (load === null) throw new Error("no loader was set");
  return load();
}

/** Null when it is off. */
export function chatShield(): ChatShield | null {
  const { modelId, threshold, ...rules } = settingsStore.getState().shield;
  if (modelId === null || (!rules.input && !rules.output)) return null;
  const judge: Judge = async (...asked) => (await open()).judge(modelId, threshold)(...asked);
  const shield = { ...rules, threshold, judge };
  return { ...shield, answer: async (work) => (await open()).answerGuarded(shield, work) };
}
