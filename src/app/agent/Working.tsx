/** @file What the assistant is doing now. */
import type { ReactElement } from "react";
import type { PartKind } from "#app/state/agent-job.ts";
import { useAgent } from "#app/state/agent.ts";
import { progressText } from "#app/messages/progress-text.ts";
import { ProgressBar } from "#app/ui/ProgressBar.tsx";
import styles from "./agent.module.css";

const STARTS: Readonly<Record<PartKind, string>> = {
  summary: "Summarising…",
  items: "Looking for action items…",
  act: "Thinking about the next step…",
};

export interface WorkingProps {
  readonly jobId: string;
  readonly part: number;
  readonly kind: PartKind;
}

export function Working({ jobId, part, kind }: WorkingProps): ReactElement {
  const progress = useAgent((state) =>
    state.progress?.jobId === jobId && state.progress.part === part ? state.progress.progress : null,
  );
  if (progress === null) {
    return (
      <p className={styles.working} aria-live="polite">
        {STARTS[kind]}
      </p>
    );
  }
  const { written = [] } = progress;
  const { label, fraction } = progressText(progress);
  return (
    <>
      {written.map((line, at) => (
        <p key={`${at}`} className={styles.answer} dir="auto">
          {line}
        </p>
      ))}
      <ProgressBar label={label} fraction={fraction} />
    </>
  );
}
