/** @file A text in another tone, shorter or in another language, with what changed and what to check. */
import { useState, type ReactElement } from "react";
import type { Rewrite, RewriteGoal, RewriteWarning } from "#agent/rewrite/rewrite";
import { useEngine } from "#app/state/engine.ts";
import { isLoaded } from "#app/state/engine-status.ts";
import { endRewriting, rewriteAs, showRewriteAnyway, stopRewriting } from "#app/state/rewrite.ts";
import { useRewriting, type Rewriting } from "#app/state/rewrite-state.ts";
import { Guarded } from "#app/guard/Guarded.tsx";
import { ErrorNotice } from "#app/shell/ErrorNotice.tsx";
import { Button } from "#app/ui/Button.tsx";
import { CopyTextButton } from "#app/ui/CopyTextButton.tsx";
import { Dialog } from "#app/ui/Dialog.tsx";
import { SelectField } from "#app/ui/SelectField.tsx";
import styles from "./agent.module.css";

const GOALS = [
  { value: "friendly", label: "Friendlier" },
  { value: "formal", label: "More formal" },
  { value: "direct", label: "More direct" },
  { value: "shorter", label: "Shorter" },
  { value: "en", label: "In English" },
  { value: "de", label: "In German" },
  { value: "fr", label: "In French" },
  { value: "it", label: "In Italian" },
  { value: "pt", label: "In Portuguese" },
  { value: "es", label: "In Spanish" },
  { value: "hi", label: "In Hindi" },
  { value: "th", label: "In Thai" },
] as const;

type Goal = (typeof GOALS)[number]["value"];

function goalOf(value: Goal): RewriteGoal {
  switch (value) {
    case "friendly":
    case "formal":
    case "direct":
      return { kind: "tone", tone: value };
    case "shorter":
      return { kind: "shorter" };
    case "en":
    case "de":
    case "fr":
    case "it":
    case "pt":
    case "es":
    case "hi":
    case "th":
      return { kind: "language", language: value };
    default:
      return value satisfies never;
  }
}

const WARNINGS: Readonly<Record<RewriteWarning, string>> = {
  "fact-missing": "A number, address or link of the text is gone.",
  "fact-added": "A number, address or link came in that the text does not have.",
  "not-shorter": "It is not shorter.",
  "other-language": "It does not seem to be in the language you chose.",
  unchanged: "Nothing changed.",
};

export default function RewriteDialog(): ReactElement {
  const rewriting = useRewriting();
  return (
    <Dialog title="Rewrite" open={rewriting !== null} onClose={endRewriting}>
      {rewriting && <Body rewriting={rewriting} />}
    </Dialog>
  );
}

function Body({ rewriting: { text, step } }: { readonly rewriting: Rewriting }): ReactElement {
  const writing = step.phase === "writing";
  return (
    <div className={styles.job}>
      {step.phase !== "written" && (
        <p className={styles.text} dir="auto">
          {text}
        </p>
      )}
      <GoalForm writing={writing} />
      <div aria-live="polite">
        {writing && <p className={styles.working}>Writing…</p>}
        {step.phase === "nothing" && <p>The model wrote nothing that can be used. Try another way.</p>}
        {step.phase === "written" && (
          <Guarded guard={step.guard} onShow={showRewriteAnyway}>
            <Written rewrite={step.rewrite} before={text} />
          </Guarded>
        )}
      </div>
      {step.phase === "failed" && <ErrorNotice error={step.error} />}
    </div>
  );
}

function GoalForm({ writing }: { readonly writing: boolean }): ReactElement {
  const [goal, setGoal] = useState<Goal>("friendly");
  const loaded = useEngine((state) => isLoaded(state.status));
  return (
    <form
      className={styles.editor}
      onSubmit={(event) => {
        event.preventDefault();
        void rewriteAs(goalOf(goal));
      }}
    >
      <SelectField
        label="How"
        hint={
          loaded ? "A small model is better at tone than at languages." : "This needs a model that is loaded."
        }
        value={goal}
        options={GOALS}
        onChange={setGoal}
      />
      <div className={styles.buttons}>
        {writing ? (
          <Button onClick={stopRewriting}>Stop</Button>
        ) : (
          <Button type="submit" variant="primary" disabled={!loaded}>
            Rewrite
          </Button>
        )}
      </div>
    </form>
  );
}

function Written({ rewrite, before }: { readonly rewrite: Rewrite; readonly before: string }): ReactElement {
  const { text, diff, warnings } = rewrite;
  return (
    <div className={styles.job}>
      <h3>New text</h3>
      <p className={styles.text} dir="auto">
        {text}
      </p>
      <h3>{diff.length > 0 ? "What changed" : "Before"}</h3>
      {diff.length > 0 ? (
        <Diff diff={diff} />
      ) : (
        <p className={styles.text} dir="auto">
          {before}
        </p>
      )}
      {warnings.map((warning) => (
        <p key={warning} className={styles.caution}>
          {WARNINGS[warning]}
        </p>
      ))}
      <div className={styles.buttons}>
        <CopyTextButton key={text} label="Copy the new text" text={() => text} />
      </div>
    </div>
  );
}

function Diff({ diff }: Pick<Rewrite, "diff">): ReactElement {
  return (
    <p className={styles.text} dir="auto">
      {diff.map(({ kind, text: part }, at) =>
        kind === "same" ? (
          <span key={`${at}`}>{part}</span>
        ) : kind === "added" ? (
          <ins key={`${at}`} className={styles.added}>
            {part}
          </ins>
        ) : (
          <del key={`${at}`} className={styles.removed}>
            {part}
          </del>
        ),
      )}
    </p>
  );
}
