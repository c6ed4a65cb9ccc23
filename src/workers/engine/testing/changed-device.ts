/** @file A device with other limits or other results than it has, and one that knows what it still holds. */
import { AppError } from "#shared/errors";
import type { Device, DeviceSession, DeviceTensor, RunResults } from "../device.ts";

/** The device, but for `changes`. */
export function changedDevice(device: Device, changes: Partial<Device>): Device {
  return {
    kind: device.kind,
    maxTensorBytes: device.maxTensorBytes,
    activations: device.activations,
    createSession: (options) => device.createSession(options),
    allocate: (dtype, shape) => device.allocate(dtype, shape),
    tryAllocate: (dtype, shape) => device.tryAllocate(dtype, shape),
    upload: (dtype, shape, bytes) => device.upload(dtype, shape, bytes),
    copy: (from, to, bytes) => device.copy(from, to, bytes),
    release: (tensor) => device.release(tensor),
    close: () => device.close(),
    ...changes,
  };
}

/** The device with sessions whose results go through `change`. */
export function withResults(device: Device, change: (results: RunResults) => RunResults): Device {
  return changedDevice(device, {
    createSession: async (options) => {
      const session = await device.createSession(options);
      return {
        run: async (inputs, inPlace) => change(await session.run(inputs, inPlace)),
        release: () => session.release(),
      };
    },
  });
}

export interface CountedDevice {
  readonly device: Device;
  /** Tensors that nobody released. */
  readonly tensors: ReadonlySet<DeviceTensor>;
  /** Sessions that nobody released. */
  readonly sessions: ReadonlySet<DeviceSession>;
}

/** The device; what is released twice or was never made throws. */
export function countedDevice(device: Device): CountedDevice {
  const [tensors, sessions] = [new Set<DeviceTensor>(), new Set<DeviceSession>()];
  const keep = <T extends DeviceTensor>(tensor: T): T => {
    tensors.add(tensor);
    return tensor;
  };
  const counted = changedDevice(device, {
    allocate: (dtype, shape) => keep(device.allocate(dtype, shape)),
    tryAllocate: async (dtype, shape) => keep(await device.tryAllocate(dtype, shape)),
    upload: (dtype, shape, bytes) => keep(device.upload(dtype, shape, bytes)),
    release: (tensor) => {
      if (!tensors.delete(tensor)) throw new Error("released what nobody holds");
      device.release(tensor);
    },
    createSession: async (options) => {
      const session = await device.createSession(options);
      const wrapped: DeviceSession = {
        run: async (inputs, inPlace) => {
          const results = await session.run(inputs, inPlace);
          for (const tensor of results.device.values()) keep(tensor);
          return results;
        },
        release: () => {
          if (!sessions.delete(wrapped)) throw new Error("a session released twice");
          session.release();
        },
      };
      sessions.add(wrapped);
      return wrapped;
    },
  });
  return { device: counted, tensors, sessions };
}

/** The device whose `at`th tensor (0 = the first), allocated or uploaded, finds no memory; those after it do. */
export function fullAt(device: Device, at: number): Device {
  let made = 0;
  const ensureRoom = (): void => {
    if (made++ === at) throw new AppError("out-of-memory", "no more");
  };
  return changedDevice(device, {
    allocate: (dtype, shape) => (ensureRoom(), device.allocate(dtype, shape)),
    tryAllocate: async (dtype, shape) => (ensureRoom(), device.tryAllocate(dtype, shape)),
    upload: (dtype, shape, bytes) => (ensureRoom(), device.upload(dtype, shape, bytes)),
  });
}
