import { expect, test } from "vitest";
import { ThreadDeletes, UNDO_MS } from "./thread-deletes-controller.ts";

function setting(stored: string | null = null) {
  const items = new Map<string, string>();
  if (stored !== null) items.set("thread-deletes", stored);
  const removed: string[] = [];
  const tasks: { task: () => void; at: number }[] = [];
  let clock = 1000;
  const make = (remove = async (id: string) => void removed.push(id)) =>
    new ThreadDeletes({
      kept: {
        read: (key) => items.get(key) ?? null,
        write: (key, value) => void (value === null ? items.delete(key) : items.set(key, value)),
      },
      remove,
      now: () => clock,
      later: (task, delayMs) => void tasks.push({ task, at: clock + delayMs }),
    });
  const advance = async (ms: number): Promise<void> => {
    clock += ms;
    for (const { task } of tasks.splice(0).filter(({ at }) => at <= clock)) task();
    await new Promise((resolve) => setTimeout(resolve, 0));
  };
  return { items, removed, make, advance };
}

test("a thread is hidden at once and deleted after the time to undo", async () => {
  const { removed, make, advance } = setting();
  const deletes = make();
  deletes.delete("t_a");
  expect(Object.keys(deletes.store.getState().due)).toEqual(["t_a"]);
  expect(removed).toEqual([]);
  await advance(UNDO_MS);
  expect(removed).toEqual(["t_a"]);
  expect(deletes.store.getState().due).toEqual({});
  expect(deletes.undo("t_a")).toBe(false);
});

test("undo in time keeps it, also when another tab undoes it", async () => {
  const { removed, make, advance } = setting();
  const [one, other] = [make(), make()];
  one.delete("t_a");
  expect(other.undo("t_a")).toBe(true);
  await advance(UNDO_MS);
  expect(removed).toEqual([]);
  expect(one.store.getState().due).toEqual({});
});

test("a deletion that was due when the page closed is done on the next visit", async () => {
  const { removed, make, advance } = setting('{"t_a":500}');
  const deletes = make();
  expect(Object.keys(deletes.store.getState().due)).toEqual(["t_a"]);
  deletes.resume();
  await advance(0);
  expect(removed).toEqual(["t_a"]);
});

test("a thread that could not be deleted is shown again and tried on the next visit", async () => {
  const { items, make, advance } = setting();
  const deletes = make(() => Promise.reject(new Error("blocked")));
  deletes.delete("t_a");
  await advance(UNDO_MS);
  expect(deletes.store.getState().due).toEqual({});
  expect(JSON.parse(items.get("thread-deletes")!)).toHaveProperty("t_a");
});

test.each(["nonsense", "null", "[]", '{"t_a":"soon"}'])("the damaged record %j counts as none", (stored) => {
  expect(setting(stored).make().store.getState().due).toEqual({});
});

test("a tab shows what another one deletes, and that it was undone", () => {
  const { make } = setting();
  const [one, other] = [make(), make()];
  one.delete("t_a");
  other.heard();
  expect(Object.keys(other.store.getState().due)).toEqual(["t_a"]);
  one.undo("t_a");
  other.heard();
  expect(other.store.getState().due).toEqual({});
});
