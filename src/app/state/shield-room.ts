/** @file Whether a guard and the model that answers have room at the same time: decided before anything is loaded. */
import { MAX_MODEL_MEMORY_BYTES, type CatalogEntry } from "#models/catalog";
import { knownMemoryBytes } from "./device-memory.ts";

type Sized = Pick<CatalogEntry, "memoryBytes">;

export interface ShieldRoom {
  readonly fits: boolean;
  readonly neededBytes: number;
  readonly availableBytes: number;
}

/**
 * Each model has a worker and a heap of its own, so what counts is their sum. Taking turns is no way out: a load takes
 * longer than most answers.
 * @param deviceMemoryGb as the browser says; undefined where it does not
 */
export function shieldRoom(chat: Sized | null, guard: Sized, deviceMemoryGb: number | undefined): ShieldRoom {
  const neededBytes = (chat?.memoryBytes ?? 0) + guard.memoryBytes;
  const known = knownMemoryBytes(deviceMemoryGb) ?? MAX_MODEL_MEMORY_BYTES;
  const availableBytes = Math.min(MAX_MODEL_MEMORY_BYTES, known);
  return { fits: neededBytes <= availableBytes, neededBytes, availableBytes };
}
