/** @file The run under way, or how it failed. */
import type { ReactElement } from "react";
import type { Thread } from "#messages/message";
import { summaries } from "#app/state/summaries.ts";
import type { Run } from "#app/state/summaries-state.ts";
import { Button } from "#app/ui/Button.tsx";
import { ProgressBar } from "#app/ui/ProgressBar.tsx";
import { ErrorNotice } from "#app/shell/ErrorNotice.tsx";
import { progressText } from "./progress-text.ts";
import styles from "./RunPanel.module.css";

export interface RunStatusProps {
  readonly run: Run;
  /** Another tab runs over this thread. */
  readonly elsewhere: boolean;
  readonly thread: Thread;
}

export function RunStatus({ run, elsewhere, thread }: RunStatusProps): ReactElement | null {
  if (run.phase === "idle")
    return elsewhere ? <p>Another tab reads this thread. What it makes of it is shown here.</p> : null;
  if (run.threadId !== thread.id)
    return run.phase === "running" ? <p>Another thread is being read. Wait for it to end.</p> : null;
  if (run.phase === "failed") return <ErrorNotice error={run.error} />;
  const { progress } = run;
  const said = progress && progressText(progress);
  return (
    <>
      {progress?.written?.map((line, at) => (
        <p key={`${at}`} dir="auto">
          {line}
        </p>
      ))}
      <div className={styles.status}>
        <ProgressBar
          label={said?.label ?? "Starting"}
          fraction={said?.fraction ?? null}
          detail={said?.count ?? null}
        />
        <Button onClick={() => summaries.stop()}>Stop</Button>
      </div>
    </>
  );
}
