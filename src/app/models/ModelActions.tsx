/** @file What can be done with a model that is on this device. */
import { useState, type ReactElement } from "react";
import type { CatalogEntry } from "#models/catalog";
import { isAbort } from "#shared/errors";
import { downloads, useDownload } from "#app/state/downloads.ts";
import { isBusy } from "#app/state/downloads-state.ts";
import { engine, useEngine } from "#app/state/engine.ts";
import { reportFailure } from "#app/state/failures.ts";
import { refreshStorageHealth } from "#app/state/storage-health.ts";
import { Button } from "#app/ui/Button.tsx";
import { toast } from "#app/ui/toast.ts";
import { DeleteModelDialog } from "./DeleteModelDialog.tsx";
import { chooseFolder, opensFolders } from "./read-folder.ts";
import styles from "./ModelCard.module.css";

export function ModelActions({
  entry,
  loaded,
}: {
  readonly entry: CatalogEntry;
  readonly loaded: boolean;
}): ReactElement {
  const download = useDownload(entry.id);
  const loading = useEngine(({ status, modelId }) => modelId === entry.id && status.phase === "loading");
  const [deleting, setDeleting] = useState(false);
  const { install } = download;
  const stored = install !== null && install.storedPieces > 0 && !isBusy(download) && !loading;
  return (
    <div className={styles.actions}>
      {loaded && <Button onClick={() => engine.unload()}>Unload</Button>}
      {stored && (
        <>
          <Button onClick={() => void verify(entry)}>Check files</Button>
          {install.complete && opensFolders() && (
            <Button onClick={() => void save(entry)}>Save as files…</Button>
          )}
          <Button variant="danger" onClick={() => setDeleting(true)}>
            Delete from this device
          </Button>
        </>
      )}
      <DeleteModelDialog entry={entry} open={deleting} onClose={() => setDeleting(false)} />
    </div>
  );
}

/** Hashes everything that is stored; the card shows the progress and a failure. */
async function verify(entry: CatalogEntry): Promise<void> {
  try {
    const damaged = await downloads.verify(entry.id);
    const { storedPieces, totalPieces } = await engine.check(entry.id);
    const missing = totalPieces - storedPieces;
    if (missing === 0) toast(`All ${totalPieces} pieces are here and as they should be.`);
    else if (damaged > 0) toast(`${damaged} damaged pieces were removed. Download them again.`);
    else toast(`${missing} of ${totalPieces} pieces are missing. Download them again.`);
  } catch {
    // On the card already.
  }
}

async function save(entry: CatalogEntry): Promise<void> {
  try {
    const folder = await chooseFolder("readwrite");
    if (!folder) return;
    await downloads.exportTo(entry.id, folder);
    await refreshStorageHealth();
    toast(`${entry.name} was written to the folder ${entry.id}.`);
  } catch (error) {
    // A failure of the export is on the card.
    if (error instanceof DOMException && !isAbort(error)) reportFailure(error);
  }
}
