/**
 * @file What the page says to the workers that hold, load and run models: downloads and files, the engine, the guard.
 * `parts` of a method are sent while it runs.
 */
import type { GeneratePart, GenerateRequest, GenerateResult } from "#shared/language-model";
import type { FillJob } from "./reading/fill-job.ts";
import type { Method } from "./protocol.ts";

export interface InstallState {
  readonly modelId: string;
  readonly totalBytes: number;
  readonly storedBytes: number;
  readonly totalPieces: number;
  readonly storedPieces: number;
  /** All pieces are present, and every file was found right as a whole. */
  readonly complete: boolean;
  /**
   * What the files were compared with: hashes that are part of the app, those the hub states, or (for at least one file)
   * nothing but what it was when it first came. Null while nothing is known about the files.
   */
  readonly trust: "app" | "hub" | "first-use" | null;
  /** Commit of the hub; null for files that came another way. */
  readonly revision: string | null;
}

/** A file of a folder that a person chose. */
export interface NamedBlob {
  /** Path within the folder, `/` between parts. */
  readonly name: string;
  readonly blob: Blob;
}

/** The connection broke, nothing came over it for a while, or the server asks to wait. */
export type RetryReason = "broken" | "slow" | "busy";

export type InstallPart =
  | {
      readonly type: "download-progress";
      /** Bytes received, including those of pieces not verified yet. */
      readonly receivedBytes: number;
      readonly totalBytes: number;
      readonly verifiedPieces: number;
      readonly totalPieces: number;
    }
  /** A request failed; the next one starts after `waitMs`. Told again each second while it waits. */
  | { readonly type: "download-retry"; readonly waitMs: number; readonly reason: RetryReason }
  /** Another tab is at work on this model; this one waits for it. */
  | { readonly type: "download-elsewhere" }
  /** Stored bytes are hashed; `fraction` is 0..1. */
  | { readonly type: "verify-progress"; readonly fraction: number };

export type LoadPart = {
  readonly type: "load-progress";
  /**
   * `verify` hashes what is stored, `calibrate` runs once after an install, `quantise` makes the weights, `check` compares
   * known answers.
   */
  readonly phase: "verify" | "start" | "calibrate" | "quantise" | "check";
  /** 0..1 within the phase. */
  readonly fraction: number;
};

export interface EngineInfo {
  readonly modelId: string;
  readonly device: "cpu" | "webgpu";
  readonly threads: number;
  readonly contextTokens: number;
  readonly callsTools: boolean;
  readonly tier: "S" | "M" | "L";
  readonly loadMs: number;
}

/** download.worker.ts and mirror.worker.ts: own the weight store. */
export interface DownloadHandlers {
  readonly "model-state": Method<{ modelId: string }, never, InstallState>;
  /** @param mirror address asked instead of the hub; only mirror.worker.ts takes one */
  readonly "model-install": Method<{ modelId: string; mirror: string | null }, InstallPart, InstallState>;
  /** From files that a person has. */
  readonly "model-import": Method<
    { modelId: string; files: readonly NamedBlob[] },
    InstallPart,
    InstallState
  >;
  /** Into a folder named after the model, in `folder`. */
  readonly "model-export": Method<{ modelId: string; folder: FileSystemDirectoryHandle }, InstallPart, null>;
  /** Hashes everything that is stored; what is damaged is removed. */
  readonly "model-verify": Method<
    { modelId: string },
    InstallPart,
    { state: InstallState; damagedPieces: number }
  >;
  readonly "model-delete": Method<{ modelId: string }, InstallPart, InstallState>;
}

/** hash.worker.ts: the SHA-256 of one file whose bytes come in order, each call after the one before is answered. */
export interface HashHandlers {
  /** Bytes move there, and their memory comes back. */
  readonly "hash-add": Method<{ bytes: Uint8Array<ArrayBuffer> | Blob }, never, ArrayBuffer | null>;
  /** Lower-case hexadecimal. */
  readonly "hash-end": Method<null, never, string>;
}

/** read.worker.ts: reads beside a thread that creates a session. */
export interface ReadHandlers {
  /** Says that the thread listens. */
  readonly "read-start": Method<null, never, null>;
  /** The answer is for nobody: the job's own progress is waited for. */
  readonly "read-fill": Method<FillJob, never, null>;
  /** Lower-case hexadecimal. */
  readonly "read-hash": Method<{ blob: Blob }, never, string>;
}

/** A message here means: what is stored has changed, or the browser took it away. */
export const MODELS_CHANNEL = "hearth-models";

export interface LoadRequest {
  readonly modelId: string;
  /** Less than the model's usual. */
  readonly contextTokens?: number;
  /** `auto` unless told: the GPU where there is a real one that computes rightly. */
  readonly device?: "auto" | "cpu" | "webgpu";
}

/** What a guard model says of a message: see `models/guard/judge.ts`. */
export interface GuardVerdict {
  /** Probability that it is unsafe, 0 to 1. */
  readonly unsafe: number;
  /** `S7: Privacy`; empty when none was named. */
  readonly categories: readonly string[];
}

export interface GuardRequest {
  /** Alternating from the person; the last one is judged. */
  readonly messages: readonly string[];
  /** From this probability on categories are asked for. */
  readonly threshold: number;
}

/** A long message is judged in pieces. */
export type GuardPart = { readonly type: "guard-progress"; readonly done: number; readonly total: number };

/** inference.worker.ts: reads the weight store and owns the engine. */
export interface InferenceHandlers {
  readonly "model-load": Method<LoadRequest, LoadPart, EngineInfo>;
  readonly "text-generate": Method<GenerateRequest, GeneratePart, GenerateResult>;
  readonly "token-count": Method<{ texts: readonly string[] }, never, readonly number[]>;
  /** With a guard model loaded. */
  readonly "guard-judge": Method<GuardRequest, GuardPart, GuardVerdict>;
}
