import { beforeAll, describe, expect, it } from "vitest";
import type { Device, DeviceTensor } from "./device.ts";
import type { OrtRuntime } from "./ort-runtime.ts";
import type { HeapTensor } from "./ort-session.ts";
import { checkVision } from "./self-check-vision.ts";
import { changedDevice, countedDevice } from "./testing/changed-device.ts";
import { startCpuRuntime } from "./testing/cpu-runtime.ts";

let runtime: OrtRuntime;

beforeAll(async () => {
  runtime = await startCpuRuntime();
});

/** The device, whose outputs of this name are damaged after the kernels. */
function damaging(name: RegExp, damage: (values: Float32Array) => void): Device {
  return changedDevice(runtime, {
    createSession: async (options) => {
      const session = await runtime.createSession(options);
      return {
        release: () => session.release(),
        run: async (inputs, inPlace) => {
          const results = await session.run(inputs, inPlace);
          for (const [output, values] of results.host) if (name.test(output)) damage(values);
          for (const [output, tensor] of results.device) if (name.test(output)) damage(floatsOf(tensor));
          return results;
        },
      };
    },
  });
}

function floatsOf(tensor: DeviceTensor): Float32Array {
  const { buffer, byteOffset, byteLength } = runtime.bytes(tensor as HeapTensor);
  return new Float32Array(buffer, byteOffset, byteLength / 4);
}

describe("the check of pictures", { timeout: 60_000 }, () => {
  it("passes the CPU, in its own graphs and in those of a GPU with and without float16, and keeps nothing", async () => {
    for (const changes of [
      {},
      { kind: "webgpu" },
      { kind: "webgpu", activations: "float16" },
    ] as Partial<Device>[]) {
      const { device, tensors, sessions } = countedDevice(runtime);
      expect(await checkVision(changedDevice(device, changes))).toBe(true);
      expect([tensors.size, sessions.size]).toEqual([0, 0]);
    }
  });

  it.each<[string, RegExp, (values: Float32Array) => void]>([
    ["the tower's last states are off in one row", /^next$/, (values) => values.fill(0, 0, 64)],
    ["an intermediate state is off", /^intermediate/, (values) => values.fill(0, 64, 128)],
    ["one projected value is off", /^cross_attention_states$/, (values) => (values[70] = values[70]! + 0.01)],
    ["one token of the picture has no key", /key$/, (values) => values.fill(0, 0, 32)],
    ["one token of the picture has no value", /value$/, (values) => values.fill(0, 0, 32)],
    ["a logit in front of the picture is off", /^logits$/, (values) => (values[5] = values[5]! + 0.01)],
    ["a logit is no number", /^logits$/, (values) => values.fill(Number.NaN, 10, 11)],
  ])("fails a device where %s", async (_, name, damage) => {
    expect(await checkVision(damaging(name, damage))).toBe(false);
  });

  it("fails a device that does not take the branch of the picture", async () => {
    const blind = changedDevice(runtime, {
      upload: (dtype, shape, bytes) =>
        runtime.upload(dtype, shape, dtype === "bool" ? Uint8Array.of(0) : bytes),
    });
    expect(await checkVision(blind)).toBe(false);
  });

  it("fails a device that mixes up the rows it gathers", async () => {
    const shuffled = changedDevice(runtime, {
      upload: (dtype, shape, bytes) =>
        runtime.upload(dtype, shape, dtype === "int64" && bytes.length > 800 ? bytes.fill(0, 0, 80) : bytes),
    });
    expect(await checkVision(shuffled)).toBe(false);
  });

  it("keeps nothing of a device that failed", async () => {
    const { device, tensors, sessions } = countedDevice(damaging(/^next$/, (values) => values.fill(1)));
    expect(await checkVision(device)).toBe(false);
    expect([tensors.size, sessions.size]).toEqual([0, 0]);
  });
});
