/** @file One model: what it is good for, what it costs, and its state on this device. */
import { useEffect, useState, type ReactElement } from "react";
import type { CatalogEntry } from "#models/catalog";
import { formatBytes } from "#app/format.ts";
import { engine, useEngine } from "#app/state/engine.ts";
import { isLoaded } from "#app/state/engine-status.ts";
import { reportFailure } from "#app/state/failures.ts";
import { Button } from "#app/ui/Button.tsx";
import { Chip } from "#app/ui/Chip.tsx";
import { Section } from "#app/ui/Page.tsx";
import { toast } from "#app/ui/toast.ts";
import { DeleteModelDialog } from "./DeleteModelDialog.tsx";
import { InstallPanel } from "./InstallPanel.tsx";
import styles from "./ModelCard.module.css";

export function ModelCard({ entry }: { readonly entry: CatalogEntry }): ReactElement {
  const { status, modelId, installs } = useEngine((state) => state);
  const [deleting, setDeleting] = useState(false);
  const current = entry.id === modelId;
  const install = installs[entry.id];
  useEffect(() => {
    engine.check(entry.id).catch(reportFailure);
  }, [entry.id]);

  const loaded = current && isLoaded(status);
  const busy = current && (status.phase === "downloading" || status.phase === "loading");
  return (
    <Section title={entry.name}>
      <p>{entry.strengths}</p>
      <ul className={styles.facts} aria-label={`About ${entry.name}`}>
        <li>
          <Chip>{formatBytes(entry.downloadBytes)} download</Chip>
        </li>
        <li>
          <Chip>about {formatBytes(entry.memoryBytes)} of memory</Chip>
        </li>
        <li>
          <Chip>reads {entry.contextTokens.toLocaleString("en")} tokens</Chip>
        </li>
        <li>
          <Chip title={entry.licence.url}>licence {entry.licence.name}</Chip>
        </li>
        <li>
          <Chip>{stateText(install?.complete === true, loaded, install?.storedPieces ?? 0)}</Chip>
        </li>
      </ul>
      {current && <InstallPanel />}
      {loaded && (
        <p className={styles.note}>
          Runs on {status.info.device === "cpu" ? "the processor" : "the graphics processor"},{" "}
          {status.info.threads} {status.info.threads === 1 ? "thread" : "threads"}. Loaded in{" "}
          {(status.info.loadMs / 1000).toFixed(1)} s.
        </p>
      )}
      <div className={styles.actions}>
        {loaded && <Button onClick={() => engine.unload()}>Unload</Button>}
        {install && install.storedPieces > 0 && !busy && (
          <>
            <Button onClick={() => void checkFiles(entry.id)}>Check files</Button>
            <Button variant="danger" onClick={() => setDeleting(true)}>
              Delete from this device
            </Button>
          </>
        )}
      </div>
      <DeleteModelDialog entry={entry} open={deleting} onClose={() => setDeleting(false)} />
    </Section>
  );
}

function stateText(complete: boolean, loaded: boolean, storedPieces: number): string {
  if (loaded) return "loaded";
  if (complete) return "on this device";
  return storedPieces > 0 ? "partly downloaded" : "not downloaded";
}

/** Counts the stored pieces. Their checksums are compared each time the model is loaded. */
async function checkFiles(modelId: string): Promise<void> {
  try {
    const { storedPieces, totalPieces } = await engine.check(modelId);
    toast(
      storedPieces === totalPieces
        ? `All ${totalPieces} pieces are here. Their checksums are compared whenever the model loads.`
        : `${totalPieces - storedPieces} of ${totalPieces} pieces are missing. Download them again.`,
    );
  } catch (error) {
    reportFailure(error);
  }
}
