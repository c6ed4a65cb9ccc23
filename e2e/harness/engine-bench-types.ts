/** @file What the engine bench page and its worker exchange. */
import type { AnswerGrammar, Sampling } from "#shared/language-model";

/** Which model, and on how many threads. */
export interface EngineSetup {
  readonly pieceUrls: readonly string[];
  readonly threads: number;
}

export interface PrefixTask {
  readonly type: "prefix";
  /** A first question, a conversation about something else, and a second question that begins with the first. */
  readonly first: string;
  readonly other: string;
  readonly second: string;
}

/** Times to the first token of the second question. */
export interface PrefixTimes {
  readonly coldMs: number;
  readonly warmMs: number;
  /** After the other conversation; null where the decoder makes no snapshots. */
  readonly switchedMs: number | null;
  readonly promptTokens: number;
  readonly cachedTokens: number;
}

export interface SpeculationTask {
  readonly type: "speculation";
  readonly prompt: string;
  readonly sampling: Sampling;
  readonly maxTokens: number;
}

export interface SpeculationRates {
  /** Tokens per second of the answer, one token a pass and speculated. */
  readonly plain: number;
  readonly speculated: number;
  readonly draftedTokens: number;
  readonly confirmedTokens: number;
  readonly completionTokens: number;
  readonly sameText: boolean;
  readonly text: string;
}

export interface GrammarTask {
  readonly type: "grammar";
  readonly prompt: string;
  readonly grammar: AnswerGrammar;
  readonly maxTokens: number;
}

/** Milliseconds for each pass that gives one token. */
export interface GrammarCosts {
  readonly forwardMs: number;
  /** Outside the decoder: choosing, text, and with a grammar its mask. */
  readonly plainMs: number;
  readonly grammarMs: number;
  readonly compileMs: number;
  /** Passes and tokens of the answer within the grammar: the difference is forced text. */
  readonly passes: number;
  readonly completionTokens: number;
  readonly text: string;
}

export interface SteadyTask {
  readonly type: "steady";
  readonly prompt: string;
  readonly maxTokens: number;
}

export interface SteadyRate {
  readonly completionTokens: number;
  readonly decodeRate: number;
}

export type EngineTask = PrefixTask | SpeculationTask | GrammarTask | SteadyTask;

export interface EngineTaskResult {
  readonly prefix: PrefixTimes;
  readonly speculation: SpeculationRates;
  readonly grammar: GrammarCosts;
  readonly steady: SteadyRate;
}

export interface EngineBench {
  run<T extends EngineTask>(setup: EngineSetup, task: T): Promise<EngineTaskResult[T["type"]]>;
  /** Bytes of the page and its workers after a garbage collection; null where the browser does not tell. */
  memoryBytes(): Promise<number | null>;
}

declare global {
  interface Window {
    engineBench: EngineBench;
  }
}
