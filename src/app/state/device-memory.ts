/** @file How much memory the device has, as far as the browser tells. */

/** Browsers round the figure down and stop at a few GB, so only smaller ones say something. */
const KNOWN_BELOW_GB = 8;

/** `navigator.deviceMemory`; undefined where the browser has none. */
export function deviceMemoryGb(): number | undefined {
  return (navigator as { readonly deviceMemory?: number }).deviceMemory;
}

/** Bytes; null where the figure says nothing. */
export function knownMemoryBytes(gb: number | undefined): number | null {
  return gb !== undefined && gb < KNOWN_BELOW_GB ? gb * 1e9 : null;
}
