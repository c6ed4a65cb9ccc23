/** @file A draft that is being prepared, or why it could not be. */
import type { ReactElement } from "react";
import { ErrorNotice } from "#app/shell/ErrorNotice.tsx";
import { drafts, useDrafts } from "#app/state/drafts.ts";
import { Button } from "#app/ui/Button.tsx";
import { ProgressBar } from "#app/ui/ProgressBar.tsx";
import styles from "./DraftEditor.module.css";

export function ProposalStatus(): ReactElement | null {
  const proposing = useDrafts((state) => state.proposing);
  if (proposing.phase === "idle") return null;
  return (
    <div className={styles.editor}>
      {proposing.phase === "failed" ? (
        <ErrorNotice error={proposing.error} onDismiss={() => drafts.cancelProposal()} />
      ) : (
        <>
          <ProgressBar label="Preparing the draft" fraction={null} />
          <div className={styles.buttons}>
            <Button onClick={() => drafts.cancelProposal()}>Stop</Button>
          </div>
        </>
      )}
    </div>
  );
}
