/** @file An answer of the model: growing, finished, stopped or failed. */
import { lazy, Suspense, type ReactElement } from "react";
import { chats, useChats } from "#app/state/chats.ts";
import { startRewriting } from "#app/state/rewrite.ts";
import { reportFailure } from "#app/state/failures.ts";
import { ErrorNotice } from "#app/shell/ErrorNotice.tsx";
import { copyText } from "#app/ui/copy.ts";
import { IconButton } from "#app/ui/IconButton.tsx";
import type { Turn } from "#storage/conversations";
import { AnswerText } from "./AnswerText.tsx";
import { cutOffNote } from "./turn-details.ts";
import { TurnDetails } from "./TurnDetails.tsx";
import styles from "./turn.module.css";

const AgentTurn = lazy(() => import("#app/agent/AgentTurn.tsx"));

export interface AnswerTurnProps {
  readonly turn: Turn;
  /** The last answer, while a model is loaded and idle. */
  readonly repeatable: boolean;
}

export function AnswerTurn({ turn, repeatable }: AnswerTurnProps): ReactElement {
  const answering = useChats((state) => (state.answering?.turnId === turn.id ? state.answering : null));
  if (turn.job !== undefined) {
    return (
      <Suspense>
        <AgentTurn jobId={turn.job} repeatable={repeatable} />
      </Suspense>
    );
  }
  if (answering) {
    return answering.text === "" ? (
      <Waiting prefill={answering.prefill} />
    ) : (
      <AnswerText text={answering.text} />
    );
  }
  const empty = turn.text.trim() === "";
  const note = turn.stats && cutOffNote(turn.stats);
  return (
    <>
      {!empty && <AnswerText text={turn.text} />}
      {empty && turn.state === "done" && <p className={styles.note}>The model answered nothing.</p>}
      {turn.state === "stopped" && <p className={styles.note}>You stopped this answer.</p>}
      {turn.state === "interrupted" && (
        <p className={styles.note}>This answer was cut off before it was finished.</p>
      )}
      {note && <p className={styles.note}>{note}</p>}
      {turn.error && turn.state === "failed" && (
        <ErrorNotice error={turn.error} {...(repeatable ? { onRetry: again } : {})} />
      )}
      <div className={styles.tools}>
        {!empty && <IconButton label="Copy answer" icon="copy" onClick={() => void copyText(turn.text)} />}
        {!empty && <IconButton label="Rewrite" icon="pencil" onClick={() => startRewriting(turn.text)} />}
        {repeatable && <IconButton label="Answer again" icon="refresh" onClick={again} />}
        <TurnDetails turn={turn} />
      </div>
    </>
  );
}

function again(): void {
  chats.regenerate().catch(reportFailure);
}

interface WaitingProps {
  readonly prefill: { readonly doneTokens: number; readonly totalTokens: number } | null;
}

function Waiting({ prefill }: WaitingProps): ReactElement {
  return (
    <p className={styles.waiting}>
      {prefill ? `Reading ${prefill.doneTokens} of ${prefill.totalTokens} tokens…` : "Waiting for the model…"}
    </p>
  );
}
