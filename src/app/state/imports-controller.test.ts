import { expect, test, vi } from "vitest";
import { AppError } from "#shared/errors";
import type { ImportOptions, Message, Thread } from "#messages/message";
import type { ThreadOutline } from "#storage/thread-outline";
import { RpcClient, serve, type HandlerTable } from "#workers/rpc";
import type { ImportHandlers, ImportPreview } from "#workers/protocol-imports";
import type { ImportsState } from "./imports-state.ts";
import { Imports } from "./imports-controller.ts";

const THREAD: Thread = {
  id: "t_trip",
  source: "whatsapp",
  title: "Trip",
  people: [
    { id: "p_a", name: "Ana", isSelf: false },
    { id: "p_b", name: "Ben", isSelf: false },
  ],
  kind: "dm",
  zone: "Europe/Berlin",
  first: "2026-11-20T10:00:00",
  last: "2026-11-21T10:00:00",
  count: 2,
  batchIds: ["i_1"],
};

const OUTLINE: ThreadOutline = {
  count: 2,
  attachments: 0,
  pages: [{ firstSeq: 0, count: 2, lines: 2, follows: null }],
  days: [{ date: "2026-11-20", count: 2 }],
  people: [],
};

/** Handlers with a store of their own, behind the real RPC over a message channel. */
function worker(overrides: Partial<HandlerTable<ImportHandlers>> = {}) {
  const seen: string[] = [];
  const options: ImportOptions[] = [];
  let staged: ImportPreview | null = null;
  let threads: Thread[] = [];
  const handlers: HandlerTable<ImportHandlers> = {
    "calendar-read": async () => ({ name: "", events: [], issues: [] }),
    "attachment-list": async () => [],
    "attachment-read": async () => null,
    "import-read": async (args, { onPart }) => {
      seen.push("import-read");
      options.push(args.options);
      onPart({ type: "import-progress", doneBytes: 5, totalBytes: 10 });
      staged = {
        batchId: "i_1",
        source: "whatsapp",
        fileName: args.fileName,
        threads: [{ ...THREAD, zone: args.options.zone }],
        threadCount: 1,
        sum: { added: 2, alreadyHere: 0, edited: 0 },
        samples: [[]],
        issues: [],
        questions: args.options.dateOrder
          ? []
          : [{ kind: "date-order", choices: [{ order: "DMY", first: "2026-01-02", last: "2026-03-04" }] }],
      };
      return staged;
    },
    "import-commit": async () => {
      seen.push("import-commit");
      if (!staged) throw new AppError("import-interrupted", "nothing staged");
      threads = [THREAD];
      return { batchId: "i_1", threadIds: [THREAD.id], added: 2, alreadyHere: 0, edited: 0 };
    },
    "import-discard": async () => {
      seen.push("import-discard");
      staged = null;
      return null;
    },
    "import-undo": async () => {
      threads = [];
      return null;
    },
    "thread-list": async () => threads,
    "thread-outline": async () => OUTLINE,
    "message-page": async ({ threadId, firstSeq }) => [{ id: `m_${firstSeq}`, threadId } as Message],
    "message-find": async () => [],
    "message-search": async () => ({ hits: [], total: 0, approximate: false }),
    "person-list": async () => [],
    "import-list": async () => [],
    "thread-zone": async ({ zone }) => {
      threads = threads.map((thread) => ({ ...thread, zone }));
      return threads[0]!;
    },
    "thread-self": async ({ personId }) => ({
      ...THREAD,
      people: THREAD.people.map((person) => ({ ...person, isSelf: person.id === personId })),
    }),
    "thread-delete": async () => {
      threads = [];
      return null;
    },
    ...overrides,
  };
  let started = 0;
  let ended = 0;
  const start = () => {
    started += 1;
    const { port1, port2 } = new MessageChannel();
    serve(port2 as never, handlers);
    port1.start();
    port2.start();
    const rpc = new RpcClient<ImportHandlers>(port1);
    const terminate = (): void => {
      ended += 1;
      port1.close();
      rpc.fail(new AppError("worker-crashed", "worker was ended"));
    };
    return { rpc, terminate };
  };
  return { start, seen, options, starts: () => started, ends: () => ended };
}

const file = { file: new Blob(["x"]), fileName: "chat.txt" };
const phases = (imports: Imports): string[] => {
  const list: string[] = [];
  imports.store.subscribe((state: ImportsState) => list.push(state.intake.phase));
  return list;
};

test("reading shows progress, then a preview, and stores nothing", async () => {
  const { start, seen } = worker();
  const imports = new Imports({ start });
  const fractions: (number | null)[] = [];
  imports.store.subscribe(({ intake }) => intake.phase === "reading" && fractions.push(intake.fraction));
  await imports.read(file);
  expect(fractions).toEqual([null, 0.5]);
  expect(imports.store.getState().intake).toMatchObject({ phase: "preview", preview: { batchId: "i_1" } });
  expect(seen).toEqual(["import-read"]);
});

test("what another tab imports is listed; the open thread is opened anew only where it was changed", async () => {
  let threads: readonly Thread[] = [THREAD];
  let opened = 0;
  const { start } = worker({
    "thread-list": async () => threads,
    "thread-outline": async () => (opened++, OUTLINE),
  });
  const imports = new Imports({ start });
  await imports.heard();
  expect(imports.store.getState().list.phase).toBe("loading");
  await imports.loadThreads();
  await imports.openThread(THREAD.id);
  threads = [THREAD, { ...THREAD, id: "t_new" }];
  await imports.heard();
  expect(imports.store.getState().list).toEqual({ phase: "ready", threads });
  expect(opened).toBe(1);
  threads = [{ ...THREAD, count: 3, batchIds: ["i_1", "i_2"] }];
  await imports.heard();
  expect(opened).toBe(2);
  threads = [];
  await imports.heard();
  expect(imports.store.getState().open).toEqual({ phase: "none" });
});

test("every change is told to the other tabs, once it is stored", async () => {
  let told = 0;
  const imports = new Imports({ start: worker().start, announce: () => (told += 1) });
  await imports.read(file);
  expect(told).toBe(0);
  await imports.commit();
  expect(told).toBe(1);
  await imports.markSelf(THREAD.id, "p_a");
  await imports.changeZone(THREAD.id, "Asia/Tokyo");
  await imports.undo({ batchId: "i_1" });
  await imports.deleteThread(THREAD.id);
  expect(told).toBe(5);
});

test("an answer drops the staged import and reads again; the answered question stays on view", async () => {
  const { start, seen, options } = worker();
  const imports = new Imports({ start, now: () => "2026-11-24T09:00:00Z" });
  await imports.read(file);
  await imports.answer({ dateOrder: "DMY" });
  await imports.answer({ zone: "Asia/Tokyo" });
  expect(seen).toEqual(["import-read", "import-discard", "import-read", "import-discard", "import-read"]);
  expect(options.at(0)).toMatchObject({ zoneFrom: "device", importedAt: "2026-11-24T09:00:00Z" });
  expect(options.at(1)).toMatchObject({ zoneFrom: "device", dateOrder: "DMY" });
  expect(options.at(2)).toMatchObject({ zone: "Asia/Tokyo", zoneFrom: "user", dateOrder: "DMY" });
  const { intake } = imports.store.getState();
  expect(intake).toMatchObject({ phase: "preview", questions: [{ kind: "date-order" }] });
});

test("commit gives the receipt and the new list; undo takes it back and closes the thread", async () => {
  const { start } = worker();
  const imports = new Imports({ start });
  await imports.read(file);
  const receipt = await imports.commit();
  expect(receipt).toMatchObject({ added: 2, alreadyHere: 0, edited: 0 });
  expect(imports.store.getState()).toMatchObject({
    intake: { phase: "idle" },
    list: { phase: "ready", threads: [{ id: "t_trip" }] },
  });
  await imports.openThread("t_trip");
  await imports.undo(receipt!);
  expect(imports.store.getState()).toMatchObject({
    list: { phase: "ready", threads: [] },
    open: { phase: "none" },
  });
});

test("cancel while reading aborts in the worker and leaves no preview behind", async () => {
  let aborted = false;
  const { start } = worker({
    "import-read": (_args, { signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener("abort", () => {
          aborted = true;
          reject(new DOMException("aborted", "AbortError"));
        });
      }),
  });
  const imports = new Imports({ start });
  const seen = phases(imports);
  const reading = imports.read(file);
  await new Promise((resolve) => setTimeout(resolve, 0));
  await imports.cancel();
  await reading;
  expect(aborted).toBe(true);
  expect(seen).toEqual(["reading", "idle"]);
});

test("a file that cannot be read is reported by code and details", async () => {
  const { start } = worker({
    "import-read": () => Promise.reject(new AppError("import-too-big", "too big", { sizeBytes: 9 })),
  });
  const imports = new Imports({ start });
  await imports.read(file);
  expect(imports.store.getState().intake).toEqual({
    phase: "failed",
    fileName: "chat.txt",
    error: { code: "import-too-big", details: { sizeBytes: 9 } },
  });
});

test("after a crash the next request starts a new worker", async () => {
  let crash = true;
  const { start, starts, ends } = worker({
    "thread-list": async () => {
      if (crash) throw new AppError("worker-crashed", "gone");
      return [THREAD];
    },
  });
  const imports = new Imports({ start });
  await imports.loadThreads();
  expect(imports.store.getState().list).toMatchObject({ phase: "failed", error: { code: "worker-crashed" } });
  crash = false;
  await imports.loadThreads();
  expect(imports.store.getState().list).toMatchObject({ phase: "ready" });
  expect(starts()).toBe(2);
  expect(ends()).toBe(1);
});

test("the answer for a thread that is no longer open is ignored", async () => {
  const { start } = worker();
  const imports = new Imports({ start });
  const first = imports.openThread("t_a");
  const second = imports.openThread("t_b");
  await Promise.all([first, second]);
  expect(imports.store.getState().open).toMatchObject({ phase: "ready", threadId: "t_b" });
});

test("an open thread gives its pages when they are wanted", async () => {
  const { start } = worker();
  const imports = new Imports({ start });
  await imports.openThread("t_a");
  const { open } = imports.store.getState();
  if (open.phase !== "ready") throw new Error("not open");
  expect(open.outline).toEqual(OUTLINE);
  expect(await open.pages.get(0)).toMatchObject([{ id: "m_0", threadId: "t_a" }]);
});

test("marking me changes that thread in the list", async () => {
  const { start } = worker({ "thread-list": async () => [THREAD] });
  const imports = new Imports({ start });
  await imports.loadThreads();
  await imports.markSelf("t_trip", "p_b");
  const { list } = imports.store.getState();
  expect(list.phase === "ready" && list.threads[0]?.people.map((person) => person.isSelf)).toEqual([
    false,
    true,
  ]);
});

const never = (): Promise<never> => new Promise(() => undefined);
/** What was sent over the message channel has arrived. */
const delivered = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

test("cancel while storing aborts, stays on view until the worker has answered, and adds nothing", async () => {
  let report: (() => void) | undefined;
  let answer: (() => void) | undefined;
  const { start, seen, ends } = worker({
    "import-commit": (_args, { signal, onPart }) =>
      new Promise((_resolve, reject) => {
        report = () => onPart({ type: "commit-progress", doneMessages: 1, totalMessages: 2 });
        signal.addEventListener("abort", () => {
          answer = () => reject(new DOMException("aborted", "AbortError"));
        });
      }),
  });
  const imports = new Imports({ start });
  await imports.read(file);
  const commit = imports.commit();
  await vi.waitFor(() => expect(report).toBeDefined());
  report?.();
  await vi.waitFor(() => expect(imports.store.getState().intake).toMatchObject({ fraction: 0.5 }));
  await imports.cancel();
  await vi.waitFor(() => expect(answer).toBeDefined());
  expect(imports.store.getState().intake).toMatchObject({ phase: "saving", stopping: true });
  answer?.();
  expect(await commit).toBeNull();
  report?.();
  await delivered();
  expect(imports.store.getState()).toMatchObject({
    intake: { phase: "idle" },
    list: { phase: "ready", threads: [] },
  });
  expect(seen).toContain("import-discard");
  expect(ends()).toBe(0);
});

test("cancel that comes too late gives the receipt", async () => {
  let finish: (() => void) | undefined;
  const receipt = { batchId: "i_1", threadIds: [THREAD.id], added: 2, alreadyHere: 0, edited: 0 };
  const { start } = worker({
    "import-commit": () => new Promise((resolve) => (finish = () => resolve(receipt))),
  });
  const imports = new Imports({ start });
  await imports.read(file);
  const commit = imports.commit();
  await vi.waitFor(() => expect(finish).toBeDefined());
  await imports.cancel();
  finish?.();
  expect(await commit).toEqual(receipt);
  expect(imports.store.getState().intake).toEqual({ phase: "idle" });
});

test.each(["import-read", "import-commit"] as const)(
  "a worker that does not answer a cancel of %s is ended",
  async (method) => {
    let called = false;
    const { start, ends } = worker({
      [method]: () => {
        called = true;
        return never();
      },
    });
    const imports = new Imports({ start, cancelDeadlineMs: 10 });
    const reading = imports.read(file);
    if (method === "import-commit") await reading;
    const working = method === "import-read" ? reading : imports.commit();
    await vi.waitFor(() => expect(called).toBe(true));
    await imports.cancel();
    await working;
    expect(ends()).toBe(1);
    expect(imports.store.getState().intake).toEqual({ phase: "idle" });
  },
);

test("a file chosen after a cancel that is not answered is read by a new worker", async () => {
  let hang = true;
  const { start, starts } = worker();
  const hanging = worker({ "import-read": never });
  const imports = new Imports({ start: () => (hang ? hanging.start() : start()), cancelDeadlineMs: 30 });
  const first = imports.read(file);
  await delivered();
  await imports.cancel();
  hang = false;
  await imports.read(file);
  await first;
  expect(imports.store.getState().intake).toMatchObject({ phase: "preview" });
  expect([hanging.ends(), starts()]).toEqual([1, 1]);
});

test("a worker that reads and falls silent is ended, and the place is named", async () => {
  const { start, ends } = worker({
    "import-read": (_args, { onPart }) => {
      onPart({ type: "import-progress", doneBytes: 3, totalBytes: 4 });
      return never();
    },
  });
  const imports = new Imports({ start, silenceMs: 20 });
  await imports.read(file);
  expect(ends()).toBe(1);
  expect(imports.store.getState().intake).toMatchObject({
    phase: "failed",
    error: { code: "import-stuck", details: { fraction: 0.75 } },
  });
});

test("another zone changes the thread in the list and opens it again", async () => {
  const { start, seen } = worker({
    "thread-list": async () => [THREAD],
    "thread-zone": async ({ zone }) => (seen.push(`zone ${zone}`), { ...THREAD, zone }),
    "thread-outline": async () => (seen.push("outline"), OUTLINE),
  });
  const imports = new Imports({ start });
  await imports.loadThreads();
  await imports.openThread(THREAD.id);
  await imports.changeZone(THREAD.id, "Asia/Tokyo");
  expect(seen).toEqual(["outline", "zone Asia/Tokyo", "outline"]);
  expect(imports.store.getState()).toMatchObject({
    list: { threads: [{ zone: "Asia/Tokyo" }] },
    open: { phase: "ready" },
  });
});

test("shutting down ends the worker, and what it was doing is forgotten", async () => {
  const { start, starts, ends } = worker({ "import-commit": never });
  const imports = new Imports({ start });
  await imports.read(file);
  const commit = imports.commit();
  imports.shutDown();
  expect(await commit).toBeNull();
  expect(imports.store.getState().intake).toEqual({ phase: "idle" });
  expect([starts(), ends()]).toEqual([1, 1]);
});
