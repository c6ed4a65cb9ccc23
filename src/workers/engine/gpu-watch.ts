/**
 * @file Sees the graphics processor go away. WebLLM and Transformers.js ask for devices of their own and, once loaded, tell
 * nobody when one is lost: a running answer never ends and the next one is told that no model is loaded (spec
 * webllm-and-storage A1.7). So the devices that they are given are watched from here.
 */
import { AppError } from "#shared/errors";
import { UntilLost } from "./until-lost.ts";

export class GpuWatch {
  readonly #device = new UntilLost();
  #givenUp = false;
  readonly #devices: GPUDevice[] = [];
  readonly #restore: () => void;

  /**
   * @param prototype where `requestDevice` is found, until `stop` puts it back.
   * @param isWanted whether a device may have a feature that it is asked to have.
   */
  constructor(
    prototype: Pick<GPUAdapter, "requestDevice">,
    isWanted: (feature: string, adapter: GPUAdapter) => boolean = () => true,
  ) {
    const { requestDevice } = prototype;
    const add = (device: GPUDevice): void => this.#add(device);
    prototype.requestDevice = async function (this: GPUAdapter, descriptor?: GPUDeviceDescriptor) {
      const requiredFeatures = [...(descriptor?.requiredFeatures ?? [])].filter((name) =>
        isWanted(name, this),
      );
      const device = await requestDevice.call(this, { ...descriptor, requiredFeatures });
      add(device);
      return device;
    };
    this.#restore = () => {
      prototype.requestDevice = requestDevice;
    };
  }

  /** Why nothing works any more; null while the device is there. */
  get failure(): AppError | null {
    return this.#device.failure;
  }

  /** Fails once a device is lost that was not given up. @throws what `work` throws, or `failure`. */
  unlessLost<T>(work: () => Promise<T>): Promise<T> {
    return this.#device.run(work);
  }

  /** No further devices are expected. */
  stop(): void {
    this.#restore();
  }

  /** Gives the memory of every device back, whatever WebLLM still holds. */
  destroy(): void {
    this.#givenUp = true;
    this.#restore();
    for (const device of this.#devices) device.destroy();
  }

  #add(device: GPUDevice): void {
    if (this.#givenUp) return device.destroy();
    this.#devices.push(device);
    void device.lost.then(({ reason, message }) => this.#lose(reason, message));
  }

  /** WebLLM destroys the device itself when it gets no buffer, and this is the only sign of it. */
  #lose(reason: GPUDeviceLostReason, message: string): void {
    if (this.#givenUp || this.#device.failure) return;
    const code = reason === "destroyed" ? "out-of-memory" : "device-lost";
    this.#device.lose(new AppError(code, `the GPU went away: ${message.slice(0, 200)}`, { reason }));
  }
}
