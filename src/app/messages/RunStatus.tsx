/** @file The run under way, or how it failed. */
import type { ReactElement } from "react";
import type { AgentProgress } from "#agent/agent-options";
import type { Thread } from "#messages/message";
import { summaries } from "#app/state/summaries.ts";
import type { Run } from "#app/state/summaries-controller.ts";
import { Button } from "#app/ui/Button.tsx";
import { ProgressBar } from "#app/ui/ProgressBar.tsx";
import { ErrorNotice } from "#app/shell/ErrorNotice.tsx";
import styles from "./RunPanel.module.css";

const PHASES: Readonly<Record<AgentProgress["phase"], string>> = {
  reading: "Reading messages",
  writing: "Writing",
  checking: "Checking against the messages",
};

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
  return (
    <>
      {progress?.written?.map((line, at) => (
        <p key={`${at}`} dir="auto">
          {line}
        </p>
      ))}
      <div className={styles.status}>
        <ProgressBar
          label={progress ? PHASES[progress.phase] : "Starting"}
          fraction={progress && progress.total > 0 ? progress.done / progress.total : null}
          detail={
            progress
              ? `${progress.done.toLocaleString("en")} of ${progress.total.toLocaleString("en")}`
              : null
          }
        />
        <Button onClick={() => summaries.stop()}>Stop</Button>
      </div>
    </>
  );
}
