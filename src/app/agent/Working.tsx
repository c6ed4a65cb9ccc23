/** @file What the assistant is doing now. */
import type { ReactElement } from "react";
import type { PartKind } from "#app/state/agent-job.ts";
import { useAgent } from "#app/state/agent.ts";
import { ProgressBar } from "#app/ui/ProgressBar.tsx";
import styles from "./agent.module.css";

const PHASES = { reading: "Reading messages", writing: "Writing", checking: "Checking" } as const;
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
  const { phase, done, total, written = [] } = progress;
  return (
    <>
      {written.map((line, at) => (
        <p key={`${at}`} className={styles.answer} dir="auto">
          {line}
        </p>
      ))}
      <ProgressBar label={PHASES[phase]} fraction={total === 0 ? null : done / total} />
    </>
  );
}
