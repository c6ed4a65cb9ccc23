/** @file One step of the assistant: what it is, where it stands, and what a person can do about it. */
import type { ReactElement } from "react";
import type { AgentRun, Step } from "#agent/act/run";
import { phraseBook } from "#agent/phrases/books";
import type { Language } from "#calendar/resolution";
import { Icon, type IconName } from "#app/ui/Icon.tsx";
import { classes } from "#app/ui/classes.ts";
import styles from "./agent.module.css";
import { Approval } from "./Approval.tsx";
import { ArgList, Changes } from "./Changes.tsx";
import { DoneActions } from "./DoneActions.tsx";
import { Question } from "./Question.tsx";
import { editedArgs, errorText, resultText, stateText, toolTitle } from "./step-text.ts";
import { StepSources } from "./StepSources.tsx";

export interface StepCardProps {
  readonly jobId: string;
  /** Place of the run among the parts of its job. */
  readonly part: number;
  readonly run: AgentRun;
  readonly step: Step;
}

export function StepCard(props: StepCardProps): ReactElement {
  const { run, step } = props;
  const { kind } = run.phase;
  const isAsked = kind === "question" && run.phase.step === step.number;
  const isOpen = kind === "approval" && run.phase.step === step.number;
  const title = toolTitle(step.tool);
  return (
    <section
      className={classes(
        styles.card,
        (isOpen || isAsked) && styles.open,
        step.state === "undone" && styles.undone,
      )}
      aria-label={`${title}: ${isAsked ? "Waiting for you" : stateText(step)}`}
    >
      <header className={styles.head}>
        <Icon name={iconOf(step)} />
        <h3>{title}</h3>
        <span className={styles.state} aria-live="polite">
          {isAsked ? "Waiting for you" : stateText(step)}
        </span>
      </header>
      {isAsked ? <Question {...props} /> : <StepBody {...props} isOpen={isOpen} />}
    </section>
  );
}

/** What the step does, to be approved where it `isOpen`. */
function StepBody({ isOpen, ...props }: StepCardProps & { readonly isOpen: boolean }): ReactElement {
  const { run, step } = props;
  const { cautions, lookAgain } = phraseBook(run.language);
  const edited = editedArgs(step, run);
  const result = resultText(step, run.language);
  return (
    <>
      {step.changes.length > 0 ? (
        <Changes changes={step.changes} run={run} step={step} />
      ) : (
        <ArgList step={step} run={run} />
      )}
      {edited.length > 0 && <Edited changes={edited} />}
      {step.cautions.map((caution) => (
        <Caution key={caution} language={run.language}>
          {cautions[caution]}
        </Caution>
      ))}
      {isOpen && step.changed === true && <Caution language={run.language}>{lookAgain}</Caution>}
      <StepSources run={run} step={step} />
      {result !== "" && (
        <p className={styles.note} lang={run.language}>
          <bdi dir="auto">{result}</bdi>
        </p>
      )}
      {step.error && <p className={styles.problem}>{errorText(step.error)}</p>}
      {isOpen && <Approval key={step.number} {...props} />}
      {step.state === "done" && <DoneActions {...props} />}
    </>
  );
}

function Caution(props: { readonly language: Language; readonly children: string }): ReactElement {
  return (
    <p className={styles.caution} lang={props.language}>
      <Icon name="warning" />
      {props.children}
    </p>
  );
}

function Edited({ changes }: { readonly changes: ReturnType<typeof editedArgs> }): ReactElement {
  return (
    <div className={styles.edited}>
      <p className={styles.note}>You changed the proposal:</p>
      <ul>
        {changes.map(({ label, before, after }) => (
          <li key={label}>
            {label}: <del>{before || "not said"}</del> <span aria-hidden="true">→</span>{" "}
            <ins>{after || "left out"}</ins>
          </li>
        ))}
      </ul>
    </div>
  );
}

function iconOf({ tool, state }: Step): IconName {
  if (state === "failed") return "error";
  switch (tool) {
    case "create_calendar_draft":
    case "update_calendar_draft":
    case "list_events":
    case "resolve_date":
      return "calendar";
    case "create_task":
    case "update_task":
      return "check";
    case "search_messages":
      return "search";
    case "list_threads":
    case "get_message":
    case "ocr_image":
      return "messages";
    case "save_note":
      return "pencil";
    case "ask_user":
    case "answer":
      return "chat";
    case "unknown":
      return "error";
    default:
      return tool satisfies never;
  }
}
