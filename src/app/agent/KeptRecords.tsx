/** @file Tasks and notes that the assistant keeps for a person. */
import type { ReactElement } from "react";
import type { AgentNote, AgentTask } from "#agent/act/task";
import { removeNote, removeTask, setTaskDone } from "#app/state/agent-activity.ts";
import { reportFailure } from "#app/state/failures.ts";
import { CheckboxField } from "#app/ui/CheckboxField.tsx";
import { IconButton } from "#app/ui/IconButton.tsx";
import { Section } from "#app/ui/Page.tsx";
import { toast } from "#app/ui/toast.ts";
import { SourceChips } from "#app/messages/SourceChips.tsx";
import styles from "./ActivityView.module.css";
import { useCitations } from "./use-citations.ts";

export function KeptTasks({ tasks }: { readonly tasks: readonly AgentTask[] }): ReactElement | null {
  if (tasks.length === 0) return null;
  const inOrder = tasks.toSorted((a, b) => rank(a) - rank(b) || (a.createdAt < b.createdAt ? 1 : -1));
  return (
    <Section title="Tasks">
      <ul className={styles.list}>
        {inOrder.map((task) => (
          <li key={task.id} className={styles.record}>
            <CheckboxField
              label={task.what}
              hint={[task.status === "cancelled" ? "Cancelled" : "", task.due?.display ?? ""]
                .filter((text) => text !== "")
                .join(", ")}
              value={task.status === "done"}
              onChange={(done) => void setTaskDone(task, done).catch(reportFailure)}
            />
            <Sources sources={task.sources} />
            <IconButton
              label={`Delete: ${task.what}`}
              icon="trash"
              onClick={() => void withUndo(removeTask(task), "The task is deleted.")}
            />
          </li>
        ))}
      </ul>
    </Section>
  );
}

const rank = ({ status }: AgentTask): number => (status === "open" ? 0 : 1);

export function KeptNotes({ notes }: { readonly notes: readonly AgentNote[] }): ReactElement | null {
  if (notes.length === 0) return null;
  return (
    <Section title="Notes">
      <ul className={styles.list}>
        {notes.map((note) => (
          <li key={note.id} className={styles.record}>
            <p dir="auto" className={styles.text}>
              {note.text}
            </p>
            <Sources sources={note.sources} />
            <IconButton
              label="Delete note"
              icon="trash"
              onClick={() => void withUndo(removeNote(note), "The note is deleted.")}
            />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Sources({ sources }: { readonly sources: AgentTask["sources"] }): ReactElement {
  return <SourceChips sources={useCitations(sources)} />;
}

async function withUndo(removed: Promise<() => Promise<void>>, text: string): Promise<void> {
  try {
    const undo = await removed;
    toast(text, { actionLabel: "Undo", onAction: () => void undo().catch(reportFailure) });
  } catch (error) {
    reportFailure(error);
  }
}
