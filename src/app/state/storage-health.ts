/** @file Whether the browser promises to keep Hearth's data, how much there is, and whether some of it was lost. */
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import { onUserDbLoss, userDbWasCreated, type UserDbLoss } from "#storage/user-db";
import { keptItems } from "./kept-items.ts";

/** Kept once the database exists: found without the database, the browser has emptied it. */
const MARKER_KEY = "was-here";
const kept = keptItems("hearth-");

export interface StorageHealth {
  /** null = the browser does not say. */
  readonly persisted: boolean | null;
  /** All storage of this origin as the browser estimates it. */
  readonly usedBytes: number | null;
  /** The database was gone at start although there had been one. */
  readonly wasReset: boolean;
  /** The connection was lost during this visit; only a reload helps. */
  readonly lost: UserDbLoss | null;
}

export const healthStore = createStore<StorageHealth>(() => ({
  persisted: null,
  usedBytes: null,
  wasReset: false,
  lost: null,
}));

export function useStorageHealth<T>(selector: (health: StorageHealth) => T): T {
  return useStore(healthStore, selector);
}

/** Compares the database with its marker and watches the connection. @throws AppError of the storage */
export async function checkStorage(): Promise<void> {
  onUserDbLoss((lost) => healthStore.setState({ lost }));
  const created = await userDbWasCreated();
  // Where nothing can be kept, a loss cannot be told from a first visit.
  healthStore.setState({ wasReset: created && kept.read(MARKER_KEY) !== null });
  kept.write(MARKER_KEY, "1");
}

/** Measures again. Never throws: where the browser does not answer, the values are null. */
export async function refreshStorageHealth(): Promise<void> {
  const storage: Partial<StorageManager> | undefined = navigator.storage;
  const [persisted, estimate] = await Promise.all([
    storage?.persisted?.().catch(() => null) ?? null,
    storage?.estimate?.().catch(() => null) ?? null,
  ]);
  healthStore.setState({ persisted, usedBytes: estimate?.usage ?? null });
}

/** Asks the browser to keep the data; it may ask the person. */
export async function askToPersist(): Promise<void> {
  await navigator.storage?.persist?.().catch(() => false);
  await refreshStorageHealth();
}

/** Forgets that there was a database, before it is deleted on purpose. */
export function forgetMarker(): void {
  kept.write(MARKER_KEY, null);
}
