/** @file What the harness page offers to scripts that drive it; types only. */
import type { GeneratePart, GenerateRequest, GenerateResult } from "#shared/language-model";
import type {
  EngineInfo,
  InstallPart,
  InstallState,
  LoadPart,
  LoadRequest,
  NamedBlob,
} from "#workers/protocol-models";

export interface Outcome {
  /** `complete`, or the code of the error, or `AbortError`. */
  readonly result: string;
  readonly details: Readonly<Record<string, unknown>>;
  /** What a person reads about a failure; empty without one. */
  readonly sentence: string;
}

/** One inference worker behind plain functions, so that `page.evaluate` can call them. */
export interface Harness {
  install(modelId: string, mirror?: string | null): Promise<InstallState>;
  /** Aborts what `install` is doing; that call rejects with AbortError. */
  pause(): void;
  state(modelId: string): Promise<InstallState>;
  verify(modelId: string): Promise<{ state: InstallState; damagedPieces: number }>;
  /** Also starts new download workers, as the app does: the browser frees a file when no thread holds its Blob. */
  remove(modelId: string): Promise<InstallState>;
  importFiles(modelId: string, files: readonly NamedBlob[]): Promise<InstallState>;
  exportTo(modelId: string, folder: FileSystemDirectoryHandle): Promise<null>;
  load(
    modelId: string,
    contextTokens?: number,
    device?: NonNullable<LoadRequest["device"]>,
  ): Promise<EngineInfo>;
  generate(request: GenerateRequest): Promise<GenerateResult>;
  /** `generate` with the pictures chosen on the page in front of the last message. */
  generateWithPictures(request: GenerateRequest): Promise<GenerateResult>;
  /** What people read about an error. */
  explain(error: unknown): { readonly sentence: string; readonly nextStep: string };
  /** How getting a model onto this device ended, failures too. */
  outcome(work: Promise<InstallState>): Promise<Outcome>;
  countTokens(texts: readonly string[]): Promise<readonly number[]>;
  /** Aborts what `generate` is doing; that call rejects with AbortError. */
  stop(): void;
  /** Ends the worker and starts a new one with nothing loaded. */
  restart(): void;
}

declare global {
  interface Window {
    hearth: Harness;
    /** Called with everything the worker reports while it works, when the driving script defined it. */
    hearthPart?: (part: InstallPart | LoadPart | GeneratePart) => void;
  }
}
