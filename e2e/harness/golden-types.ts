/** @file What `npm run golden` asks of its page, and what it is told; types only. */

export type GoldenDevice = "cpu" | "webgpu";

/** A part of what there is, for a device that takes seconds for a token. */
export interface GoldenPart {
  /** Cases by their place in the file; all when left out. */
  readonly cases?: readonly number[];
  /** Greedy tokens to follow; all when left out. */
  readonly greedyTokens?: number;
}

export interface GoldenRequest extends GoldenPart {
  readonly device: GoldenDevice;
  /** By name: the checkpoint's files, `golden.json`, `golden.safetensors` and the pictures. */
  readonly files: ReadonlyMap<string, File>;
}

/** One comparison of a case with the reference. */
export interface GoldenCheck {
  readonly name: string;
  readonly passed: boolean;
  /** What was measured, in words. */
  readonly figures: string;
}

export interface GoldenReport {
  readonly checks: readonly GoldenCheck[];
}

declare global {
  interface Window {
    runGolden: (device: GoldenDevice, part?: GoldenPart) => Promise<GoldenReport>;
  }
}
