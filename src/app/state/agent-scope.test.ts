import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { NO_SCOPE, type Scope } from "./agent-job.ts";

const GARDEN: Scope = { threadIds: ["garden"], lastCount: 50 };
const BUDGET: Scope = { threadIds: ["budget"], lastCount: null };

function storage(): Pick<Storage, "getItem" | "setItem" | "removeItem"> {
  const items = new Map<string, string>();
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  };
}

beforeEach(() => vi.stubGlobal("localStorage", storage()));
afterEach(() => vi.unstubAllGlobals());

/** Another tab: what it has is what is stored, and a storage of its own. */
async function openTab(): Promise<typeof import("./agent-scope.ts")> {
  vi.stubGlobal("sessionStorage", storage());
  vi.resetModules();
  return import("./agent-scope.ts");
}

test("a chat has its messages in a second tab too; a new chat only in its own", async () => {
  const first = await openTab();
  first.setScope("a", GARDEN);
  first.setScope(null, BUDGET);
  const second = await openTab();
  expect(second.scopeOf("a")).toEqual(GARDEN);
  expect(second.scopeOf(null)).toEqual(NO_SCOPE);
});

test("a choice of one tab takes none from the other", async () => {
  const first = await openTab();
  const second = await openTab();
  first.setScope("a", GARDEN);
  second.setScope("b", BUDGET);
  second.setScope("c", GARDEN);
  second.setScope("c", NO_SCOPE);
  const third = await openTab();
  expect([third.scopeOf("a"), third.scopeOf("b"), third.scopeOf("c")]).toEqual([GARDEN, BUDGET, NO_SCOPE]);
});

test("a new chat takes its choice along", async () => {
  const tab = await openTab();
  tab.setScope(null, GARDEN);
  tab.moveScope("a");
  expect([tab.scopeOf("a"), tab.scopeOf(null)]).toEqual([GARDEN, NO_SCOPE]);
});
