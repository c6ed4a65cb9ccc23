/** @file One loaded model, whatever runs it. The worker and the tests know engines only by this interface. */
import type { GeneratePart, GenerateRequest, GenerateResult } from "#shared/language-model";

export interface Engine {
  readonly device: "cpu" | "webgpu";
  readonly threads: number;
  readonly contextTokens: number;
  /** Takes `tools` in a request. */
  readonly callsTools: boolean;
  /** @throws AbortError within one token; AppError `context-full`, `engine-failed`, `out-of-memory`. */
  generate(
    request: GenerateRequest,
    signal: AbortSignal,
    onPart: (part: GeneratePart) => void,
  ): Promise<GenerateResult>;
  countTokens(text: string): number;
}
