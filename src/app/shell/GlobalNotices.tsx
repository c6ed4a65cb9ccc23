/** @file What concerns every view: a failure nobody owns, and trouble with the storage. */
import type { ReactElement } from "react";
import { dismissFailure, useFailure } from "#app/state/failures.ts";
import { useStorageHealth } from "#app/state/storage-health.ts";
import { Button } from "#app/ui/Button.tsx";
import { Notice } from "#app/ui/Notice.tsx";
import { ErrorNotice } from "./ErrorNotice.tsx";
import styles from "./GlobalNotices.module.css";

export function GlobalNotices(): ReactElement | null {
  const failure = useFailure();
  const { wasReset, lost } = useStorageHealth((health) => health);
  if (!failure && !wasReset && !lost) return null;
  return (
    <div className={styles.notices}>
      {failure && <ErrorNotice error={failure} onDismiss={dismissFailure} />}
      {lost && (
        <Notice
          kind="warning"
          title={
            lost === "newer" ? "Hearth was changed in another tab" : "The browser closed Hearth's storage"
          }
          actions={<Button onClick={() => location.reload()}>Reload</Button>}
        >
          Nothing new is stored in this tab until you reload it.
        </Notice>
      )}
      {wasReset && (
        <Notice kind="warning" title="The browser has removed Hearth's data">
          Chats and drafts that were stored on this device are gone. That happens when site data is cleared or
          when the disk gets full. Downloading the model asks the browser to keep the data from now on.
        </Notice>
      )}
    </div>
  );
}
