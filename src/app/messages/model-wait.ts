/** @file Why the model cannot answer yet, in words. */
import type { EngineStatus } from "#app/state/engine-status.ts";

export interface ModelWait {
  readonly text: string;
  /** A link to the models view is the next step. */
  readonly linked: boolean;
}

/** Null when the model answers. */
export function modelWait(status: EngineStatus): ModelWait | null {
  switch (status.phase) {
    case "ready":
    case "generating":
      return null;
    case "unknown":
    case "installed":
      return { text: "Looking for the model…", linked: false };
    case "loading":
      return { text: `The model is getting ready: ${percent(status.fraction)}.`, linked: false };
    case "downloading":
      return {
        text: `The model is downloading: ${percent(status.receivedBytes / Math.max(1, status.totalBytes))}.`,
        linked: false,
      };
    case "not-installed":
      return { text: "A summary needs the model, which is not on this device yet.", linked: true };
    case "failed":
      return { text: "A summary needs the model, which could not start.", linked: true };
    default:
      return status satisfies never;
  }
}

function percent(fraction: number): string {
  return `${Math.floor(Math.min(1, Math.max(0, fraction)) * 100)}%`;
}
