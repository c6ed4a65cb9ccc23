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
  let release: (() => void) | null = null;
  let asked: (() => void) | null = null;

  channel.addEventListener("message", (event: MessageEvent<unknown>) => {
    if (event.data === "release" && release) asked?.();
  });

  /** Resolves once the lock is held (true) or was refused (false); it stays held until `release`. */
  function request(options: LockOptions): Promise<boolean> {
    return new Promise((resolve, reject) => {
      let granted = false;
      const hold = (lock: Lock | null): Promise<void> | undefined => {
        granted = lock !== null;
        resolve(granted);
        if (!lock) return undefined;
        return new Promise((letGo) => {
          release = letGo;
        });
      };
      locks.request(LOCK_NAME, options, hold).catch((error: unknown) => {
        // Stolen while held: the promise rejects long after `resolve`.
        if (granted) asked?.();
        reject(error);
      });
    });
  }

  return {
    get held() {
      return release !== null;
    },
    acquire: () => (release ? Promise.resolve(true) : request({ ifAvailable: true })),
    async whenFree(signal) {
      if (release) return;
      await request({ signal });
      if (!signal.aborted) return;
      // Granted in the moment it was called off.
      this.release();
      signal.throwIfAborted();
    },
    async takeOver() {
      if (release) return;
      channel.postMessage("release");
      const deadline = AbortSignal.timeout(deadlineMs);
      try {
        await request({ signal: deadline });
      } catch (error) {
        if (!deadline.aborted) throw error;
        await request({ steal: true });
      }
    },
    release() {
      release?.();
      release = null;
    },
    onRequested(listener) {
      asked = listener;
    },
  };
}
