/** @file Calendar: the drafts as an agenda, and the editor. Works without a model. */
import { useEffect, type ReactElement } from "react";
import { ErrorNotice } from "#app/shell/ErrorNotice.tsx";
import { drafts, useDrafts } from "#app/state/drafts.ts";
import { Button } from "#app/ui/Button.tsx";
import { EmptyState } from "#app/ui/EmptyState.tsx";
import { Icon } from "#app/ui/Icon.tsx";
import { Page } from "#app/ui/Page.tsx";
import styles from "./CalendarView.module.css";
import { closeEditor, leaveCalendar } from "./close-editor.ts";
import { DraftEditor } from "./DraftEditor.tsx";
import { DraftList } from "./DraftList.tsx";

export default function CalendarView(): ReactElement {
  const list = useDrafts((state) => state.list);
  const editingId = useDrafts((state) => state.editing?.draft.id ?? null);
  useEffect(() => {
    void drafts.load();
    return () => void leaveCalendar();
  }, []);
  return (
    <div className={styles.view} data-editing={editingId !== null}>
      <div className={styles.main}>
        <Page
          title="Calendar"
          lead="Drafts become calendar files only when you approve them. Guests are added in your calendar app."
        >
          <div>
            <Button onClick={create}>
              <Icon name="plus" /> New draft
            </Button>
          </div>
          {list.phase === "failed" && <ErrorNotice error={list.error} onRetry={() => void drafts.load()} />}
          {list.phase === "ready" && list.drafts.length === 0 && <NoDrafts />}
          {list.phase === "ready" && <DraftList drafts={list.drafts} selectedId={editingId} />}
        </Page>
      </div>
      {editingId !== null && (
        <aside className={styles.side} aria-label="Draft">
          <DraftEditor />
        </aside>
      )}
    </div>
  );
}

function create(): void {
  closeEditor();
  drafts.create();
}

function NoDrafts(): ReactElement {
  return (
    <EmptyState title="No drafts yet">
      <p>
        Open a thread in Messages and press “Draft an invite” beside a message, or start an empty draft. No
        model is needed for that.
      </p>
    </EmptyState>
  );
}
