/** @file What code could not decide about the date: the answers on offer, and "another time". */
import { useId, type ReactElement, type RefObject } from "react";
import type { EventProposal } from "#agent/propose-event";
import type { Choice } from "#app/state/drafts-state.ts";
import styles from "./DraftEditor.module.css";
import { questionText } from "./question-text.ts";

export interface ProposalQuestionProps {
  readonly question: NonNullable<EventProposal["question"]>;
  readonly choice: Choice | null;
  /** The first answer on offer. */
  readonly firstRef: RefObject<HTMLInputElement | null>;
  readonly onChoose: (choice: Choice) => void;
}

export function ProposalQuestion({
  question,
  choice,
  firstRef,
  onChoose,
}: ProposalQuestionProps): ReactElement {
  const noteId = useId();
  const { reason, choices } = question;
  if (choices.length === 0) return <p className={styles.question}>{questionText(reason)}</p>;
  return (
    <fieldset className={styles.question} {...(reason === "no-date" ? { "aria-describedby": noteId } : {})}>
      <legend>{questionText(reason)}</legend>
      {reason === "no-date" && (
        <p id={noteId} className={styles.note}>
          These times stand in messages nearby.
        </p>
      )}
      {choices.map(({ label, start, end }, index) => (
        <label key={`${start} ${end} ${label}`} className={styles.choice}>
          <input
            ref={index === 0 ? firstRef : undefined}
            type="radio"
            name="proposal"
            checked={choice === index}
            onChange={() => onChoose(index)}
          />
          {label}
        </label>
      ))}
      <label className={styles.choice}>
        <input type="radio" name="proposal" checked={choice === "own"} onChange={() => onChoose("own")} />
        Another time, set below
      </label>
    </fieldset>
  );
}
