/** @file The run under way, or how it failed. */
import type { ReactElement } from "react";
import type { Thread } from "#messages/message";
import { summaries } from "#app/state/summaries.ts";
import type { Run } from "#app/state/summaries-controller.ts";
import { Button } from "#app/ui/Button.tsx";
import { ProgressBar } from "#app/ui/ProgressBar.tsx";
import { ErrorNotice } from "#app/shell/ErrorNotice.tsx";
import { progressText } from "./progress-text.ts";
import styles from "./RunPanel.module.css";

export function RunStatus({
  run,
  thread,
}: {
  readonly run: Run;
  readonly thread: Thread;
}): ReactElement | null {
  if (run.phase === "idle") return null;
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
