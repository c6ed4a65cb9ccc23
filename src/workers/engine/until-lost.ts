/** @file Work that waits for a device, and fails when the device goes away instead of waiting for ever. */
import type { AppError } from "#shared/errors";

export class UntilLost {
  /** Ends each call that waits now. */
  readonly #waiting = new Set<(failure: AppError) => void>();
  #failure: AppError | null = null;

  /** Null while the device is there. */
  get failure(): AppError | null {
    return this.#failure;
  }

  /** Ends what waits, and whatever is asked for from now on. The first failure counts. */
  lose(failure: AppError): void {
    this.#failure ??= failure;
    for (const end of this.#waiting) end(this.#failure);
  }

  /**
   * [Note: One promise a call] A race with one promise for the life of the device would leave a reaction on it, and with that
   * what the call gave: logits or a chunk of each token.
   *
   * @throws what `work` throws, or why the device is gone.
   */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#failure) throw this.#failure;
    let end: ((failure: AppError) => void) | undefined;
    const lost = new Promise<never>((_resolve, reject) => {
      end = reject;
      this.#waiting.add(reject);
    });
    try {
      return await Promise.race([work(), lost]);
    } finally {
      if (end) this.#waiting.delete(end);
    }
  }
}
