/** @file The licence of a model, to agree to before its first byte is downloaded. */
import type { ReactElement } from "react";
import type { CatalogEntry } from "#models/catalog";
import { downloads } from "#app/state/downloads.ts";
import { Button } from "#app/ui/Button.tsx";
import { Dialog } from "#app/ui/Dialog.tsx";
import styles from "./ModelCard.module.css";

export interface LicenceDialogProps {
  readonly entry: CatalogEntry;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onAccept: () => void;
}

export function LicenceDialog({ entry, open, onClose, onAccept }: LicenceDialogProps): ReactElement {
  const { licence } = entry;
  const accept = (): void => {
    downloads.acceptLicence(entry.id);
    onClose();
    onAccept();
  };
  return (
    <Dialog
      title={`Licence of ${entry.name}`}
      open={open}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Not now</Button>
          <Button variant="primary" onClick={accept}>
            I accept
          </Button>
        </>
      }
    >
      <p>
        {entry.name} comes under the {licence.name}. Read it, and the rules for its use, before you download:
      </p>
      {/* Plain text, because this page lets no link lead to another site. */}
      <dl className={styles.addresses}>
        <dt>Licence</dt>
        <dd>{licence.url}</dd>
        {licence.acceptableUseUrl && (
          <>
            <dt>Acceptable use</dt>
            <dd>{licence.acceptableUseUrl}</dd>
          </>
        )}
      </dl>
      {licence.notices.map((notice) => (
        <p key={notice}>{notice}</p>
      ))}
    </Dialog>
  );
}
