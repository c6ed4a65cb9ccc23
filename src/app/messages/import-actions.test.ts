import { expect, it, vi } from "vitest";
import { undoImport } from "./import-actions.ts";

const given = vi.hoisted(() => ({
  list: { phase: "ready", threads: [{ id: "t_a" }, { id: "t_b" }] } as {
    phase: string;
    threads?: readonly { readonly id: string }[];
  },
  after: { phase: "ready", threads: [{ id: "t_b" }] } as { phase: string },
  forgotten: [] as string[],
}));

vi.mock("#app/state/imports.ts", () => ({
  imports: {
    store: { getState: () => ({ list: given.list }) },
    undo: () => {
      given.list = given.after;
      return Promise.resolve();
    },
  },
}));
vi.mock("#app/state/thread-deletes.ts", () => ({
  forgetThreads: (ids: readonly string[]) => {
    given.forgotten.push(...ids);
    return Promise.resolve();
  },
}));
vi.mock("#app/state/open-file.ts", () => ({ openFile: vi.fn() }));
vi.mock("#app/state/route.ts", () => ({ currentRoute: () => ({ view: "calendar" }), navigate: vi.fn() }));
vi.mock("#app/ui/toast.ts", () => ({ toast: vi.fn() }));

it("what was made of a thread goes with the import that brought it, and only that", async () => {
  await undoImport({ batchId: "b_1", added: 3 });
  expect(given.forgotten).toEqual(["t_a"]);
});

it("nothing is forgotten when the threads that are left can't be listed", async () => {
  given.forgotten.length = 0;
  given.after = { phase: "failed" };
  await undoImport({ batchId: "b_2", added: 3 });
  expect(given.forgotten).toEqual([]);
});
