/** @file Which messages the assistant may use in a chat, as chosen beside the message field; kept while the tab is open. */
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import { NO_SCOPE, type Scope } from "./agent-job.ts";
import { keptItems } from "./kept-items.ts";

/** Key of the chat that does not exist yet. */
const NEW_CHAT = "new";
const STORED = "agent-scope";
const kept = keptItems("hearth-", () => sessionStorage);
const MAX_CHATS = 30;

type Scopes = Readonly<Record<string, Scope>>;

const scopes = createStore<Scopes>(() => stored());

export function scopeOf(chatId: string | null): Scope {
  return scopes.getState()[chatId ?? NEW_CHAT] ?? NO_SCOPE;
}

export function useScope(chatId: string | null): Scope {
  return useStore(scopes, (all) => all[chatId ?? NEW_CHAT] ?? NO_SCOPE);
}

/** `NO_SCOPE` = none. */
export function setScope(chatId: string | null, scope: Scope): void {
  const key = chatId ?? NEW_CHAT;
  const others = Object.entries(scopes.getState()).filter(([known]) => known !== key);
  const all = scope.threadIds.length === 0 ? others : [...others, [key, scope] as const];
  scopes.setState(Object.fromEntries(all.slice(-MAX_CHATS)), true);
  kept.write(STORED, JSON.stringify(scopes.getState()));
}

/** A new chat has become one that is stored: its choice goes with it. */
export function moveScope(chatId: string): void {
  const scope = scopeOf(null);
  if (scope.threadIds.length === 0) return;
  setScope(chatId, scope);
  setScope(null, NO_SCOPE);
}

/** What this tab kept over a reload; anything else in its place is the same as nothing. */
function stored(): Scopes {
  try {
    const value: unknown = JSON.parse(kept.read(STORED) ?? "{}");
    const entries = Object.entries(typeof value === "object" && value !== null ? value : {});
    return Object.fromEntries(entries.filter((entry): entry is [string, Scope] => isScope(entry[1])));
  } catch {
    return {};
  }
}

function isScope(value: unknown): value is Scope {
  const { threadIds, lastCount } = (value ?? {}) as Partial<Scope>;
  return (
    Array.isArray(threadIds) &&
    threadIds.every((id) => typeof id === "string") &&
    (lastCount === null || typeof lastCount === "number")
  );
}
