/** @file Messages: bring them in, open a thread, turn it into answers. */
import { useEffect, type ReactElement } from "react";
import { imports, useImports } from "#app/state/imports.ts";
import { navigate, useRoute } from "#app/state/route.ts";
import { threadDeletes, useDueDeletes } from "#app/state/thread-deletes.ts";
import { DropTarget } from "./DropTarget.tsx";
import { ImportDialog } from "./ImportDialog.tsx";
import { IncomingItems } from "./IncomingItems.tsx";
import { ImportFailure } from "./ImportFailure.tsx";
import styles from "./MessagesView.module.css";
import { ThreadsPage } from "./ThreadsPage.tsx";
import { ThreadView } from "./ThreadView.tsx";

function openThread(threadId: string): void {
  navigate({ view: "messages", threadId, messageId: null });
}

/** Above the thread, where it does not scroll away. */
function Handed(): ReactElement {
  return (
    <div className={styles.handed}>
      <IncomingItems />
    </div>
  );
}

export default function MessagesView(): ReactElement {
  const route = useRoute();
  const list = useImports((state) => state.list);
  const due = useDueDeletes();
  useEffect(() => {
    void imports.loadThreads();
    threadDeletes.resume();
  }, []);

  const threads = list.phase === "ready" ? list.threads.filter((thread) => !(thread.id in due)) : [];
  const threadId = route.view === "messages" ? route.threadId : null;
  const open = threads.find((thread) => thread.id === threadId);
  return (
    <>
      <DropTarget />
      <ImportDialog onImported={openThread} />
      {open ? (
        <div className={styles.view}>
          <Handed />
          <ImportFailure withWays />
          <ThreadView key={open.id} thread={open} />
        </div>
      ) : (
        <ThreadsPage list={list} threads={threads} missing={threadId !== null} />
      )}
    </>
  );
}
