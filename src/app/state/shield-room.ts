/** @file Whether a guard and the model that answers have room at the same time: decided before anything is loaded. */
import { MAX_MODEL_MEMORY_BYTES, type CatalogEntry } from "#models/catalog";

type Sized = Pick<CatalogEntry, "memoryBytes">;

export interface ShieldRoom {
  readonly fits: boolean;
  readonly neededBytes: number;
  readonly availableBytes: number;
}

/** Browsers round `navigator.deviceMemory` down and stop at a few GB, so only smaller values say something. */
const KNOWN_BELOW_GB = 8;

/** As far as the browser tells. */
export function deviceMemoryGb(): number | undefined {
  return (navigator as { readonly deviceMemory?: number }).deviceMemory;
}

/**
 * Each model has a worker and a heap of its own, so what counts is their sum. Taking turns is no way out: a load takes
 * longer than most answers.
 * @param deviceMemoryGb as the browser says; undefined where it does not
 */
export function shieldRoom(chat: Sized | null, guard: Sized, deviceMemoryGb: number | undefined): ShieldRoom {
  const neededBytes = (chat?.memoryBytes ?? 0) + guard.memoryBytes;
  const known = deviceMemoryGb !== undefined && deviceMemoryGb < KNOWN_BELOW_GB;
  const availableBytes = known
    ? Math.min(MAX_MODEL_MEMORY_BYTES, deviceMemoryGb * 1e9)
    : MAX_MODEL_MEMORY_BYTES;
  return { fits: neededBytes <= availableBytes, neededBytes, availableBytes };
}
