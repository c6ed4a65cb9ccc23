/** @file What the WebLLM page offers to its journey. */
import type { LoadPart } from "#workers/protocol";

/** A file of a model as one piece: its bytes in Base64, and the hash it is stored under. */
export interface StoredFile {
  readonly name: string;
  readonly bytes: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

export interface LoadOutcome {
  /** `ready`, `aborted`, or the code of the error. */
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly message: string;
  readonly parts: readonly LoadPart[];
}

declare global {
  interface Window {
    webllm: {
      /** Puts files into the store as an install leaves them. */
      store(modelId: string, files: readonly StoredFile[]): Promise<void>;
      /** Loads in the worker that is there. @param abortIn the phase whose first part aborts it */
      load(modelId: string, abortIn?: LoadPart["phase"]): Promise<LoadOutcome>;
      /** Ends the worker; the next load starts another. */
      restart(): void;
    };
  }
}
