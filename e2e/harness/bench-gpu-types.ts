/** @file What `npm run bench -- gpu` asks of its page and of the page's workers; types only. */

import type { EngineDevice } from "./engine-device.ts";

export type GpuTask =
  /** A made-up checkpoint into the weight store. */
  | { readonly kind: "store"; readonly modelId: string }
  /** Times of the model on a device, from the weight store. */
  | {
      readonly kind: "speed";
      readonly modelId: string;
      readonly device: EngineDevice;
      readonly promptTokens: readonly number[];
      /** Tokens of a prompt computed at once. */
      readonly chunkTokens: number;
      readonly answerTokens: number;
      readonly rounds: number;
    }
  /** Logits behind a prompt and behind each of some tokens after it, of a model with its first layers only. */
  | {
      readonly kind: "logits";
      readonly modelId: string;
      readonly layers: number;
      readonly device: EngineDevice;
      readonly ids: readonly number[];
      readonly next: readonly number[];
    };

export interface GpuInfo {
  readonly vendor: string;
  readonly architecture: string;
  readonly description: string;
  readonly subgroupSizes: readonly [number, number];
  readonly features: readonly string[];
}

/** Tokens per second, one of each round. */
export interface PromptSpeeds {
  readonly promptTokens: number;
  readonly prefill: readonly number[];
  readonly decode: readonly number[];
}

export interface SpeedResult {
  readonly activations: "float32" | "float16";
  readonly gpu: GpuInfo | null;
  readonly startMs: number;
  readonly loadMs: number;
  readonly speeds: readonly PromptSpeeds[];
  /** Of a vision model: looking at a picture of four tiles, the first time and later. */
  readonly pictureMs: readonly number[];
}

export interface GpuTaskResult {
  readonly store: { readonly bytes: number };
  readonly speed: SpeedResult;
  /** One row for each point that was looked at. */
  readonly logits: { readonly rows: readonly Float32Array[] };
}

/** How far two devices' logits lie apart. */
export interface Agreement {
  /** Mean KL(a || b) over the rows, in nats. */
  readonly meanKl: number;
  readonly largestDifference: number;
  /** Of a's logits. */
  readonly deviation: number;
  readonly sameBest: number;
  readonly rows: number;
}

export interface GpuBench {
  /** In a worker of its own, which ends afterwards. */
  run<T extends GpuTask>(task: T): Promise<GpuTaskResult[T["kind"]]>;
  /** The task's logits on `device` and on `other`. */
  compare(
    task: Omit<Extract<GpuTask, { kind: "logits" }>, "kind" | "device">,
    devices: readonly [EngineDevice, EngineDevice],
  ): Promise<Agreement>;
}

declare global {
  interface Window {
    gpuBench: GpuBench;
  }
}
