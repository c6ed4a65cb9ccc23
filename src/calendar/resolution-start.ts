/** @file When a resolution begins, whatever it says beside that. */

import type { Resolution, ZonedTime } from "./resolution.ts";

/** Wall time or date on which a resolution begins; null while it is a question. */
export function startOf(resolution: Resolution): string | null {
  switch (resolution.kind) {
    case "date":
    case "date-window":
      return resolution.start;
    case "time":
    case "window":
      return resolution.start.local;
    case "due":
      return localOf(resolution.at);
    case "recurrence":
      return localOf(resolution.start);
    case "duration":
    case "relative":
    case "ask":
    case "none":
      return null;
    default:
      return resolution satisfies never;
  }
}

export const localOf = (at: ZonedTime | string): string => (typeof at === "string" ? at : at.local);
