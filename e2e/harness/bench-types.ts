/** @file What the CPU bench page and its workers exchange. */

import type { EngineDevice } from "./engine-device.ts";

export interface BenchSetup {
  readonly pieceUrls: readonly string[];
  readonly threads: number;
  readonly prompt: string;
  readonly promptTokens: number;
  /** The processor unless told; `matMulNBits` runs there alone. */
  readonly device?: EngineDevice;
}

/** Tokens per second. */
export interface Speeds {
  readonly prefill: number;
  readonly decode: number;
}

/** What a bench worker is asked, once per message; the first message loads. */
export interface BenchRequest {
  readonly setup: BenchSetup;
  readonly tokens: number;
}

export interface CpuBench {
  /** Runs `contender` once, answering with `tokens` tokens; loads it first when needed. */
  run(contender: "ours" | "wllama" | "matMulNBits", setup: BenchSetup, tokens: number): Promise<Speeds>;
}

declare global {
  interface Window {
    cpuBench: CpuBench;
  }
}
