/** @file Deletes everything Hearth keeps on this device, after one question. */
import { useState, type ReactElement } from "react";
import { eraseEverything } from "#app/state/erase.ts";
import { reportFailure } from "#app/state/failures.ts";
import { Button } from "#app/ui/Button.tsx";
import { Dialog } from "#app/ui/Dialog.tsx";
import { Section } from "#app/ui/Page.tsx";

export function EraseSection(): ReactElement {
  const [asking, setAsking] = useState(false);
  const [erasing, setErasing] = useState(false);
  const erase = async (): Promise<void> => {
    setErasing(true);
    try {
      await eraseEverything();
      // A fresh start: nothing in memory may write again.
      location.replace(import.meta.env.BASE_URL);
    } catch (error) {
      setErasing(false);
      setAsking(false);
      reportFailure(error);
    }
  };
  return (
    <Section title="Delete everything">
      <p>
        Removes all chats, imported messages, drafts, settings and models from this browser. It can't be
        undone.
      </p>
      <div>
        <Button variant="danger" onClick={() => setAsking(true)}>
          Delete everything
        </Button>
      </div>
      <Question
        open={asking}
        erasing={erasing}
        onKeep={() => setAsking(false)}
        onErase={() => void erase()}
      />
    </Section>
  );
}

interface QuestionProps {
  readonly open: boolean;
  readonly erasing: boolean;
  readonly onKeep: () => void;
  readonly onErase: () => void;
}

function Question({ open, erasing, onKeep, onErase }: QuestionProps): ReactElement {
  return (
    <Dialog
      title="Delete everything?"
      open={open}
      onClose={onKeep}
      footer={
        <>
          <Button onClick={onKeep}>Keep it</Button>
          <Button variant="danger" disabled={erasing} onClick={onErase}>
            {erasing ? "Deleting…" : "Delete everything on this device"}
          </Button>
        </>
      }
    >
      <p>
        Chats, imported messages, calendar drafts, settings and downloaded models are removed from this
        browser. Calendar files that you saved elsewhere stay.
      </p>
    </Dialog>
  );
}
