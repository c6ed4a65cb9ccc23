import { beforeAll, describe, expect, it } from "vitest";
import type { Device, RunResults } from "./device.ts";
import type { OrtRuntime } from "./ort-runtime.ts";
import { checkDevice } from "./self-check.ts";
import { changedDevice, countedDevice, withResults } from "./testing/changed-device.ts";
import { startCpuRuntime } from "./testing/cpu-runtime.ts";

let runtime: OrtRuntime;

beforeAll(async () => {
  runtime = await startCpuRuntime();
});

/** The device whose run number `at` has one logit changed: a prompt and the step after it, with heads of 64, then of 128. */
function wrongDevice(at: number, change: (logit: number) => number): Device {
  let runs = 0;
  return withResults(runtime, (results): RunResults => {
    const logits = results.host.get("logits")!.slice();
    if (runs++ === at) logits[17] = change(logits[17]!);
    return { ...results, host: new Map([...results.host, ["logits", logits]]) };
  });
}

describe("the check of a device", { timeout: 30_000 }, () => {
  it("passes the CPU, in its own graphs and in those of a GPU with and without float16, and keeps nothing", async () => {
    for (const changes of [
      {},
      { kind: "webgpu" },
      { kind: "webgpu", activations: "float16" },
    ] as Partial<Device>[]) {
      const { device, tensors, sessions } = countedDevice(runtime);
      expect(await checkDevice(changedDevice(device, changes))).toBe(true);
      expect([tensors.size, sessions.size]).toEqual([0, 0]);
    }
  });

  it.each([
    ["one logit of the prompt is off by a hundredth", 0, (logit: number) => logit + 0.01],
    ["one logit of the step after it is off", 1, (logit: number) => logit - 0.01],
    ["one logit is no number", 0, () => Number.NaN],
    ["one logit is infinite", 1, () => Infinity],
    ["one logit of the prompt with larger heads is off", 2, (logit: number) => logit + 0.01],
    ["one logit of the step after that is off", 3, (logit: number) => logit - 0.01],
  ])("fails a device where %s", async (_, at, change) => {
    expect(await checkDevice(wrongDevice(at, change))).toBe(false);
  });

  it("sees all four runs", async () => {
    expect(await checkDevice(wrongDevice(4, () => Number.NaN))).toBe(true);
  });

  it("runs a GPU's graphs with 4-bit matrices and with float ones", async () => {
    const kinds: string[][] = [];
    const watched = changedDevice(runtime, {
      kind: "webgpu",
      createSession: (options) => {
        kinds.push(options.graph.weights.map(({ name }) => name.split(".").at(-1) ?? ""));
        return runtime.createSession(options);
      },
    });
    expect(await checkDevice(watched)).toBe(true);
    expect(kinds.map((names) => names.includes("quants"))).toEqual([true, false]);
  });

  it("fails a device that gives fewer logits", async () => {
    const short = withResults(runtime, (results) => ({
      ...results,
      host: new Map([["logits", results.host.get("logits")!.slice(0, 63)]]),
    }));
    expect(await checkDevice(short)).toBe(false);
  });

  it("fails a device whose keys are damaged between the prompt and the step", async () => {
    let uploads = 0;
    const caches = new Set<unknown>();
    const damaged = changedDevice(runtime, {
      tryAllocate: async (dtype, shape) => {
        const tensor = await runtime.tryAllocate(dtype, shape);
        caches.add(tensor);
        return tensor;
      },
      upload: (dtype, shape, bytes) => {
        // Four inputs a run: before those of the second, the first position of the first head is gone.
        if (uploads++ === 4) {
          const [keys] = [...caches] as ReturnType<OrtRuntime["allocate"]>[];
          runtime.bytes(keys!).fill(0, 0, 64 * 4);
        }
        return runtime.upload(dtype, shape, bytes);
      },
    });
    expect(await checkDevice(damaged)).toBe(false);
  });
});
