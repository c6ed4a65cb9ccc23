/** @file Another wording of the last question, which is then answered again. */
import { useState, type ReactElement } from "react";
import { chats } from "#app/state/chats.ts";
import { reportFailure } from "#app/state/failures.ts";
import { Button } from "#app/ui/Button.tsx";
import { TextArea } from "#app/ui/TextArea.tsx";
import styles from "./turn.module.css";

export interface EditQuestionProps {
  readonly text: string;
  readonly onDone: () => void;
}

/** Outside the component, so that it is called when the field appears and not when it is drawn again. */
const focus = (field: HTMLTextAreaElement | null): void => field?.focus();

export default function EditQuestion({ text, onDone }: EditQuestionProps): ReactElement {
  const [draft, setDraft] = useState(text);
  const wording = draft.trim();
  return (
    <form
      className={styles.edit}
      onSubmit={(event) => {
        event.preventDefault();
        if (wording === "") return;
        onDone();
        chats.editLast(wording).catch(reportFailure);
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
        <Button type="submit" variant="primary" disabled={wording === ""}>
          Send again
        </Button>
        <Button onClick={onDone}>Cancel</Button>
      </div>
    </form>
  );
}
