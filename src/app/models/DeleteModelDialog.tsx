/** @file Asks before a download is thrown away. */
import type { ReactElement } from "react";
import type { CatalogEntry } from "#models/catalog";
import { formatBytes } from "#app/format.ts";
import { engine } from "#app/state/engine.ts";
import { reportFailure } from "#app/state/failures.ts";
import { refreshStorageHealth } from "#app/state/storage-health.ts";
import { Button } from "#app/ui/Button.tsx";
import { Dialog } from "#app/ui/Dialog.tsx";
import { toast } from "#app/ui/toast.ts";

export interface DeleteModelDialogProps {
  readonly entry: CatalogEntry;
  readonly open: boolean;
  readonly onClose: () => void;
}

export function DeleteModelDialog({ entry, open, onClose }: DeleteModelDialogProps): ReactElement {
  const remove = async (): Promise<void> => {
    onClose();
    try {
      await engine.deleteModel(entry.id);
      await refreshStorageHealth();
      toast(`${entry.name} was deleted from this device.`);
    } catch (error) {
      reportFailure(error);
    }
  };
  return (
    <Dialog
      title={`Delete ${entry.name}?`}
      open={open}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button variant="danger" onClick={() => void remove()}>
            Delete the model
          </Button>
        </>
      }
    >
      <p>
        This frees {formatBytes(entry.downloadBytes)}. Using the model again means downloading it again.
        Chats, imported messages and drafts stay.
      </p>
    </Dialog>
  );
}
