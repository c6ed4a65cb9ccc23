/** @file What the page of the Transformers.js journey offers to it. */
import type { GeneratePart, GenerateResult } from "#shared/language-model";
import type { EngineInfo, LoadPart, LoadRequest } from "#workers/protocol-models";
import type { StoredFile } from "./store-model.ts";

/** Squares of colours that follow from its name; the same name gives the same picture. */
export interface PictureSpec {
  readonly name: string;
  readonly width: number;
  readonly height: number;
}

export interface Question {
  readonly text: string;
  readonly pictures: readonly PictureSpec[];
  readonly maxTokens: number;
}

/** `error` has the code of what went wrong, or `aborted`. */
export interface Failed {
  readonly error: { readonly code: string; readonly details: Readonly<Record<string, unknown>> };
}

export type LoadOutcome = (Failed | { readonly info: EngineInfo }) & { readonly parts: readonly LoadPart[] };
export type AskOutcome = (Failed | { readonly result: GenerateResult }) & {
  readonly parts: readonly GeneratePart[];
};

/** To the worker that asks the library itself. */
export interface ReferenceRequest {
  readonly modelId: string;
  readonly files: readonly StoredFile[];
  readonly text: string;
  readonly pictures: readonly Blob[];
  readonly maxTokens: number;
  /** The longer side that pictures are brought to. */
  readonly longestEdge: number;
}

declare global {
  interface Window {
    transformers: {
      store(modelId: string, files: readonly StoredFile[]): Promise<void>;
      /** Loads in the product's worker. @param abortIn the phase whose first part aborts it */
      load(request: LoadRequest, abortIn?: LoadPart["phase"]): Promise<LoadOutcome>;
      /** @param abortIn the kind of part whose first one aborts it */
      ask(question: Question, abortIn?: GeneratePart["type"]): Promise<AskOutcome>;
      /** Ends the worker; the next load starts another. */
      restart(): void;
      /** What the library's own processor, tokenizer and token loop make of the same question. */
      reference(
        modelId: string,
        files: readonly StoredFile[],
        question: Question,
        longestEdge: number,
      ): Promise<string>;
    };
  }
}
