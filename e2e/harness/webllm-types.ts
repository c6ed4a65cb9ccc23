/** @file What the WebLLM page offers to its journey. */
import type { LoadPart } from "#workers/protocol-models";
import type { StoredFile } from "./store-model.ts";

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
