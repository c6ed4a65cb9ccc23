import { describe, expect, it } from "vitest";
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
