/** @file One model: what it is good for, what it costs, and its state on this device. */
import { useEffect, useState, type DragEvent, type ReactElement } from "react";
import { isBeyondBrowsers, type CatalogEntry } from "#models/catalog";
import type { EngineInfo } from "#workers/protocol-models";
import { formatBytes } from "#app/format.ts";
import { useDownload, useDownloads } from "#app/state/downloads.ts";
import { sightText } from "#app/pictures/sight.ts";
import { engine, useEngine } from "#app/state/engine.ts";
import { isLoaded } from "#app/state/engine-status.ts";
import { reportFailure } from "#app/state/failures.ts";
import { Chip } from "#app/ui/Chip.tsx";
import { Section } from "#app/ui/Page.tsx";
import { cardState, deviceText, languagesText } from "./card-text.ts";
import { FilesPanel } from "./FilesPanel.tsx";
import { FolderButtons, importModelFiles } from "./FolderButtons.tsx";
import { LicenceDialog } from "./LicenceDialog.tsx";
import { trustText } from "./install-text.ts";
import { InstallPanel } from "./InstallPanel.tsx";
import { ModelActions } from "./ModelActions.tsx";
import styles from "./ModelCard.module.css";
import { filesOfDrop } from "./read-folder.ts";

type Files = Awaited<ReturnType<typeof filesOfDrop>>;

export function ModelCard({ entry }: { readonly entry: CatalogEntry }): ReactElement {
  const { status, modelId } = useEngine((state) => state);
  const download = useDownload(entry.id);
  const current = entry.id === modelId;
  useEffect(() => {
    engine.check(entry.id).catch(reportFailure);
  }, [entry.id]);

  const { install, activity } = download;
  const loaded = current && isLoaded(status);
  // The panel of the model in use speaks of downloads and loads; work on its files is told by the other one.
  const filesAtWork =
    activity?.phase === "working" || (activity?.phase === "failed" && activity.during !== "download");
  // A model in memory goes on without its files; getting them again does not disturb it.
  const repairable = loaded && (download.evicted || activity !== null);
  return (
    <DropArea entry={entry}>
      <Section title={entry.name}>
        <p>{entry.strengths}</p>
        <p className={styles.note}>{sightText(entry)}</p>
        <Facts entry={entry} state={cardState(download, loaded)} />
        {entry.licence.notices.map((notice) => (
          <p key={notice} className={styles.note}>
            {notice}
          </p>
        ))}
        {current && !filesAtWork && !repairable ? <InstallPanel /> : <FilesPanel entry={entry} />}
        {current && status.phase === "not-installed" && !filesAtWork && (
          <div className={styles.actions}>
            <FolderButtons entry={entry} />
          </div>
        )}
        {loaded && <RunsOn info={status.info} />}
        {install?.complete && <p className={styles.note}>{trustText(install)}</p>}
        <ModelActions entry={entry} loaded={loaded} />
      </Section>
    </DropArea>
  );
}

function Facts({ entry, state }: { readonly entry: CatalogEntry; readonly state: string }): ReactElement {
  return (
    <ul className={styles.facts} aria-label={`About ${entry.name}`}>
      {facts(entry, state).map((fact) => (
        <li key={fact}>
          <Chip>{fact}</Chip>
        </li>
      ))}
    </ul>
  );
}

function RunsOn({ info: { device, threads, loadMs } }: { readonly info: EngineInfo }): ReactElement {
  return (
    <p className={styles.note}>
      Runs on {device === "cpu" ? "the processor" : "the graphics processor"}, {threads}{" "}
      {threads === 1 ? "thread" : "threads"}. Loaded in {(loadMs / 1000).toFixed(1)}&nbsp;s.
    </p>
  );
}

function facts(entry: CatalogEntry, state: string): readonly string[] {
  const device = deviceText(entry);
  return [
    `${formatBytes(entry.downloadBytes)} download`,
    `about ${formatBytes(entry.memoryBytes)} of memory`,
    `reads ${entry.contextTokens.toLocaleString("en")} tokens`,
    ...(entry.capabilities.includes("vision") ? ["sees pictures"] : []),
    ...(entry.capabilities.includes("tools") ? ["uses tools"] : []),
    languagesText(entry.languages),
    `licence ${entry.licence.name}`,
    ...(device === null ? [] : [device]),
    state,
  ];
}

/** A folder or files dropped on a model's card are read as that model's, after its licence was accepted. */
function DropArea({
  entry,
  children,
}: {
  readonly entry: CatalogEntry;
  readonly children: ReactElement;
}): ReactElement {
  const [dropping, setDropping] = useState(false);
  const [waiting, setWaiting] = useState<Files | null>(null);
  const accepted = useDownloads(({ acceptedLicences }) => acceptedLicences.includes(entry.id));
  if (isBeyondBrowsers(entry)) return children;
  const over = (event: DragEvent): void => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    setDropping(true);
  };
  const drop = (event: DragEvent): void => {
    setDropping(false);
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    void filesOfDrop(event.dataTransfer).then(take, reportFailure);
  };
  const take = (files: Files): void => {
    if (entry.licence.mustAccept && !accepted) setWaiting(files);
    else importModelFiles(entry.id, files);
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- the button inside does the same by keyboard
    <div
      className={dropping ? styles.dropping : undefined}
      onDragOver={over}
      onDragLeave={() => setDropping(false)}
      onDrop={drop}
    >
      {children}
      <LicenceDialog
        entry={entry}
        open={waiting !== null}
        onClose={() => setWaiting(null)}
        onAccept={() => importModelFiles(entry.id, waiting ?? [])}
      />
    </div>
  );
}
