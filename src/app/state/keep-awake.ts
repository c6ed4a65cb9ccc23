/**
 * @file Keeps the screen on while a download runs: a device that falls asleep cuts its connections. The browser drops the
 * lock whenever the tab is hidden, so it is asked for again when the tab comes back.
 */
let holders = 0;
let lock: WakeLockSentinel | null = null;

/** @returns what ends it; a second call of that does nothing */
export function keepAwake(): () => void {
  holders++;
  void update();
  let held = true;
  return () => {
    if (!held) return;
    held = false;
    holders--;
    void update();
  };
}

async function update(): Promise<void> {
  if (holders === 0) {
    await lock?.release().catch(() => undefined);
    lock = null;
    return;
  }
  if ((lock && !lock.released) || document.visibilityState !== "visible") return;
  // Refused on battery saving, and missing in older browsers: the download runs all the same.
  lock = (await navigator.wakeLock?.request("screen").catch(() => null)) ?? null;
}

globalThis.document?.addEventListener("visibilitychange", () => void update());
