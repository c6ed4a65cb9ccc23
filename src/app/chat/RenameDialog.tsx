/** @file Gives a conversation another title. */
import { useId, useState, type ReactElement } from "react";
import { chats } from "#app/state/chats.ts";
import { reportFailure } from "#app/state/failures.ts";
import { Button } from "#app/ui/Button.tsx";
import { Dialog } from "#app/ui/Dialog.tsx";
import { TextField } from "#app/ui/TextField.tsx";
import type { Conversation } from "#storage/conversations";

const MAX_TITLE = 80;

export interface RenameDialogProps {
  readonly conversation: Conversation;
  readonly onClose: () => void;
}

export default function RenameDialog({ conversation, onClose }: RenameDialogProps): ReactElement {
  const formId = useId();
  return (
    <Dialog
      title="Rename chat"
      open
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={formId}>
            Rename
          </Button>
        </>
      }
    >
      <RenameForm id={formId} conversation={conversation} onDone={onClose} />
    </Dialog>
  );
}

interface RenameFormProps {
  readonly id: string;
  readonly conversation: Conversation;
  readonly onDone: () => void;
}

function RenameForm({ id, conversation, onDone }: RenameFormProps): ReactElement {
  const [title, setTitle] = useState(conversation.title);
  return (
    <form
      id={id}
      onSubmit={(event) => {
        event.preventDefault();
        chats.rename(conversation, title).catch(reportFailure);
        onDone();
      }}
    >
      <TextField label="Title" value={title} maxLength={MAX_TITLE} required onChange={setTitle} />
    </form>
  );
}
