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
  const remove = (thread: Thread): void => {
    setAsked(null);
    threadDeletes.delete(thread.id);
    toast(`“${thread.title}” deleted.`, {
      actionLabel: "Undo",
      onAction: () => {
        if (!threadDeletes.undo(thread.id)) toast("It was already gone. Import the file again.");
      },
    });
  };
  return (
    <>
      <ul className={styles.list} aria-label="Threads">
        {threads.slice(0, shown).map((thread) => (
          <li key={thread.id} className={styles.item}>
            <a
              className={styles.link}
              href={routeHref({ view: "messages", threadId: thread.id, messageId: null })}
            >
              <bdi dir="auto" className={styles.title}>
                {thread.title}
              </bdi>
              <span className={styles.about}>
                {sourceText(thread.source)} · {countText(thread.count, "message")} · {spanText(thread)}
              </span>
            </a>
            <IconButton label={`Delete ${thread.title}`} icon="trash" onClick={() => setAsked(thread)} />
          </li>
        ))}
      </ul>
      {threads.length > shown && (
        <Button onClick={() => setShown(shown + STEP)}>
          Show more of {countText(threads.length, "thread")}
        </Button>
      )}
      <Dialog
        title="Delete this thread?"
        open={asked !== null}
        onClose={() => setAsked(null)}
        footer={
          <>
            <Button onClick={() => setAsked(null)}>Cancel</Button>
            <Button variant="danger" onClick={() => asked && remove(asked)}>
              Delete
            </Button>
          </>
        }
      >
        {asked && (
          <p>
            “<bdi dir="auto">{asked.title}</bdi>”, its {countText(asked.count, "message")}, its summary and
            its action items are removed from this device. Calendar drafts stay.
          </p>
        )}
      </Dialog>
    </>
  );
}
