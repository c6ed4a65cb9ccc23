/** @file An import that failed: why, and what to do. Nothing stored has changed. */
import type { ReactElement } from "react";
import { ErrorNotice } from "#app/shell/ErrorNotice.tsx";
import { imports, useImports } from "#app/state/imports.ts";
import { ImportWays } from "./ImportWays.tsx";
import styles from "./MessagesView.module.css";

export interface ImportFailureProps {
  /** The view shows no other way in. */
  readonly withWays: boolean;
}

export function ImportFailure({ withWays }: ImportFailureProps): ReactElement | null {
  const intake = useImports((state) => state.intake);
  if (intake.phase !== "failed") return null;
  return (
    <div className={styles.failure}>
      <p>
        Not imported: <bdi dir="auto">{intake.fileName}</bdi>
      </p>
      <ErrorNotice error={intake.error} onDismiss={() => void imports.cancel()} />
      {withWays && <ImportWays />}
    </div>
  );
}
