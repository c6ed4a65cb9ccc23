/** @file A run of the loop: its steps as cards, then its answer with the messages that bear it out. */
import type { ReactElement } from "react";
import type { AgentRun, RunShield } from "#agent/act/run";
import { phraseBook } from "#agent/phrases/books";
import GuardCard from "#app/guard/GuardCard.tsx";
import { guardNote } from "#app/guard/guard-text.ts";
import { agent } from "#app/state/agent.ts";
import { useAgentStatus } from "#app/state/agent-status.ts";
import { reportFailure } from "#app/state/failures.ts";
import { SourceChips } from "#app/messages/SourceChips.tsx";
import styles from "./agent.module.css";
import { endText } from "./step-text.ts";
import { StepCard } from "./StepCard.tsx";
import { useCitations } from "./use-citations.ts";

export interface RunPartProps {
  readonly jobId: string;
  readonly part: number;
  readonly run: AgentRun;
}

export function RunPart({ jobId, part, run }: RunPartProps): ReactElement {
  // The answer stands below the cards, with its sources.
  const steps = run.steps.filter(({ tool, state }) => tool !== "answer" || state === "failed");
  const end = endText(run);
  return (
    <>
      {steps.map((step) => (
        <StepCard key={step.number} jobId={jobId} part={part} run={run} step={step} />
      ))}
      {run.answer && <Answer run={run} answer={run.answer} />}
      {run.shield && <RunGuard jobId={jobId} part={part} run={run} shield={run.shield} />}
      {end !== "" && <p className={styles.note}>{end}</p>}
    </>
  );
}

/** A card while something is held back, else a note. */
function RunGuard({ jobId, part, run, shield }: RunPartProps & { readonly shield: RunShield }): ReactElement {
  const busy = useAgentStatus((status) => status.working !== null);
  const note = guardNote(shield);
  if (note !== null) return <p className={styles.note}>{note}</p>;
  const held = run.phase.kind === "finished" && run.phase.why === "shielded" && !busy;
  const release = held ? () => void agent.release(jobId, part).catch(reportFailure) : undefined;
  return shield.side === "input" ? (
    <GuardCard guard={shield} onAskAnyway={release} />
  ) : (
    <GuardCard guard={shield} what={shield.call ? "A step" : "This answer"} onShow={release} />
  );
}

function Answer({
  run,
  answer,
}: {
  readonly run: AgentRun;
  readonly answer: NonNullable<AgentRun["answer"]>;
}): ReactElement {
  const threads = new Map(run.tables.labels.map(({ messageId, threadId }) => [messageId, threadId]));
  const sources = useCitations(
    [...new Set(answer.messageIds)]
      .filter((messageId) => messageId !== run.id)
      .map((messageId) => ({ messageId, threadId: threads.get(messageId) ?? null })),
  );
  return (
    <div className={styles.answer}>
      {!answer.verified && (
        <p className={styles.note} lang={run.language}>
          {phraseBook(run.language).modelsOwn}
        </p>
      )}
      <p dir="auto" lang={run.language}>
        {answer.text} {sources.length > 0 && <SourceChips sources={sources} />}
      </p>
    </div>
  );
}
