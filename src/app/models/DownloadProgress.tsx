/** @file A running download: one bar for all files, with what can be done about it. */
import type { ReactElement } from "react";
import { downloadFraction } from "#app/shell/model-summary.ts";
import type { DownloadStatus } from "#app/state/engine-status.ts";
import { Button } from "#app/ui/Button.tsx";
import { ProgressBar } from "#app/ui/ProgressBar.tsx";
import { downloadText } from "./install-text.ts";
import styles from "./InstallPanel.module.css";

export interface DownloadProgressProps {
  readonly name: string;
  readonly status: DownloadStatus;
  /** Keeps what is here. */
  readonly onPause: () => void;
  /** Removes what is here. */
  readonly onCancel: () => void;
}

export function DownloadProgress({ name, status, onPause, onCancel }: DownloadProgressProps): ReactElement {
  const { verifiedFraction, elsewhere, totalBytes } = status;
  const waiting = elsewhere || totalBytes === 0;
  return (
    <div className={styles.panel}>
      <ProgressBar
        label={`Downloading ${name}`}
        fraction={waiting ? null : (verifiedFraction ?? downloadFraction(status))}
        detail={downloadText(status)}
      />
      <div className={styles.buttons}>
        <Button onClick={onPause}>{elsewhere ? "Do not wait" : "Pause"}</Button>
        {!elsewhere && <Button onClick={onCancel}>Cancel and remove</Button>}
      </div>
    </div>
  );
}
