/**
 * @file One engine for all tabs of this origin: whoever holds the Web Lock may load or download a model.
 * https://www.w3.org/TR/web-locks/
 */

const LOCK_NAME = "hearth-engine";
const CHANNEL_NAME = "hearth-engine";
/** A tab that is frozen in the background never answers; after this its lock is stolen. */
const TAKE_OVER_DEADLINE_MS = 5000;

export interface EngineLock {
  readonly held: boolean;
  /** False when another tab holds it. */
  acquire(): Promise<boolean>;
  /** Waits its turn and holds the lock then. @throws AbortError once `signal` is aborted */
  whenFree(signal: AbortSignal): Promise<void>;
  /** Asks the holder to let go, waits, and takes the lock by force after the deadline. */
  takeOver(): Promise<void>;
  release(): void;
  /** Called when another tab wants the lock or has taken it: stop, then `release`. */
  onRequested(listener: () => void): void;
}

export function createEngineLock(
  locks: LockManager = navigator.locks,
  channel: BroadcastChannel = new BroadcastChannel(CHANNEL_NAME),
  deadlineMs = TAKE_OVER_DEADLINE_MS,
): EngineLock {
  return new WebEngineLock(locks, channel, deadlineMs);
}

class WebEngineLock implements EngineLock {
  readonly #locks: LockManager;
  readonly #channel: BroadcastChannel;
  readonly #deadlineMs: number;
  /** Lets go of the lock; null while it is not held. */
  #letGo: (() => void) | null = null;
  #asked: (() => void) | null = null;

  constructor(locks: LockManager, channel: BroadcastChannel, deadlineMs: number) {
    this.#locks = locks;
    this.#channel = channel;
    this.#deadlineMs = deadlineMs;
    channel.addEventListener("message", (event: MessageEvent<unknown>) => {
      if (event.data === "release" && this.held) this.#asked?.();
    });
  }

  get held(): boolean {
    return this.#letGo !== null;
  }

  acquire(): Promise<boolean> {
    return this.held ? Promise.resolve(true) : this.#request({ ifAvailable: true });
  }

  async whenFree(signal: AbortSignal): Promise<void> {
    if (this.held) return;
    await this.#request({ signal });
    if (!signal.aborted) return;
    // Granted in the moment it was called off.
    this.release();
    signal.throwIfAborted();
  }

  async takeOver(): Promise<void> {
    if (this.held) return;
    this.#channel.postMessage("release");
    const deadline = AbortSignal.timeout(this.#deadlineMs);
    try {
      await this.#request({ signal: deadline });
    } catch (error) {
      if (!deadline.aborted) throw error;
      await this.#request({ steal: true });
    }
  }

  release(): void {
    this.#letGo?.();
    this.#letGo = null;
  }

  onRequested(listener: () => void): void {
    this.#asked = listener;
  }

  /** Resolves once the lock is held (true) or was refused (false); it stays held until `release`. */
  #request(options: LockOptions): Promise<boolean> {
    return new Promise((resolve, reject) => {
      let granted = false;
      const hold = (lock: Lock | null): Promise<void> | undefined => {
        granted = lock !== null;
        resolve(granted);
        if (!lock) return undefined;
        return new Promise((letGo) => {
          this.#letGo = letGo;
        });
      };
      this.#locks.request(LOCK_NAME, options, hold).catch((error: unknown) => {
        // Stolen while held: the promise rejects long after `resolve`.
        if (granted) this.#asked?.();
        reject(error);
      });
    });
  }
}
