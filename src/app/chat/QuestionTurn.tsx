/** @file What the person said; the last one can be edited. */
import { lazy, Suspense, useState, type ReactElement } from "react";
import { useEditRequests } from "#app/state/question-edit.ts";
import { copyText } from "#app/ui/copy.ts";
import { IconButton } from "#app/ui/IconButton.tsx";
import type { Turn } from "#storage/conversations";
import styles from "./turn.module.css";

const TurnPictures = lazy(() => import("#app/pictures/TurnPictures.tsx"));
const EditQuestion = lazy(() => import("./EditQuestion.tsx"));

export interface QuestionTurnProps {
  readonly turn: Turn;
  /** False while another answer is being written or no model is loaded. */
  readonly editable: boolean;
}

export function QuestionTurn({ turn, editable }: QuestionTurnProps): ReactElement {
  const [editing, setEditing] = useState(false);
  const requests = useEditRequests();
  const [answered, setAnswered] = useState(requests);
  if (requests !== answered) {
    setAnswered(requests);
    setEditing(editable);
  }
  return (
    <Suspense fallback={null}>
      {editing && editable ? (
        <EditQuestion text={turn.text} onDone={() => setEditing(false)} />
      ) : (
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
            {editable && <IconButton label="Edit message" icon="pencil" onClick={() => setEditing(true)} />}
          </div>
        </>
      )}
    </Suspense>
  );
}
