/** @file What the page knows about each model's files: on this device, on their way, or in trouble. */
import { useStore } from "zustand";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { InstallState } from "#workers/protocol-models";
import type { DownloadStatus, Failure } from "./engine-status.ts";

export type FilesActivity =
  | DownloadStatus
  /** Stored files are hashed, read from a folder, written to one, or removed. */
  | { readonly phase: "working"; readonly doing: FilesWork; readonly fraction: number | null }
  | { readonly phase: "failed"; readonly error: Failure; readonly during: FilesWork | "download" };

export type FilesWork = "verify" | "import" | "export" | "delete";

export interface ModelDownload {
  readonly install: InstallState | null;
  /** Null while nothing happens. */
  readonly activity: FilesActivity | null;
  /** It was complete once, and the browser has removed some or all of it since. */
  readonly evicted: boolean;
}

export interface DownloadsState {
  readonly models: Readonly<Record<string, ModelDownload>>;
  /** Address to download from instead of the hub. */
  readonly mirror: string | null;
  /** Names of the licences a person has agreed to. */
  readonly acceptedLicences: readonly string[];
}

export type DownloadsStore = StoreApi<DownloadsState>;

export const NO_DOWNLOAD: ModelDownload = { install: null, activity: null, evicted: false };

export function createDownloadsStore(
  kept: Pick<DownloadsState, "mirror" | "acceptedLicences">,
): DownloadsStore {
  return createStore<DownloadsState>(() => ({ models: {}, ...kept }));
}

export function useDownloadsState<T>(store: DownloadsStore, selector: (state: DownloadsState) => T): T {
  return useStore(store, selector);
}

/** True while something is going on with the files of a model. */
export function isBusy({ activity }: ModelDownload): boolean {
  return activity !== null && activity.phase !== "failed";
}
