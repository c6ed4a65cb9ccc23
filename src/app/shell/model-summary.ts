/** @file The state of the model in three words, for the header. */
import type { ModelDownload } from "#app/state/downloads-state.ts";
import type { EngineStatus } from "#app/state/engine-status.ts";

export interface ModelSummary {
  readonly text: string;
  readonly tone: "idle" | "busy" | "good" | "bad";
}

export function modelSummary(status: EngineStatus): ModelSummary {
  switch (status.phase) {
    case "unknown":
      return { text: "Checking", tone: "idle" };
    case "not-installed":
      return status.install.storedPieces > 0
        ? { text: "Download paused", tone: "idle" }
        : { text: "No model yet", tone: "idle" };
    case "downloading":
      return status.retryInMs === undefined
        ? { text: `Downloading ${percent(downloadFraction(status))}`, tone: "busy" }
        : { text: "Waiting for the network", tone: "bad" };
    case "installed":
      return { text: "Not loaded", tone: "idle" };
    case "loading":
      return { text: "Loading", tone: "busy" };
    case "ready":
      return { text: "Ready", tone: "good" };
    case "generating":
      return { text: "Answering", tone: "busy" };
    case "failed":
      return status.error.code === "other-tab-active"
        ? { text: "In another tab", tone: "idle" }
        : { text: "Needs attention", tone: "bad" };
    default:
      return status satisfies never;
  }
}

/** How far the download of a model that is not in use has come, such as `34%`; null when none runs. */
export function backgroundDownload(
  models: Readonly<Record<string, ModelDownload>>,
  currentId: string,
): string | null {
  for (const [id, { activity }] of Object.entries(models)) {
    if (id !== currentId && activity?.phase === "downloading") return percent(downloadFraction(activity));
  }
  return null;
}

/** 0..1; 0 while the size is not known. */
export function downloadFraction(status: {
  readonly receivedBytes: number;
  readonly totalBytes: number;
}): number {
  return status.totalBytes > 0 ? Math.min(1, status.receivedBytes / status.totalBytes) : 0;
}

function percent(fraction: number): string {
  return `${Math.floor(fraction * 100)}%`;
}
