/** @file What code could not decide about the date: the answers on offer, and "another time". */
import type { ReactElement } from "react";
import type { EventProposal } from "#agent/propose-event";
import type { Choice } from "#app/state/drafts-controller.ts";
import styles from "./DraftEditor.module.css";
import { questionText } from "./question-text.ts";

export interface ProposalQuestionProps {
  readonly question: NonNullable<EventProposal["question"]>;
  readonly choice: Choice | null;
  readonly onChoose: (choice: Choice) => void;
}

export function ProposalQuestion({ question, choice, onChoose }: ProposalQuestionProps): ReactElement {
  const { reason, choices } = question;
  if (choices.length === 0) return <p className={styles.question}>{questionText(reason)}</p>;
  return (
    <fieldset className={styles.question}>
      <legend>{questionText(reason)}</legend>
      {choices.map(({ label, start, end }, index) => (
        <label key={`${start} ${end} ${label}`} className={styles.choice}>
          <input type="radio" name="proposal" checked={choice === index} onChange={() => onChoose(index)} />
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
