/** @file What the page knows about the model: one union, so that impossible states do not type-check. */
import { useStore } from "zustand";
import { createStore, type StoreApi } from "zustand/vanilla";
import { toAppError, type ErrorCode, type ErrorDetails } from "#shared/errors";
import type { EngineInfo, InstallState, LoadPart, RetryReason } from "#workers/protocol-models";

/** An error as the page keeps it: data for `error-text.ts`, never a message to show. */
export interface Failure {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;
}

export interface DownloadStatus {
  readonly phase: "downloading";
  readonly receivedBytes: number;
  readonly totalBytes: number;
  readonly verifiedPieces: number;
  readonly totalPieces: number;
  readonly bytesPerSecond: number | null;
  readonly secondsLeft: number | null;
  /** Set while the network is away: how long until the next try. */
  readonly retryInMs?: number;
  /** Why it waits; set with `retryInMs`. */
  readonly retryReason?: RetryReason;
  /** Another tab is at work on the same model. */
  readonly elsewhere?: true;
  /** All bytes are here and are hashed once more as whole files; 0..1. */
  readonly verifiedFraction?: number;
}

export type EngineStatus =
  | { readonly phase: "unknown" }
  | { readonly phase: "not-installed"; readonly install: InstallState }
  | DownloadStatus
  | { readonly phase: "installed" }
  | {
      readonly phase: "loading";
      readonly phaseName: LoadPart["phase"];
      /** 0..1 of the whole load. */
      readonly fraction: number;
    }
  | { readonly phase: "ready"; readonly info: EngineInfo }
  | { readonly phase: "generating"; readonly info: EngineInfo }
  | {
      readonly phase: "failed";
      readonly error: Failure;
      /** What was being done, so that "try again" does it again. */
      readonly during: "check" | "download" | "load" | "answer";
    };

export interface EngineState {
  /** Catalog id the status is about. */
  readonly modelId: string;
  readonly status: EngineStatus;
  /** Last known install state of each model asked about. */
  readonly installs: Readonly<Record<string, InstallState>>;
}

export type EngineStore = StoreApi<EngineState>;

export function createEngineStore(modelId: string): EngineStore {
  return createStore<EngineState>(() => ({ modelId, status: { phase: "unknown" }, installs: {} }));
}

export function useEngineState<T>(store: EngineStore, selector: (state: EngineState) => T): T {
  return useStore(store, selector);
}

/** The model is in memory and answers. */
export function isLoaded(status: EngineStatus): status is EngineStatus & { readonly info: EngineInfo } {
  return status.phase === "ready" || status.phase === "generating";
}

export function toFailure(error: unknown): Failure {
  const { code, details } = toAppError(error);
  return { code, details };
}
