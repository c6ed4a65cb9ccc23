/** @file Text area for a copied chat. */
import { useState, type ReactElement } from "react";
import { Button } from "#app/ui/Button.tsx";
import { Dialog } from "#app/ui/Dialog.tsx";
import { TextArea } from "#app/ui/TextArea.tsx";
import { importText } from "./import-actions.ts";

export interface PasteDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
}

export function PasteDialog({ open, onClose }: PasteDialogProps): ReactElement {
  const [text, setText] = useState("");
  const read = (): void => {
    onClose();
    importText(text);
    setText("");
  };
  return (
    <Dialog
      title="Paste messages"
      open={open}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" disabled={text.trim() === ""} onClick={read}>
            Read messages
          </Button>
        </>
      }
    >
      <TextArea
        label="Messages"
        hint="A copied chat, or one line each as “Name: text”."
        rows={10}
        value={text}
        onChange={setText}
        placeholder={"Mara: dinner on Friday?\nOla: yes, 7 pm at mine"}
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- the dialog exists to type here
        autoFocus
      />
    </Dialog>
  );
}
