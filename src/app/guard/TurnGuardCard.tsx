/** @file The safety check in a turn of the chat: a card for what is held back, a note for what is shown all the same. */
import type { ReactElement } from "react";
import { isHeld, type Turn } from "#storage/conversations";
import { chats } from "#app/state/chats.ts";
import type { AnswerCheck } from "#app/state/chats-state.ts";
import { reportFailure } from "#app/state/failures.ts";
import { editQuestion } from "#app/state/question-edit.ts";
import { releaseTurn } from "#app/state/release-turn.ts";
import { ProgressBar } from "#app/ui/ProgressBar.tsx";
import GuardCard from "./GuardCard.tsx";
import styles from "./guard.module.css";
import { checkText, guardNote } from "./guard-text.ts";

export interface TurnGuardCardProps {
  readonly turn: Turn;
  /** The last answer, while a model is loaded and idle. */
  readonly repeatable: boolean;
  /** While the answer is on its way. */
  readonly check?: AnswerCheck;
}

export default function TurnGuardCard({ turn, repeatable, check }: TurnGuardCardProps): ReactElement | null {
  const { guard } = turn;
  if (check) return <CheckStatus check={check} />;
  if (!guard) return null;
  const note = guardNote(guard);
  if (note !== null) return <p className={styles.note}>{note}</p>;
  if (isHeld(turn)) {
    return <GuardCard guard={guard} onShow={() => void releaseTurn(turn).catch(reportFailure)} />;
  }
  if (!repeatable) return <GuardCard guard={guard} />;
  return (
    <GuardCard
      guard={guard}
      onEdit={editQuestion}
      onAskAnyway={() => ask(true)}
      onCheckAgain={guard.outcome === "unchecked" ? () => ask(false) : undefined}
    />
  );
}

function CheckStatus({ check }: { readonly check: AnswerCheck }): ReactElement {
  if (check.loading) return <ProgressBar label="Loading the guard model" fraction={check.fraction} />;
  return (
    <p className={styles.note} aria-live="polite">
      {checkText(check)}
    </p>
  );
}

function ask(askAnyway: boolean): void {
  chats.regenerate({ askAnyway }).catch(reportFailure);
}
