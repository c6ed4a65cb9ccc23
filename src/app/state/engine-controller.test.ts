import { beforeEach, expect, test, vi } from "vitest";
import { AppError } from "#shared/errors";
import type { GenerateRequest, GenerateResult } from "#shared/language-model";
import { GREEDY } from "#shared/language-model";
import type { InferenceWorker } from "#workers/client";
import type { EngineInfo, InferenceHandlers, InstallState } from "#workers/protocol-models";
import { RpcClient, serve, type HandlerTable } from "../../workers/rpc.ts";
import { EngineController } from "./engine-controller.ts";
import type { EngineFiles } from "./engine-installs.ts";
import type { EngineLock } from "./engine-lock.ts";
import { createEngineStore, type EngineStatus } from "./engine-status.ts";

const MODEL = "smollm2-135m";
const REQUEST: GenerateRequest = { messages: [], sampling: GREEDY, maxTokens: 5, stop: [] };
const INFO: EngineInfo = {
  modelId: MODEL,
  device: "cpu",
  threads: 2,
  contextTokens: 64,
  callsTools: false,
  tier: "S",
  loadMs: 1,
};
const RESULT: GenerateResult = {
  text: "hello",
  finishReason: "stop",
  promptTokens: 1,
  completionTokens: 1,
  timeToFirstTokenMs: 1,
  prefillRate: 1,
  decodeRate: 1,
};

function install(storedPieces: number): InstallState {
  const complete = storedPieces === 4;
  return {
    modelId: MODEL,
    totalBytes: 400,
    storedBytes: storedPieces * 100,
    totalPieces: 4,
    storedPieces,
    complete,
    trust: "app",
    revision: null,
  };
}

/** Rejects when the call is cancelled. */
function untilCancelled(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError")));
  });
}

type Handlers = HandlerTable<InferenceHandlers>;
let pieces: number;
let handlers: Handlers;
let files: EngineFiles;
let started: number;
let terminated: number;
let lockFree: boolean;
let hidden: boolean;
/** The person goes to another tab. */
let hide: () => void;
/** Another tab waits for its turn, and takes it as soon as this one lets go. */
let otherWaits: boolean;
let requested: () => void;
/** The other tab closes. */
let freeLock: () => void;

beforeEach(() => {
  pieces = 4;
  started = 0;
  terminated = 0;
  lockFree = true;
  hidden = false;
  otherWaits = false;
  files = {
    check: async () => install(pieces),
    install: async (_modelId, { onStatus }) => {
      const sum = { receivedBytes: 200, totalBytes: 400, verifiedPieces: 2, totalPieces: 4 };
      onStatus({ phase: "downloading", ...sum, bytesPerSecond: null, secondsLeft: null });
      pieces = 4;
      return install(pieces);
    },
    remove: async () => install((pieces = 0)),
  };
  handlers = {
    "model-load": async (_args, { onPart }) => {
      onPart({ type: "load-progress", phase: "quantise", fraction: 0.5 });
      return INFO;
    },
    "text-generate": async (_args, { onPart }) => {
      onPart({ type: "text-delta", text: "hello" });
      return RESULT;
    },
    "guard-judge": async () => ({ unsafe: 0, categories: [] }),
    "token-count": async ({ texts }) => texts.map((text) => text.length),
  };
});

function startWorker(): InferenceWorker {
  started += 1;
  const { port1, port2 } = new MessageChannel();
  serve<InferenceHandlers>(port2, handlers);
  port1.start();
  port2.start();
  const rpc = new RpcClient<InferenceHandlers>(port1);
  const terminate = (): void => {
    terminated += 1;
    port1.close();
    rpc.fail(new AppError("worker-crashed", "ended"));
  };
  return { rpc, terminate };
}

function fakeLock(): EngineLock {
  let held = false;
  return {
    get held() {
      return held;
    },
    acquire: async () => (held ||= lockFree),
    whenFree: (signal) =>
      new Promise((resolve, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason as Error));
        freeLock = () => {
          if (!signal.aborted) held = true;
          resolve();
        };
      }),
    takeOver: async () => void (held = true),
    release: () => {
      if (held && otherWaits) lockFree = false;
      held = false;
    },
    onRequested: (listener) => void (requested = listener),
  };
}

function setUp() {
  const store = createEngineStore(MODEL);
  const phases: EngineStatus["phase"][] = [];
  store.subscribe(({ status }) => phases.at(-1) !== status.phase && phases.push(status.phase));
  const lock = fakeLock();
  const calledFiles: EngineFiles = {
    check: (id) => files.check(id),
    install: (id, call) => files.install(id, call),
    remove: (id) => files.remove(id),
  };
  const page = {
    isHidden: () => hidden,
    onHidden: (listener: () => void) => {
      hide = () => {
        hidden = true;
        listener();
      };
    },
  };
  const controller = new EngineController({ store, startWorker, files: calledFiles, lock, page });
  return { store, lock, phases, controller, status: () => store.getState().status };
}

test("an installed model is loaded at start", async () => {
  const { controller, phases, status } = setUp();
  await controller.start();
  expect(phases.filter((phase) => phase !== "unknown")).toEqual(["installed", "loading", "ready"]);
  expect(status()).toEqual({ phase: "ready", info: INFO });
});

test("nothing is downloaded without a click, and what is stored is shown", async () => {
  pieces = 1;
  const { controller, status } = setUp();
  await controller.start();
  expect(status()).toEqual({ phase: "not-installed", install: install(1) });
});

test("an install reports pieces and ends ready", async () => {
  pieces = 0;
  const { controller, store, phases } = setUp();
  const seen: EngineStatus[] = [];
  store.subscribe(({ status }) => seen.push(status));
  await controller.start();
  await controller.install();
  expect(phases.slice(1)).toEqual(["not-installed", "downloading", "installed", "loading", "ready"]);
  expect(seen).toContainEqual(
    expect.objectContaining({ phase: "downloading", receivedBytes: 200, verifiedPieces: 2, totalPieces: 4 }),
  );
});

test("a cancelled download shows what is verified, as no failure", async () => {
  pieces = 0;
  files = {
    ...files,
    install: (_modelId, { signal }) => {
      pieces = 2;
      return untilCancelled(signal);
    },
  };
  const { controller, status } = setUp();
  await controller.start();
  const done = controller.install();
  await vi.waitFor(() => expect(pieces).toBe(2));
  controller.cancelInstall();
  await done;
  expect(status()).toEqual({ phase: "not-installed", install: install(2) });
});

test("a failed download is named and can be tried again", async () => {
  pieces = 0;
  const working = files;
  files = { ...files, install: () => Promise.reject(new AppError("offline", "no network")) };
  const { controller, status } = setUp();
  await controller.start();
  await controller.install();
  expect(status()).toEqual({ phase: "failed", error: { code: "offline", details: {} }, during: "download" });
  files = working;
  controller.unload();
  await controller.install();
  expect(status().phase).toBe("ready");
});

test("a failed download keeps its turn, so that trying again goes on although another tab waits", async () => {
  pieces = 0;
  otherWaits = true;
  const working = files;
  files = { ...files, install: () => Promise.reject(new AppError("download-failed", "broken")) };
  const { controller, status, lock } = setUp();
  await controller.start();
  await controller.install();
  expect(status()).toMatchObject({ phase: "failed", during: "download" });
  expect(lock.held).toBe(true);
  files = working;
  await controller.install();
  expect(status().phase).toBe("ready");
});

test.each(["before", "after"])(
  "a failed download of a tab hidden %s keeps no other tab waiting",
  async (when) => {
    pieces = 0;
    const working = files;
    files = { ...files, install: () => Promise.reject(new AppError("offline", "no network")) };
    const { controller, status, lock } = setUp();
    await controller.start();
    if (when === "before") hide();
    await controller.install();
    expect(lock.held).toBe(when === "after");
    hide();
    expect(lock.held).toBe(false);
    expect(status()).toMatchObject({ phase: "failed", during: "download" });
    files = working;
    await controller.install();
    hide();
    expect([status().phase, lock.held]).toEqual(["ready", true]);
  },
);

test("a failed download that is left for another model lets the waiting tab have its turn", async () => {
  pieces = 0;
  files = { ...files, install: () => Promise.reject(new AppError("download-failed", "broken")) };
  const { controller, lock } = setUp();
  await controller.start();
  await controller.install();
  otherWaits = true;
  await controller.select("shapes-vl");
  expect(lock.held).toBe(false);
});

test("a model held by another tab is not loaded twice; taking over loads it", async () => {
  lockFree = false;
  const { controller, status } = setUp();
  await controller.start();
  expect(status()).toMatchObject({ phase: "failed", error: { code: "other-tab-active" }, during: "load" });
  await controller.useHere();
  expect(status().phase).toBe("ready");
});

test("when the tab that has the model closes, this one loads it by itself", async () => {
  lockFree = false;
  const { controller, status } = setUp();
  await controller.start();
  expect(status()).toMatchObject({ phase: "failed", error: { code: "other-tab-active" } });
  freeLock();
  await vi.waitFor(() => expect(status().phase).toBe("ready"));
});

test("when the tab that downloads closes, this one goes back to its start and keeps no lock", async () => {
  pieces = 1;
  lockFree = false;
  const { controller, status, lock } = setUp();
  await controller.start();
  await controller.install();
  freeLock();
  await vi.waitFor(() => expect(status().phase).toBe("not-installed"));
  await vi.waitFor(() => expect(lock.held).toBe(false));
  expect(pieces).toBe(1);
});

test("a tab that gave the model away waits for it, until it is told otherwise", async () => {
  const { controller, status, lock } = setUp();
  await controller.start();
  requested();
  controller.shutDown();
  freeLock();
  await Promise.resolve();
  expect(lock.held).toBe(false);
  expect(status().phase).toBe("unknown");
});

test("taking over a download goes on with it", async () => {
  pieces = 1;
  lockFree = false;
  const { controller, status } = setUp();
  await controller.start();
  await controller.install();
  expect(status()).toMatchObject({
    phase: "failed",
    error: { code: "other-tab-active" },
    during: "download",
  });
  await controller.useHere();
  expect(pieces).toBe(4);
  expect(status().phase).toBe("ready");
});

test("a tab that is asked to let go ends its answer and says where the model is", async () => {
  handlers = { ...handlers, "text-generate": (_args, { signal }) => untilCancelled(signal) };
  const { controller, status } = setUp();
  await controller.start();
  const answer = controller.generate(REQUEST);
  await vi.waitFor(() => expect(status().phase).toBe("generating"));
  requested();
  await expect(answer).rejects.toMatchObject({ code: "other-tab-active" });
  expect(status()).toMatchObject({ phase: "failed", error: { code: "other-tab-active" } });
  expect(terminated).toBe(1);
  expect(controller.languageModel()).toBeNull();
});

test("the port answers, counts tokens and goes back to ready", async () => {
  const { controller, phases } = setUp();
  await controller.start();
  const model = controller.languageModel();
  const parts: unknown[] = [];
  const result = await model?.generate(REQUEST, { onPart: (part) => parts.push(part) });
  expect(result).toEqual(RESULT);
  expect(parts).toEqual([{ type: "text-delta", text: "hello" }]);
  expect(await model?.countTokens(["abc", ""])).toEqual([3, 0]);
  expect(phases.slice(-2)).toEqual(["generating", "ready"]);
});

test("two requests are answered one after the other; a waiting one can be stopped", async () => {
  let running = 0;
  let most = 0;
  handlers = {
    ...handlers,
    "text-generate": async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 5));
      running -= 1;
      return RESULT;
    },
  };
  const { controller } = setUp();
  await controller.start();
  const waiting = new AbortController();
  const first = controller.generate(REQUEST);
  const second = controller.generate(REQUEST, { signal: waiting.signal });
  const third = controller.generate(REQUEST);
  waiting.abort();
  await expect(second).rejects.toMatchObject({ name: "AbortError" });
  await Promise.all([first, third]);
  expect(most).toBe(1);
});

test("Stop is passed on and is no failure of the engine", async () => {
  handlers = { ...handlers, "text-generate": (_args, { signal }) => untilCancelled(signal) };
  const { controller, status } = setUp();
  await controller.start();
  const stop = new AbortController();
  const answer = controller.generate(REQUEST, { signal: stop.signal });
  await vi.waitFor(() => expect(status().phase).toBe("generating"));
  stop.abort();
  await expect(answer).rejects.toMatchObject({ name: "AbortError" });
  expect(status().phase).toBe("ready");
});

test("a full context leaves the engine ready, a broken engine is unloaded", async () => {
  const full = new AppError("context-full", "too long", { promptTokens: 70, contextTokens: 64 });
  handlers = { ...handlers, "text-generate": () => Promise.reject(full) };
  const { controller, status } = setUp();
  await controller.start();
  await expect(controller.generate(REQUEST)).rejects.toMatchObject({ code: "context-full" });
  expect(status().phase).toBe("ready");
  handlers = { ...handlers, "text-generate": () => Promise.reject(new AppError("engine-failed", "NaN")) };
  controller.unload();
  await controller.load();
  await expect(controller.generate(REQUEST)).rejects.toMatchObject({ code: "engine-failed" });
  expect(status()).toMatchObject({ phase: "failed", during: "answer" });
  expect(terminated).toBe(2);
});

test("after memory ran out the next load asks for half of the context, and for no less than 512 tokens", async () => {
  const asked: (number | undefined)[] = [];
  const { controller } = setUp();
  const load = handlers["model-load"];
  handlers = {
    ...handlers,
    "model-load": (request, call) => (asked.push(request.contextTokens), load(request, call)),
    "text-generate": () => Promise.reject(new AppError("gpu-out-of-memory", "no room")),
  };
  await controller.start();
  const { contextTokens } = controller.languageModel()!;
  await expect(controller.generate(REQUEST)).rejects.toMatchObject({ code: "gpu-out-of-memory" });
  await controller.load();
  expect(asked).toEqual([undefined, Math.max(512, contextTokens / 2)]);
});

test("without a model there is no port, and a request says so", async () => {
  pieces = 0;
  const { controller } = setUp();
  await controller.start();
  expect(controller.languageModel()).toBeNull();
  await expect(controller.generate(REQUEST)).rejects.toMatchObject({ code: "engine-not-loaded" });
});

test("deleting the model unloads it first", async () => {
  const { controller, status } = setUp();
  await controller.start();
  await controller.deleteModel(MODEL);
  expect(terminated).toBe(1);
  expect(status()).toEqual({ phase: "not-installed", install: install(0) });
});

test("unloading ends the worker; loading starts another", async () => {
  const { controller, status } = setUp();
  await controller.start();
  controller.unload();
  expect(status()).toEqual({ phase: "installed" });
  await controller.load();
  expect(started).toBe(2);
  expect(status().phase).toBe("ready");
});

test("another model is loaded in place of the first, or offered for download", async () => {
  const { controller, store, status } = setUp();
  await controller.start();
  await controller.select("shapes-vl");
  expect(terminated).toBe(1);
  expect(store.getState().modelId).toBe("shapes-vl");
  expect(status().phase).toBe("ready");
  pieces = 0;
  await controller.select(MODEL);
  expect(status().phase).toBe("not-installed");
});

test("a tab keeps its turn over a change of model while another waits", async () => {
  const { controller, status, phases } = setUp();
  await controller.start();
  otherWaits = true;
  await controller.select("shapes-vl");
  expect(status().phase).toBe("ready");
  expect(phases).not.toContain("failed");
});

test("a tab keeps its turn over a change of model and the download that belongs to it", async () => {
  const { controller, store, status, phases, lock } = setUp();
  await controller.start();
  otherWaits = true;
  pieces = 0;
  await controller.select("shapes-vl", { download: true });
  expect(phases.slice(-4)).toEqual(["downloading", "installed", "loading", "ready"]);
  expect(phases).not.toContain("failed");
  expect(store.getState().modelId).toBe("shapes-vl");
  expect(lock.held).toBe(true);
  requested();
  expect(lock.held).toBe(false);
  expect(status()).toMatchObject({ phase: "failed", error: { code: "other-tab-active" } });
});

test("a change to a model that is not here lets the waiting tab have its turn", async () => {
  const { controller, status, lock } = setUp();
  await controller.start();
  otherWaits = true;
  pieces = 0;
  await controller.select("shapes-vl");
  expect(status().phase).toBe("not-installed");
  expect(lock.held).toBe(false);
});

test("a download that is stopped after a change of model lets the waiting tab have its turn", async () => {
  files = { ...files, install: (_modelId, { signal }) => untilCancelled(signal) };
  const { controller, status, lock } = setUp();
  await controller.start();
  otherWaits = true;
  pieces = 0;
  const done = controller.select("shapes-vl", { download: true });
  await vi.waitFor(() => expect(status().phase).toBe("downloading"));
  await vi.waitFor(() => expect(lock.held).toBe(true));
  controller.cancelInstall();
  await done;
  expect(status().phase).toBe("not-installed");
  expect(lock.held).toBe(false);
});

test("a change of model during an answer ends the answer, and neither the turn nor the new model", async () => {
  handlers = { ...handlers, "text-generate": (_args, { signal }) => untilCancelled(signal) };
  const { controller, status, phases, lock } = setUp();
  await controller.start();
  otherWaits = true;
  const answer = controller.generate(REQUEST);
  await vi.waitFor(() => expect(status().phase).toBe("generating"));
  const change = controller.select("shapes-vl");
  await expect(answer).rejects.toMatchObject({ code: "worker-crashed" });
  await change;
  expect(status().phase).toBe("ready");
  expect(phases).not.toContain("failed");
  expect(lock.held).toBe(true);
});
