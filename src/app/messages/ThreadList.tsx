/** @file The imported threads. */
import { useState, type ReactElement } from "react";
import type { Thread } from "#messages/message";
import { routeHref } from "#app/state/route.ts";
import { threadDeletes } from "#app/state/thread-deletes.ts";
import { Button } from "#app/ui/Button.tsx";
import { Dialog } from "#app/ui/Dialog.tsx";
import { IconButton } from "#app/ui/IconButton.tsx";
import { toast } from "#app/ui/toast.ts";
import { sourceText } from "./message-text.ts";
import styles from "./ThreadList.module.css";
import { countText, spanText } from "./time-text.ts";

/** Threads listed at first and added by each click: a whole account has thousands. */
const STEP = 100;

export function ThreadList({ threads }: { readonly threads: readonly Thread[] }): ReactElement {
  const [asked, setAsked] = useState<Thread | null>(null);
  const [shown, setShown] = useState(STEP);
  return (
    <>
      <ul className={styles.list} aria-label="Threads">
        {threads.slice(0, shown).map((thread) => (
          <Row key={thread.id} thread={thread} onDelete={() => setAsked(thread)} />
        ))}
      </ul>
      {threads.length > shown && (
        <Button onClick={() => setShown(shown + STEP)}>
          Show more of {countText(threads.length, "thread")}
        </Button>
      )}
      <DeleteDialog thread={asked} onClose={() => setAsked(null)} />
    </>
  );
}

function Row({ thread, onDelete }: { readonly thread: Thread; readonly onDelete: () => void }): ReactElement {
  return (
    <li className={styles.item}>
      <a className={styles.link} href={routeHref({ view: "messages", threadId: thread.id, messageId: null })}>
        <bdi dir="auto" className={styles.title}>
          {thread.title}
        </bdi>
        <span className={styles.about}>
          {sourceText(thread.source)} · {countText(thread.count, "message")} · {spanText(thread)}
        </span>
      </a>
      <IconButton label={`Delete ${thread.title}`} icon="trash" onClick={onDelete} />
    </li>
  );
}

interface DeleteDialogProps {
  /** The one asked about; null = closed. */
  readonly thread: Thread | null;
  readonly onClose: () => void;
}

function DeleteDialog({ thread, onClose }: DeleteDialogProps): ReactElement {
  const onDelete = (): void => {
    onClose();
    if (thread) deleteThread(thread);
  };
  return (
    <Dialog
      title="Delete this thread?"
      open={thread !== null}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="danger" onClick={onDelete}>
            Delete
          </Button>
        </>
      }
    >
      {thread && (
        <p>
          “<bdi dir="auto">{thread.title}</bdi>”, its {countText(thread.count, "message")}, its summary and
          its action items are removed from this device. Calendar drafts stay.
        </p>
      )}
    </Dialog>
  );
}

function deleteThread({ id, title }: Thread): void {
  threadDeletes.delete(id);
  toast(`“${title}” deleted.`, {
    actionLabel: "Undo",
    onAction: () => {
      if (!threadDeletes.undo(id)) toast("It was already gone. Import the file again.");
    },
  });
}
