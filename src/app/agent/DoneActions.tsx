/** @file After a step: open what it made, or take it back. */
import type { ReactElement } from "react";
import { agent } from "#app/state/agent.ts";
import { useAgentStatus } from "#app/state/agent-status.ts";
import { drafts } from "#app/state/drafts.ts";
import { reportFailure } from "#app/state/failures.ts";
import { navigate } from "#app/state/route.ts";
import { Button } from "#app/ui/Button.tsx";
import { toast } from "#app/ui/toast.ts";
import styles from "./agent.module.css";
import type { StepCardProps } from "./StepCard.tsx";

export function DoneActions({ jobId, part, step }: StepCardProps): ReactElement | null {
  const busy = useAgentStatus((status) => status.working !== null);
  const { undo } = step;
  if (undo === undefined) return null;
  const takeBack = async (): Promise<void> => {
    try {
      if ((await agent.undo(jobId, part, step.number)) === "changed-since")
        toast("It was changed since, so it was left as it is. Undo would have taken that away too.");
    } catch (error) {
      reportFailure(error);
    }
  };
  return (
    <div className={styles.buttons}>
      {undo.table === "drafts" && undo.wrote !== null && (
        <Button onClick={() => void openDraft(undo.id)}>Open the draft</Button>
      )}
      <Button disabled={busy} onClick={() => void takeBack()}>
        Undo
      </Button>
    </div>
  );
}

async function openDraft(id: string): Promise<void> {
  await drafts.load();
  const { list } = drafts.store.getState();
  const draft = list.phase === "ready" ? list.drafts.find((one) => one.id === id) : undefined;
  if (draft === undefined) return void toast("This draft is not here any more.");
  navigate({ view: "calendar" });
  drafts.edit(draft);
}
