import { beforeEach, expect, test, vi } from "vitest";
import { AppError } from "#shared/errors";
import type { DownloadWorker } from "#workers/client";
import type { DownloadHandlers, InstallState } from "#workers/protocol-models";
import { RpcClient, serve, type HandlerTable } from "../../workers/rpc.ts";
import { DownloadsController } from "./downloads-controller.ts";
import { createDownloadsStore, NO_DOWNLOAD, type FilesActivity } from "./downloads-state.ts";
import { createKeptChoices, type KeptChoices } from "./kept-choices.ts";

const MODEL = "llama-3.2-1b";

let pieces: number;
let handlers: HandlerTable<DownloadHandlers>;
let started: string[];
let terminated: number;
let items: Map<string, string>;

function install(storedPieces = pieces): InstallState {
  const sums = { totalBytes: 400, storedBytes: storedPieces * 100, totalPieces: 4, storedPieces };
  return { modelId: MODEL, ...sums, complete: storedPieces === 4, trust: "app", revision: null };
}

/** Rejects when the call is cancelled. */
function untilCancelled(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError")));
  });
}

beforeEach(() => {
  pieces = 0;
  started = [];
  terminated = 0;
  items = new Map();
  handlers = {
    "model-state": async () => install(),
    "model-install": async (_args, { onPart }) => {
      const sum = { receivedBytes: 250, totalBytes: 400, verifiedPieces: 2, totalPieces: 4 };
      onPart({ type: "download-progress", ...sum });
      onPart({ type: "verify-progress", fraction: 0.5 });
      return install((pieces = 4));
    },
    "model-import": async () => install((pieces = 4)),
    "model-export": async () => null,
    "model-verify": async () => ({ state: install((pieces = 3)), damagedPieces: 1 }),
    "model-delete": async () => install((pieces = 0)),
  };
});

function startWorker(kind: string): DownloadWorker {
  started.push(kind);
  const { port1, port2 } = new MessageChannel();
  serve<DownloadHandlers>(port2, handlers);
  port1.start();
  port2.start();
  const rpc = new RpcClient<DownloadHandlers>(port1);
  const terminate = (): void => {
    terminated += 1;
    port1.close();
    rpc.fail(new AppError("worker-crashed", "ended"));
  };
  return { rpc, terminate };
}

function keptChoices(): KeptChoices {
  const storage = {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  };
  return createKeptChoices(() => storage as unknown as Storage);
}

function setUp() {
  const kept = keptChoices();
  const store = createDownloadsStore({ mirror: kept.mirror(), acceptedLicences: kept.acceptedLicences() });
  const activities: (FilesActivity | null)[] = [];
  const of = () => store.getState().models[MODEL] ?? NO_DOWNLOAD;
  store.subscribe(() => of().activity !== activities.at(-1) && activities.push(of().activity));
  const persist = vi.fn(async () => undefined);
  const allowSleep = vi.fn();
  const parts = { store, startWorker, kept, persist, keepAwake: () => allowSleep, nowMs: () => 0 };
  return { controller: new DownloadsController(parts), store, of, activities, persist, allowSleep };
}

test("a download asks to keep the storage, keeps the screen on, tells its progress and is complete", async () => {
  const { controller, of, activities, persist, allowSleep } = setUp();
  await controller.check(MODEL);
  const statuses: unknown[] = [];
  await controller.install(MODEL, { onStatus: (status) => statuses.push(status) });
  expect(persist).toHaveBeenCalledTimes(1);
  expect(allowSleep).toHaveBeenCalledTimes(1);
  expect(statuses).toEqual([
    expect.objectContaining({ receivedBytes: 250, verifiedPieces: 2 }),
    expect.objectContaining({ verifiedFraction: 0.5 }),
  ]);
  expect(activities.map((activity) => activity?.phase)).toContain("downloading");
  expect(of()).toMatchObject({ install: { complete: true }, activity: null, evicted: false });
});

test("a paused download is no failure, and what is stored is shown", async () => {
  handlers = {
    ...handlers,
    "model-install": (_args, { signal }) => {
      pieces = 2;
      return untilCancelled(signal);
    },
  };
  const { controller, of } = setUp();
  const done = controller.install(MODEL);
  await vi.waitFor(() => expect(pieces).toBe(2));
  controller.pause(MODEL);
  await expect(done).rejects.toMatchObject({ name: "AbortError" });
  await vi.waitFor(() => expect(of().install?.storedPieces).toBe(2));
  expect(of().activity).toBeNull();
});

test("cancelling stops the download, removes what came, and ends the workers that may hold it", async () => {
  handlers = { ...handlers, "model-install": (_args, { signal }) => untilCancelled(signal) };
  const { controller, of } = setUp();
  const done = controller.install(MODEL);
  const failed = expect(done).rejects.toMatchObject({ name: "AbortError" });
  await vi.waitFor(() => expect(started).toEqual(["hub"]));
  await controller.cancel(MODEL);
  await failed;
  expect(terminated).toBe(1);
  expect(of()).toMatchObject({ install: { storedPieces: 0 }, activity: null });
});

test("a failure stays on the card until it is dismissed", async () => {
  handlers = { ...handlers, "model-install": () => Promise.reject(new AppError("offline", "no network")) };
  const { controller, of } = setUp();
  await expect(controller.install(MODEL)).rejects.toMatchObject({ code: "offline" });
  expect(of().activity).toMatchObject({ phase: "failed", during: "download", error: { code: "offline" } });
  controller.dismiss(MODEL);
  expect(of().activity).toBeNull();
});

test("pieces that the browser removed are told from a model that never was complete", async () => {
  const first = setUp();
  pieces = 2;
  await first.controller.check(MODEL);
  expect(first.of().evicted).toBe(false);
  pieces = 4;
  await first.controller.check(MODEL);
  pieces = 3;
  // In a later visit, from what was kept.
  const later = setUp();
  await later.controller.check(MODEL);
  expect(later.of()).toMatchObject({ evicted: true, install: { storedPieces: 3 } });
  await later.controller.remove(MODEL);
  pieces = 1;
  await later.controller.check(MODEL);
  expect(later.of().evicted).toBe(false);
});

test("a mirror has a worker of its own, and only while it is set", async () => {
  const { controller, store } = setUp();
  controller.setMirror("https://mirror.example");
  const asked: unknown[] = [];
  handlers = {
    ...handlers,
    "model-install": async (args) => {
      asked.push(args.mirror);
      return install();
    },
  };
  await controller.install(MODEL);
  controller.setMirror(null);
  await controller.install(MODEL);
  expect(started).toEqual(["mirror", "hub"]);
  expect(asked).toEqual(["https://mirror.example", null]);
  expect(store.getState().mirror).toBeNull();
  expect(setUp().store.getState().mirror).toBeNull();
});

test("a check tells how many pieces were damaged", async () => {
  pieces = 4;
  const { controller, of } = setUp();
  expect(await controller.verify(MODEL)).toBe(1);
  expect(of().install?.storedPieces).toBe(3);
});

test("accepted licences are remembered", () => {
  setUp().controller.acceptLicence(MODEL);
  expect(setUp().store.getState().acceptedLicences).toEqual([MODEL]);
});

test("a worker that ended is started again for the next look", async () => {
  const { controller } = setUp();
  await controller.check(MODEL);
  controller.shutDown();
  await controller.check(MODEL);
  expect(started).toEqual(["hub", "hub"]);
});
