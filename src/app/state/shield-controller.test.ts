import { beforeEach, describe, expect, it } from "vitest";
import { findModel } from "#models/catalog";
import { AppError } from "#shared/errors";
import type { InferenceWorker } from "#workers/client";
import type { InferenceHandlers } from "#workers/protocol-models";
import { RpcClient, serve, type HandlerTable } from "../../workers/rpc.ts";
import { ShieldController, type ShieldProgress } from "./shield-controller.ts";
import { shieldRoom } from "./shield-room.ts";

const GUARD = "llama-guard-3-1b";
const REQUEST = { modelId: GUARD, messages: ["Hi"], threshold: 0.5 };
const VERDICT = { unsafe: 0.25, categories: [] };

let complete: boolean;
let started: number;
let ended: number;
let chatModel: string;
let deviceMemoryGb: number | undefined;
let judge: HandlerTable<InferenceHandlers>["guard-judge"];

beforeEach(() => {
  complete = true;
  [started, ended] = [0, 0];
  chatModel = "smollm2-135m";
  deviceMemoryGb = undefined;
  judge = async (_args, { onPart }) => {
    onPart({ type: "guard-progress", done: 1, total: 2 });
    return VERDICT;
  };
});

function worker(): InferenceWorker {
  started += 1;
  const { port1, port2 } = new MessageChannel();
  serve<InferenceHandlers>(port2, {
    "model-load": async ({ modelId }, { onPart }) => {
      onPart({ type: "load-progress", phase: "check", fraction: 1 });
      return {
        modelId,
        device: "cpu",
        threads: 1,
        contextTokens: 64,
        callsTools: false,
        tier: "S",
        loadMs: 1,
      };
    },
    "text-generate": () => Promise.reject(new AppError("unexpected", "a guard does not chat")),
    "token-count": async () => [],
    "guard-judge": (args, call) => judge(args, call),
  });
  port1.start();
  port2.start();
  const rpc = new RpcClient<InferenceHandlers>(port1);
  const terminate = (): void => {
    ended += 1;
    port1.close();
    rpc.fail(new AppError("worker-crashed", "ended"));
  };
  return { rpc, terminate };
}

function controller(): ShieldController {
  return new ShieldController({
    startWorker: worker,
    check: async (modelId) => ({
      modelId,
      totalBytes: 2,
      storedBytes: 2,
      totalPieces: 2,
      storedPieces: complete ? 2 : 1,
      complete,
      trust: "hub",
      revision: null,
    }),
    chatModel: () => findModel(chatModel) ?? null,
    deviceMemoryGb: () => deviceMemoryGb,
  });
}

describe("the guard's worker", () => {
  it("is started with the first text, says what it does, and is kept", async () => {
    const shield = controller();
    const seen: ShieldProgress[] = [];
    expect(await shield.judge(REQUEST, { onProgress: (progress) => seen.push(progress) })).toEqual(VERDICT);
    expect(await shield.judge(REQUEST)).toEqual(VERDICT);
    expect(started).toBe(1);
    expect(seen).toEqual([
      { loading: true, fraction: null },
      { loading: true, fraction: 1 },
      { loading: false, fraction: null },
      { loading: false, fraction: 0.5 },
    ]);
    shield.unload();
    await shield.judge(REQUEST);
    expect([started, ended]).toEqual([2, 1]);
  });

  it("names a guard that is not here, and one that is none", async () => {
    complete = false;
    await expect(controller().judge(REQUEST)).rejects.toMatchObject({
      code: "guard-missing",
      details: { name: "Llama Guard 3 1B" },
    });
    await expect(controller().judge({ ...REQUEST, modelId: "smollm2-135m" })).rejects.toMatchObject({
      code: "guard-missing",
    });
    expect(started).toBe(0);
  });

  it("refuses with numbers where both models do not fit, also once it is loaded", async () => {
    const shield = controller();
    await shield.judge(REQUEST);
    deviceMemoryGb = 1;
    await expect(shield.judge(REQUEST)).rejects.toMatchObject({
      code: "guard-no-room",
      details: { availableBytes: 1e9, neededBytes: expect.any(Number) as unknown },
    });
    expect(ended).toBe(1);
  });

  it("begins anew after a failure, and a Stop is a Stop", async () => {
    const shield = controller();
    judge = () => Promise.reject(new AppError("engine-failed", "no verdict"));
    await expect(shield.judge(REQUEST)).rejects.toMatchObject({ code: "engine-failed" });
    const stop = new AbortController();
    judge = (_args, { signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError")));
        stop.abort();
      });
    await expect(shield.judge(REQUEST, { signal: stop.signal })).rejects.toMatchObject({
      name: "AbortError",
    });
    expect([started, ended]).toEqual([2, 1]);
  });
});

const gb = (size: number) => ({ memoryBytes: size * 1e9 });

describe("room", () => {
  it("is that of both together, up to what browsers give or the device has", () => {
    expect(shieldRoom(gb(9), gb(8), 8)).toEqual({ fits: false, neededBytes: 17e9, availableBytes: 16e9 });
    expect(shieldRoom(gb(7), gb(8), undefined).fits).toBe(true);
    expect(shieldRoom(gb(2), gb(1.5), 4).fits).toBe(true);
    expect(shieldRoom(gb(3), gb(1.5), 4)).toEqual({ fits: false, neededBytes: 4.5e9, availableBytes: 4e9 });
    expect(shieldRoom(null, gb(1), 2).fits).toBe(true);
  });
});
