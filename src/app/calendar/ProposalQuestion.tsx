/** @file What code could not decide about the date: the answers on offer, and "another time". */
import { useId, type ReactElement, type RefObject } from "react";
import { phraseBook } from "#agent/phrases/books";
import type { EventProposal } from "#agent/events/propose-event";
import { capitalise } from "#agent/sentences/text";
import type { Choice } from "#app/state/drafts-state.ts";
import styles from "./DraftEditor.module.css";

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
  const { reason, choices, language } = question;
  const { dateQuestions, timesNearby, anotherTime } = phraseBook(language);
  const asked = capitalise(dateQuestions[reason]);
  if (choices.length === 0)
    return (
      <p className={styles.question} lang={language}>
        {asked}
      </p>
    );
  return (
    <fieldset
      className={styles.question}
      lang={language}
      {...(reason === "no-date" ? { "aria-describedby": noteId } : {})}
    >
      <legend>{asked}</legend>
      {reason === "no-date" && (
        <p id={noteId} className={styles.note}>
          {timesNearby}
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
        {anotherTime}
      </label>
    </fieldset>
  );
}
