/** @file The phases of a load as one bar that only grows. */
import type { LoadPart } from "#workers/protocol-models";

/** Where each phase ends on the bar, by the time it takes. A phase that does not happen leaves its room to the next. */
const ENDS = {
  verify: 0.15,
  start: 0.16,
  calibrate: 0.5,
  quantise: 0.95,
  check: 1,
} as const satisfies Record<LoadPart["phase"], number>;

export class LoadProgress {
  #phase: LoadPart["phase"] = "verify";
  #from = 0;
  #shown = 0;

  /** 0..1 of the whole load, never less than before. */
  next({ phase, fraction }: Pick<LoadPart, "phase" | "fraction">): number {
    if (ENDS[phase] < ENDS[this.#phase]) return this.#shown;
    if (phase !== this.#phase) {
      this.#from = ENDS[this.#phase];
      this.#phase = phase;
    }
    const now = this.#from + (ENDS[phase] - this.#from) * Math.min(1, Math.max(0, fraction));
    this.#shown = Math.max(this.#shown, now);
    return this.#shown;
  }
}
