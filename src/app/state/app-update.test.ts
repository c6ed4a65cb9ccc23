import { expect, it } from "vitest";
import { AppUpdate, type AppUpdateParts, type UpdateMessage } from "./app-update.ts";

/** Tabs that hear each other, but not themselves. */
function tabs(count: number, more: (tab: number) => Partial<AppUpdateParts> = () => ({})) {
  const log: string[] = [];
  const all: AppUpdate[] = [];
  let ids = 0;
  for (let tab = 0; tab < count; tab++) {
    const send = (message: UpdateMessage): void => {
      for (const [other, update] of all.entries())
        if (other !== tab) queueMicrotask(() => void update.heard(structuredClone(message)));
    };
    all.push(
      new AppUpdate({
        send,
        prepare: async () => (log.push(`prepare ${tab}`), true),
        takeOver: () => void log.push(`take over ${tab}`),
        newId: () => `id-${ids++}`,
        presenceMs: 10,
        deadlineMs: 60,
        ...more(tab),
      }),
    );
  }
  return { log, first: all[0]! };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

it("takes over after every tab has put its work away", async () => {
  const { log, first } = tabs(3, (tab) =>
    tab === 2 ? { prepare: () => pause(30).then(() => (log.push("prepare 2"), true)) } : {},
  );
  expect(await first.accept()).toBe("started");
  expect(log.toSorted()).toEqual(["prepare 0", "prepare 1", "prepare 2", "take over 0"]);
  expect(log.at(-1)).toBe("take over 0");
});

it("alone it does not wait for others", async () => {
  const { log, first } = tabs(1);
  expect(await first.accept()).toBe("started");
  expect(log).toEqual(["prepare 0", "take over 0"]);
});

it("waits while a tab stores an import, and can be accepted again", async () => {
  let storing = true;
  const { log, first } = tabs(2, (tab) => (tab === 1 ? { prepare: async () => !storing } : {}));
  expect(await first.accept()).toBe("busy");
  expect(log).not.toContain("take over 0");
  storing = false;
  expect(await first.accept()).toBe("started");
});

it("does not wait for ever for a tab that does not get ready", async () => {
  const { log, first } = tabs(2, (tab) => (tab === 1 ? { prepare: () => new Promise(() => undefined) } : {}));
  expect(await first.accept()).toBe("started");
  expect(log).toEqual(["prepare 0", "take over 0"]);
});

it("a tab whose work cannot be put away does not hold the others up", async () => {
  const { first } = tabs(2, (tab) => (tab === 1 ? { prepare: () => Promise.reject(new Error("full")) } : {}));
  expect(await first.accept()).toBe("started");
});
