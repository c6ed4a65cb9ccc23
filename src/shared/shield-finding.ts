/** @file What the safety check found to say of a message, as it is told, shown and stored. */
import type { ErrorCode, ErrorDetails } from "./errors.ts";

export interface ShieldFinding {
  readonly side: "input" | "output";
  /**
   * `stopped` = held back by the guard's verdict; `unchecked` = held back because there is no verdict; `passed` = let
   * through without one, as the settings say.
   */
  readonly outcome: "stopped" | "unchecked" | "passed";
  /** Probability that it is unsafe; absent without a verdict. */
  readonly unsafe?: number;
  /** Hazard categories: `S7: Privacy`; empty when none was named. */
  readonly categories: readonly string[];
  /** Why there is no verdict. */
  readonly error?: { readonly code: ErrorCode; readonly details: ErrorDetails };
}
