import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it, vi } from "vitest";
import { GpuGuard } from "./gpu-guard.ts";

class GPUOutOfMemoryError {
  readonly message = "no room for a buffer";
}

class GPUValidationError {
  readonly message = "a binding too many";
}

/** A device whose scopes, events and end the test decides about. */
function fakeGpu() {
  let lose: ((info: GPUDeviceLostInfo) => void) | undefined;
  const lost = new Promise<GPUDeviceLostInfo>((resolve) => {
    lose = resolve;
  });
  const listeners: ((event: { error: GPUError }) => void)[] = [];
  const scopes: string[] = [];
  const gpu = {
    lost,
    pushErrorScope: (filter: string) => void scopes.push(filter),
    popErrorScope: async (): Promise<GPUError | null> => {
      scopes.pop();
      return gpu.scopeError;
    },
    addEventListener: (_: "uncapturederror", listener: (event: { error: GPUError }) => void) =>
      void listeners.push(listener),
    scopeError: null as GPUError | null,
    scopes,
    lose: () => lose?.({ reason: "unknown", message: "driver reset" }),
    report: (error: GPUError) => listeners.forEach((listener) => listener({ error })),
  };
  return gpu;
}

describe("a guarded call", () => {
  it("gives what the work gives, within one scope", async () => {
    const gpu = fakeGpu();
    const guard = new GpuGuard(gpu);
    expect(
      await guard.run("run", async () => {
        expect(gpu.scopes).toEqual(["out-of-memory"]);
        return 5;
      }),
    ).toBe(5);
    expect(gpu.scopes).toEqual([]);
  });

  it("fails when memory ran out within it, though the work ended well, and so do later ones", async () => {
    const gpu = fakeGpu();
    const guard = new GpuGuard(gpu);
    gpu.scopeError = new GPUOutOfMemoryError();
    await expect(guard.run("run", async () => 5)).rejects.toMatchObject({ code: "gpu-out-of-memory" });
    gpu.scopeError = null;
    await expect(guard.run("run", async () => 5)).rejects.toMatchObject({ code: "gpu-out-of-memory" });
  });

  it("fails for an error that nobody's scope caught", async () => {
    for (const [error, code] of [
      [new GPUOutOfMemoryError(), "gpu-out-of-memory"],
      [new GPUValidationError(), "engine-failed"],
    ] as const) {
      const gpu = fakeGpu();
      const guard = new GpuGuard(gpu);
      const call = guard.run("run", async () => gpu.report(error));
      await expect(call).rejects.toMatchObject({ code, message: error.message });
    }
  });

  it("ends when the device goes away, even if the work never does", async () => {
    const gpu = fakeGpu();
    const guard = new GpuGuard(gpu);
    gpu.popErrorScope = () => new Promise(() => {});
    const call = guard.run("run", () => new Promise(() => {}));
    gpu.lose();
    await expect(call).rejects.toMatchObject({ code: "device-lost", details: { reason: "unknown" } });
    await expect(guard.run("run", async () => 5)).rejects.toMatchObject({ code: "device-lost" });
  });

  it("says why the device went away, if memory ran out before", async () => {
    const gpu = fakeGpu();
    const guard = new GpuGuard(gpu);
    gpu.report(new GPUOutOfMemoryError());
    gpu.lose();
    await expect(guard.run("run", async () => 5)).rejects.toMatchObject({ code: "gpu-out-of-memory" });
  });

  it("names what the work says, with its scope closed", async () => {
    const gpu = fakeGpu();
    const guard = new GpuGuard(gpu);
    const failing = (text: string) => guard.run("run", () => Promise.reject(new Error(text)));
    await expect(failing("Failed to allocate 5 bytes")).rejects.toMatchObject({ code: "gpu-out-of-memory" });
    await expect(failing("bad shape")).rejects.toMatchObject({
      code: "engine-failed",
      details: { step: "run" },
    });
    expect(gpu.scopes).toEqual([]);
    expect(await guard.run("run", async () => 5)).toBe(5);
  });
});

/** What was garbage is gone; what a `WeakRef` was asked for stays until the present job ends. */
async function collectGarbage(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
}

describe("many calls", () => {
  it("keep nothing of what they gave while the device lives", async () => {
    const gpu = fakeGpu();
    const guard = new GpuGuard(gpu);
    const given: WeakRef<Float32Array>[] = [];
    for (let call = 0; call < 50; call++) {
      given.push(new WeakRef(await guard.run("run", async () => new Float32Array(1000))));
    }
    await collectGarbage();
    // The last may still be in a register.
    expect(given.filter((each) => each.deref()).length).toBeLessThanOrEqual(1);
    expect(await guard.run("run", async () => 5)).toBe(5);
  });

  it("all end when the device goes away", async () => {
    const gpu = fakeGpu();
    const guard = new GpuGuard(gpu);
    const calls = [1, 2, 3].map(() => guard.run("run", () => new Promise(() => {})));
    gpu.lose();
    for (const call of await Promise.allSettled(calls)) {
      expect(call).toMatchObject({ status: "rejected", reason: { code: "device-lost" } });
    }
  });
});

describe("an attempt", () => {
  it("gives what was made, and undoes it where there was no memory, without harm to what follows", async () => {
    const gpu = fakeGpu();
    const guard = new GpuGuard(gpu);
    const undo = vi.fn<(made: number) => void>();
    expect(await guard.attempt("allocate", () => 5, undo)).toBe(5);
    gpu.scopeError = new GPUOutOfMemoryError();
    await expect(guard.attempt("allocate", () => 6, undo)).rejects.toMatchObject({
      code: "gpu-out-of-memory",
    });
    expect(undo.mock.calls).toEqual([[6]]);
    gpu.scopeError = null;
    expect(await guard.run("run", async () => 7)).toBe(7);
    expect(gpu.scopes).toEqual([]);
  });

  it("on a device that went away is an error of ours, whatever the browser says or does not say", async () => {
    for (const popErrorScope of [
      () => Promise.reject(new DOMException("device is lost", "OperationError")),
      () => new Promise<null>(() => {}),
      async () => null,
    ]) {
      const gpu = fakeGpu();
      gpu.popErrorScope = popErrorScope;
      const guard = new GpuGuard(gpu);
      const undo = vi.fn<(made: number) => void>();
      const attempt = guard.attempt("allocate", () => 5, undo);
      gpu.lose();
      await expect(attempt).rejects.toMatchObject({ code: "device-lost" });
      expect(undo.mock.calls).toEqual([[5]]);
    }
  });

  it("closes its scope where making throws", async () => {
    const gpu = fakeGpu();
    const guard = new GpuGuard(gpu);
    await expect(
      guard.attempt(
        "allocate",
        () => new Uint8Array(-1),
        () => {},
      ),
    ).rejects.toMatchObject({
      code: "engine-failed",
    });
    expect(gpu.scopes).toEqual([]);
  });
});
