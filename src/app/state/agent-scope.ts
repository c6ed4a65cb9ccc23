/**
 * @file Which messages the assistant may use in a chat, as chosen beside the message field. A chat keeps its choice in
 * every tab; that of a chat which does not exist yet is kept while its tab is open.
 */
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import { NO_SCOPE, type Scope } from "./agent-job.ts";
import { keptItems } from "./kept-items.ts";

/** Key of the chat that does not exist yet. */
const NEW_CHAT = "new";
const STORED = "agent-scope";
const PREFIX = "hearth-";
const ofTab = keptItems(PREFIX, () => sessionStorage);
const ofChats = keptItems(PREFIX);
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
  scopes.setState((all) => withScope(all, key, scope), true);
  if (chatId === null) ofTab.write(STORED, JSON.stringify(withScope({}, key, scope)));
  // Another tab may have chosen for other chats meanwhile.
  else ofChats.write(STORED, JSON.stringify(withScope(parsed(ofChats.read(STORED)), key, scope)));
}

function withScope(all: Scopes, key: string, scope: Scope): Scopes {
  const others = Object.entries(all).filter(([known]) => known !== key);
  const next = scope.threadIds.length === 0 ? others : [...others, [key, scope] as const];
  return Object.fromEntries(next.slice(-MAX_CHATS));
}

/** A new chat has become one that is stored: its choice goes with it. */
export function moveScope(chatId: string): void {
  const scope = scopeOf(null);
  if (scope.threadIds.length === 0) return;
  setScope(chatId, scope);
  setScope(null, NO_SCOPE);
}

function stored(): Scopes {
  return { ...parsed(ofChats.read(STORED)), ...parsed(ofTab.read(STORED)) };
}

/** What was kept; anything else in its place is the same as nothing. */
function parsed(text: string | null): Scopes {
  try {
    const value: unknown = JSON.parse(text ?? "{}");
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

// As another tab chooses; tests have no page.
globalThis.addEventListener?.("storage", ({ key, newValue }) => {
  if (key === `${PREFIX}${STORED}`)
    scopes.setState({ ...parsed(newValue), ...parsed(ofTab.read(STORED)) }, true);
});
