/** @file The files of one model: get them, watch them come, repair them. For the model in use, `InstallPanel` says more. */
import type { ReactElement } from "react";
import { isBeyondBrowsers, MAX_MODEL_MEMORY_BYTES, type CatalogEntry } from "#models/catalog";
import { explainError } from "#app/error-text.ts";
import { downloads, useDownload } from "#app/state/downloads.ts";
import type { FilesActivity } from "#app/state/downloads-state.ts";
import { chooseModel } from "#app/state/engine.ts";
import { reportFailure } from "#app/state/failures.ts";
import { ErrorNotice } from "#app/shell/ErrorNotice.tsx";
import { Button } from "#app/ui/Button.tsx";
import { Notice } from "#app/ui/Notice.tsx";
import { ProgressBar } from "#app/ui/ProgressBar.tsx";
import { DownloadButton } from "./DownloadButton.tsx";
import { DownloadProgress } from "./DownloadProgress.tsx";
import { EvictionNotice } from "./EvictionNotice.tsx";
import { FolderButtons } from "./FolderButtons.tsx";
import { failureShown, installLabel, WORK_LABELS } from "./install-text.ts";
import styles from "./InstallPanel.module.css";
import { OfflineHint } from "./OfflineHint.tsx";

export function FilesPanel({ entry }: { readonly entry: CatalogEntry }): ReactElement | null {
  const { install, activity } = useDownload(entry.id);
  if (isBeyondBrowsers(entry)) return <TooLarge entry={entry} />;
  if (activity?.phase === "failed")
    return (
      <>
        <Failed entry={entry} activity={activity} />
        {!install?.complete && <Sources entry={entry} download={activity.during !== "download"} />}
      </>
    );
  if (activity) return <Activity entry={entry} activity={activity} />;
  if (install?.complete) {
    return (
      <div className={styles.panel}>
        <Button variant="primary" onClick={() => void chooseModel(entry.id)}>
          Use this model
        </Button>
      </div>
    );
  }
  return (
    <>
      <EvictionNotice entry={entry} />
      <Sources entry={entry} download={true} />
    </>
  );
}

interface SourcesProps {
  readonly entry: CatalogEntry;
  /** Offers the download too, where there is one. */
  readonly download: boolean;
}

/** The ways to get a model. */
function Sources({ entry, download }: SourcesProps): ReactElement {
  const { install } = useDownload(entry.id);
  const downloads = download && entry.source.kind !== "folder";
  return (
    <div className={styles.panel}>
      {entry.source.kind === "folder" && (
        <p className={styles.note}>
          Its owner gives it out to people with an account only. Get the files there ({entry.source.url}),
          then choose their folder here.
        </p>
      )}
      <div className={styles.buttons}>
        {downloads && (
          <DownloadButton entry={entry} variant="plain" onStart={() => startDownload(entry.id)}>
            {installLabel(install, entry.downloadBytes)}
          </DownloadButton>
        )}
        <FolderButtons entry={entry} />
      </div>
      {downloads && <OfflineHint />}
    </div>
  );
}

/** Failures are shown here, from the store; `install` rejects for those who wait for it. */
function startDownload(modelId: string): void {
  void downloads.install(modelId).catch(() => undefined);
}

function Activity({
  entry,
  activity,
}: {
  readonly entry: CatalogEntry;
  readonly activity: Exclude<FilesActivity, FailedActivity>;
}): ReactElement {
  switch (activity.phase) {
    case "downloading":
      return (
        <DownloadProgress
          name={entry.name}
          status={activity}
          onPause={() => downloads.pause(entry.id)}
          onCancel={() => void downloads.cancel(entry.id).catch(reportFailure)}
        />
      );
    case "working":
      return (
        <div className={styles.panel}>
          <ProgressBar label={WORK_LABELS[activity.doing]} fraction={activity.fraction} />
          {activity.doing !== "delete" && <Button onClick={() => downloads.pause(entry.id)}>Stop</Button>}
        </div>
      );
    default:
      return activity satisfies never;
  }
}

type FailedActivity = Extract<FilesActivity, { phase: "failed" }>;

function Failed({
  entry,
  activity,
}: {
  readonly entry: CatalogEntry;
  readonly activity: FailedActivity;
}): ReactElement {
  return (
    <ErrorNotice
      error={failureShown(activity)}
      onDismiss={() => downloads.dismiss(entry.id)}
      onDownload={() => startDownload(entry.id)}
      {...(activity.during === "download" ? { onRetry: () => startDownload(entry.id) } : {})}
    />
  );
}

/** Says why with the numbers, and offers no button: nothing is downloaded. */
function TooLarge({ entry }: { readonly entry: CatalogEntry }): ReactElement {
  const { memoryBytes, memory, contextTokens } = entry;
  const { title, cause } = explainError({
    code: "model-too-large",
    details: {
      memoryBytes,
      weightBytes: memory?.weightBytes ?? null,
      kvBytes: memory?.kvBytes ?? null,
      contextTokens,
      limitBytes: MAX_MODEL_MEMORY_BYTES,
    },
  });
  return (
    <Notice kind="info" title={title}>
      {cause}
    </Notice>
  );
}
