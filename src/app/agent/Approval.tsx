/** @file Yes, no, or other arguments. The keyboard starts on Edit, so that Enter alone approves nothing. */
import { useEffect, useRef, useState, type ReactElement } from "react";
import type { JsonObject } from "#agent/act/schema";
import { agent } from "#app/state/agent.ts";
import { useAgentStatus } from "#app/state/agent-status.ts";
import { reportFailure } from "#app/state/failures.ts";
import { Button } from "#app/ui/Button.tsx";
import styles from "./agent.module.css";
import { mayTakeFocus } from "./may-take-focus.ts";
import { formProblem } from "./step-text.ts";
import type { StepCardProps } from "./StepCard.tsx";
import { StepEditor } from "./StepEditor.tsx";
import { VerdictButtons } from "./VerdictButtons.tsx";

export function Approval({ jobId, part, run, step }: StepCardProps): ReactElement {
  const [editing, setEditing] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const edit = useRef<HTMLButtonElement>(null);
  const busy = useAgentStatus((status) => status.working !== null);
  // Also after the form was closed: the field that had the focus is gone.
  useEffect(() => {
    if (!editing && !busy && mayTakeFocus()) edit.current?.focus();
  }, [editing, busy]);

  const save = async (args: JsonObject, ownDate: string): Promise<void> => {
    try {
      const result = await agent.edit(jobId, part, args, ownDate);
      setProblem(result.ok ? null : formProblem(result.error));
      setEditing(!result.ok);
    } catch (error) {
      reportFailure(error);
    }
  };
  if (editing) {
    return (
      <StepEditor
        run={run}
        step={step}
        busy={busy}
        problem={problem}
        onSave={(args, ownDate) => void save(args, ownDate)}
        onCancel={() => {
          // The form begins anew with the next Edit.
          setProblem(null);
          setEditing(false);
        }}
      />
    );
  }
  return (
    <div className={styles.buttons}>
      <Button ref={edit} disabled={busy} onClick={() => setEditing(true)}>
        Edit
      </Button>
      <VerdictButtons jobId={jobId} part={part} />
    </div>
  );
}
