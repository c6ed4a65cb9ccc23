/** @file When the page that explains Hearth and offers the download is shown. */
import type { EngineState } from "#app/state/engine-status.ts";

/** True until the model has been downloaded once. */
export function needsFirstRun({ status, installs, modelId }: EngineState): boolean {
  if (status.phase === "not-installed" || status.phase === "downloading") return true;
  return status.phase === "failed" && status.during === "download" && installs[modelId]?.complete !== true;
}
