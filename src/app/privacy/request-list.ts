/** @file The requests of this page as the browser's resource timing shows them, counted by origin. */

export interface OriginRequests {
  readonly origin: string;
  readonly own: boolean;
  readonly count: number;
  /** Bytes received over the network; 0 when everything came from this device. */
  readonly receivedBytes: number;
}

/** What is read of a `PerformanceResourceTiming`. */
export interface RequestEntry {
  readonly name: string;
  readonly transferSize: number;
}

/** Own origin first, then by count. `blob:` and `data:` never leave the page and are left out. */
export function requestsByOrigin(
  entries: readonly RequestEntry[],
  ownOrigin: string,
): readonly OriginRequests[] {
  const counts = new Map<string, { count: number; receivedBytes: number }>();
  for (const { name, transferSize } of entries) {
    if (!/^https?:/u.test(name)) continue;
    const { origin } = new URL(name);
    const known = counts.get(origin) ?? { count: 0, receivedBytes: 0 };
    counts.set(origin, { count: known.count + 1, receivedBytes: known.receivedBytes + transferSize });
  }
  return [...counts]
    .map(([origin, sums]) => ({ origin, own: origin === ownOrigin, ...sums }))
    .sort((a, b) => Number(b.own) - Number(a.own) || b.count - a.count);
}
