/** @file The title of the calendar and what can be started from it. */
import { useRef, type ReactElement } from "react";
import type { EventDraft } from "#calendar/event-draft";
import { drafts } from "#app/state/drafts.ts";
import { Button } from "#app/ui/Button.tsx";
import { Icon } from "#app/ui/Icon.tsx";
import { PageHeader } from "#app/ui/Page.tsx";
import { readCalendarFiles } from "./calendar-actions.ts";
import styles from "./CalendarView.module.css";
import { closeEditor } from "./close-editor.ts";

export interface CalendarHeaderProps {
  readonly canExport: boolean;
  readonly onExport: () => void;
}

export function CalendarHeader({ canExport, onExport }: CalendarHeaderProps): ReactElement {
  return (
    <PageHeader
      title="Calendar"
      lead="Drafts become calendar files only when you approve them. Guests are added in your calendar app."
    >
      <div className={styles.buttons}>
        <Button variant="primary" onClick={() => create("event")}>
          <Icon name="plus" /> New draft
        </Button>
        <Button onClick={() => create("task")}>
          <Icon name="check" /> New to-do
        </Button>
        <ImportButton />
        {canExport && (
          <Button onClick={onExport}>
            <Icon name="download" /> Export…
          </Button>
        )}
      </div>
    </PageHeader>
  );
}

function create(kind: EventDraft["kind"]): void {
  closeEditor();
  drafts.create(kind);
}

function ImportButton(): ReactElement {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button onClick={() => input.current?.click()}>
        <Icon name="upload" /> Import .ics
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        accept=".ics,.ical,.ifb,text/calendar"
        aria-label="Calendar file"
        onChange={(event) => {
          readCalendarFiles(event.target.files);
          // The same file can be chosen again.
          event.target.value = "";
        }}
      />
    </>
  );
}
