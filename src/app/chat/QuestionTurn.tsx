/** @file What the person said; the last one can be edited. */
import { lazy, Suspense, useState, type ReactElement } from "react";
import { chats } from "#app/state/chats.ts";
import { reportFailure } from "#app/state/failures.ts";
import { useEditRequests } from "#app/state/question-edit.ts";
import { Button } from "#app/ui/Button.tsx";
import { copyText } from "#app/ui/copy.ts";
import { IconButton } from "#app/ui/IconButton.tsx";
import { TextArea } from "#app/ui/TextArea.tsx";
import type { Turn } from "#storage/conversations";
import styles from "./turn.module.css";

const TurnPictures = lazy(() => import("#app/pictures/TurnPictures.tsx"));

/** Outside the component, so that it is called when the field appears and not when it is drawn again. */
const focus = (field: HTMLTextAreaElement | null): void => field?.focus();

export interface QuestionTurnProps {
  readonly turn: Turn;
  /** False while another answer is being written or no model is loaded. */
  readonly editable: boolean;
}

export function QuestionTurn({ turn, editable }: QuestionTurnProps): ReactElement {
  const [draft, setDraft] = useState<string | null>(null);
  const requests = useEditRequests();
  const [answered, setAnswered] = useState(requests);
  if (requests !== answered) {
    setAnswered(requests);
    if (editable) setDraft(turn.text);
  }
  const save = (text: string): void => {
    setDraft(null);
    chats.editLast(text).catch(reportFailure);
  };
  if (draft !== null && editable) {
    return (
      <form
        className={styles.edit}
        onSubmit={(event) => {
          event.preventDefault();
          if (draft.trim() !== "") save(draft.trim());
        }}
      >
        <TextArea
          ref={focus}
          label="Edit your message"
          hint="Its answer is written again."
          value={draft}
          onChange={setDraft}
        />
        <div className={styles.tools}>
          <Button type="submit" variant="primary" disabled={draft.trim() === ""}>
            Send again
          </Button>
          <Button onClick={() => setDraft(null)}>Cancel</Button>
        </div>
      </form>
    );
  }
  return (
    <>
      {turn.pictures && (
        <Suspense fallback={null}>
          <TurnPictures turn={turn} />
        </Suspense>
      )}
      <p className={styles.question} dir="auto">
        {turn.text}
      </p>
      <div className={styles.tools}>
        <IconButton label="Copy message" icon="copy" onClick={() => void copyText(turn.text)} />
        {editable && <IconButton label="Edit message" icon="pencil" onClick={() => setDraft(turn.text)} />}
      </div>
    </>
  );
}
