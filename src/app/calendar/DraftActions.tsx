/** @file Approve, keep, delete. Only the click on Approve writes a file. */
import { useId, useState, type ReactElement } from "react";
import type { EventDraft } from "#calendar/event-draft";
import { toAppError } from "#shared/errors";
import { explainError } from "#app/error-text.ts";
import { ErrorNotice } from "#app/shell/ErrorNotice.tsx";
import { drafts } from "#app/state/drafts.ts";
import { mustChoose, type Editing } from "#app/state/drafts-state.ts";
import { toFailure, type Failure } from "#app/state/engine-status.ts";
import { Button } from "#app/ui/Button.tsx";
import { CheckboxField } from "#app/ui/CheckboxField.tsx";
import { toast } from "#app/ui/toast.ts";
import styles from "./DraftEditor.module.css";
import { focusFirstProblem } from "./focus-first-problem.ts";

export function DraftActions({ editing }: { readonly editing: Editing }): ReactElement {
  const [error, setError] = useState<Failure | null>(null);
  const noteId = useId();
  const { draft } = editing;

  const attempt = async (work: () => Promise<void>): Promise<void> => {
    setError(null);
    try {
      await work();
    } catch (failure) {
      setError(toFailure(failure));
    }
  };
  return (
    <>
      {error && <ErrorNotice error={error} onDismiss={() => setError(null)} />}
      {draft.sources.length > 0 && (
        <CheckboxField
          label="Write the quoted messages into the file"
          value={editing.includeQuotes}
          onChange={(include) => drafts.includeQuotes(include)}
        />
      )}
      <p id={noteId} className={styles.note}>
        {mustChoose(editing) ? "Answer the question above first. " : ""}
        {updateText(draft)}
        Guests are added in your calendar app.
      </p>
      <Buttons editing={editing} noteId={noteId} attempt={(work) => void attempt(work)} />
    </>
  );
}

interface ButtonsProps {
  readonly editing: Editing;
  /** Id of what is to be known before approving. */
  readonly noteId: string;
  /** Does the work and shows what went wrong. */
  readonly attempt: (work: () => Promise<void>) => void;
}

function Buttons({ editing, noteId, attempt }: ButtonsProps): ReactElement {
  const { draft, stored, saving } = editing;
  return (
    <div className={styles.actions}>
      <Button
        variant="primary"
        disabled={mustChoose(editing) || saving}
        aria-describedby={noteId}
        onClick={() => attempt(approve)}
      >
        {draft.state === "approved" ? "Save .ics again" : "Approve and save .ics"}
      </Button>
      {draft !== stored && (
        <Button disabled={saving} onClick={() => attempt(keep)}>
          Keep as draft
        </Button>
      )}
      {stored && (
        <Button variant="danger" disabled={saving} onClick={() => attempt(() => remove(editing))}>
          Delete
        </Button>
      )}
    </div>
  );
}

/** What the next file does to an event that was handed over before. */
function updateText(draft: EventDraft): string {
  if (draft.sequence === 0 || draft.state === "approved") return "";
  return draft.status === "cancelled"
    ? "The new file withdraws the event. Calendars that took it as a plain entry may keep it: delete it there. "
    : "The new file updates the event; delete the old entry if you see two. ";
}

async function approve(): Promise<void> {
  const outcome = await drafts.approve();
  if (outcome === "problems") focusFirstProblem();
  else if (outcome === "saved") toast("Saved as a calendar file. Open it to add it to your calendar.");
  else if (outcome === "shared") toast("Handed to your calendar app.");
}

async function keep(): Promise<void> {
  await drafts.keep();
  toast("Kept as a draft in Calendar.");
}

async function remove({ stored }: Editing): Promise<void> {
  if (!stored) return;
  const restore = await drafts.delete(stored);
  toast(`“${stored.title || "Untitled"}” deleted.`, {
    actionLabel: "Undo",
    onAction: () => {
      restore().catch((error: unknown) => toast(explainError(toAppError(error)).title));
    },
  });
}
