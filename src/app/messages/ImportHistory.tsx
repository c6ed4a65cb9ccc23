/** @file The imports so far, each of which can be taken back. */
import { useEffect, useState, type ReactElement } from "react";
import type { StoredImport } from "#storage/imports-reading";
import { ErrorNotice } from "#app/shell/ErrorNotice.tsx";
import { library, useLibrary } from "#app/state/message-library.ts";
import { Button } from "#app/ui/Button.tsx";
import { Dialog } from "#app/ui/Dialog.tsx";
import styles from "./Directory.module.css";
import { undoImport } from "./import-actions.ts";
import { sourceText } from "./message-text.ts";
import { ThreadLinks } from "./ThreadLinks.tsx";
import { countText, instantText } from "./time-text.ts";

/** Threads named of one import; the rest are counted. */
const SHOWN_THREADS = 3;

export function ImportHistory(): ReactElement {
  const history = useLibrary((state) => state.history);
  const [asked, setAsked] = useState<StoredImport | null>(null);
  useEffect(() => void library.loadHistory(), []);
  if (history.phase === "loading") return <p className={styles.note}>Opening…</p>;
  if (history.phase === "failed")
    return <ErrorNotice error={history.error} onRetry={() => void library.loadHistory()} />;
  const undo = (one: StoredImport): void => {
    setAsked(null);
    void undoImport({ batchId: one.id, added: one.added });
  };
  return (
    <>
      <ul className={styles.list} aria-label="Imports">
        {history.value.map((one) => (
          <ImportRow key={one.id} stored={one} onUndo={() => setAsked(one)} />
        ))}
      </ul>
      <Dialog
        title="Undo this import?"
        open={asked !== null}
        onClose={() => setAsked(null)}
        footer={
          <>
            <Button onClick={() => setAsked(null)}>Cancel</Button>
            <Button variant="danger" onClick={() => asked && undo(asked)}>
              Undo import
            </Button>
          </>
        }
      >
        {asked && (
          <p>
            The {countText(asked.added, "message")} that “<bdi dir="auto">{asked.fileName}</bdi>” added are
            removed from this device{asked.edited > 0 && ", and what it edited is as it was before"}. What
            other imports added stays. To have them back, import the file again.
          </p>
        )}
      </Dialog>
    </>
  );
}

function ImportRow({
  stored,
  onUndo,
}: {
  readonly stored: StoredImport;
  readonly onUndo: () => void;
}): ReactElement {
  const { fileName, committedAt, source, added, edited, threadCount, threads } = stored;
  const more = threadCount - SHOWN_THREADS;
  return (
    <li className={styles.item}>
      <div className={styles.main}>
        <bdi dir="auto" className={styles.title}>
          {fileName}
        </bdi>
        <span className={styles.about}>
          {sourceText(source)} · {instantText(committedAt)} · {countText(added, "message")}
          {edited > 0 && ` and ${edited.toLocaleString("en")} edited`}
          {threads.length > 0 && " in "}
          <ThreadLinks threads={threads} most={SHOWN_THREADS} />
          {more > 0 && ` and ${more.toLocaleString("en")} more threads`}
        </span>
      </div>
      <Button onClick={onUndo}>
        Undo<span className="visually-hidden"> the import of {fileName}</span>
      </Button>
    </li>
  );
}
