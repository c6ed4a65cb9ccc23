/** @file Download, loading and trouble of the current model, each with its one next step. */
import type { ReactElement } from "react";
import { findModel, type CatalogEntry } from "#models/catalog";
import { ErrorNotice } from "#app/shell/ErrorNotice.tsx";
import { engine, retryEngine, useEngine } from "#app/state/engine.ts";
import { reportFailure } from "#app/state/failures.ts";
import { Button } from "#app/ui/Button.tsx";
import { ProgressBar } from "#app/ui/ProgressBar.tsx";
import { DownloadButton } from "./DownloadButton.tsx";
import { DownloadProgress } from "./DownloadProgress.tsx";
import { EvictionNotice } from "./EvictionNotice.tsx";
import type { InstallState } from "#workers/protocol-models";
import { installLabel, LOAD_STEPS } from "./install-text.ts";
import styles from "./InstallPanel.module.css";
import { OfflineHint } from "./OfflineHint.tsx";

export function InstallPanel(): ReactElement | null {
  const { status, modelId } = useEngine((state) => state);
  const model = findModel(modelId);
  if (!model) return null;
  switch (status.phase) {
    case "unknown":
      return <ProgressBar label="Looking at what is on this device" fraction={null} />;
    case "not-installed":
      return <NotInstalled model={model} install={status.install} />;
    case "downloading":
      return (
        <DownloadProgress
          name={model.name}
          status={status}
          onPause={() => engine.cancelInstall()}
          onCancel={() => void engine.deleteModel(modelId).catch(reportFailure)}
        />
      );
    case "installed":
      return (
        <div className={styles.panel}>
          <Button variant="primary" onClick={() => void engine.load()}>
            Load the model
          </Button>
        </div>
      );
    case "loading":
      return (
        <ProgressBar
          label="Loading the model"
          fraction={status.fraction}
          detail={`${LOAD_STEPS[status.phaseName]}…`}
        />
      );
    case "failed":
      return <ErrorNotice error={status.error} kind={kindOf(status.error.code)} onRetry={retryEngine} />;
    case "ready":
    case "generating":
      return null;
    default:
      return status satisfies never;
  }
}

interface NotInstalledProps {
  readonly model: CatalogEntry;
  readonly install: InstallState;
}

function NotInstalled({ model, install }: NotInstalledProps): ReactElement {
  const { storedPieces, totalPieces } = install;
  return (
    <div className={styles.panel}>
      <EvictionNotice entry={model} />
      <DownloadButton entry={model} onStart={() => void engine.install()}>
        {installLabel(install, model.downloadBytes)}
      </DownloadButton>
      <OfflineHint />
      {storedPieces > 0 && (
        <p className={styles.note}>
          {storedPieces} of {totalPieces} pieces are here and verified. They are not downloaded again.
        </p>
      )}
    </div>
  );
}

/** Another tab is a state, not a fault. */
function kindOf(code: string): "info" | "error" {
  return code === "other-tab-active" ? "info" : "error";
}
