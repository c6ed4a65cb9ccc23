/** @file The drafts by day. */
import type { ReactElement } from "react";
import type { EventDraft } from "#calendar/event-draft";
import { dayText } from "#app/messages/time-text.ts";
import { drafts as draftsState } from "#app/state/drafts.ts";
import { classes } from "#app/ui/classes.ts";
import { agenda, type AgendaDay } from "./agenda.ts";
import styles from "./CalendarView.module.css";
import { closeEditor } from "./close-editor.ts";
import { whenText } from "./draft-form.ts";

export interface DraftListProps {
  readonly drafts: readonly EventDraft[];
  readonly selectedId: string | null;
}

export function DraftList({ drafts, selectedId }: DraftListProps): ReactElement {
  const { open, approved } = agenda(drafts);
  return (
    <>
      {open.length > 0 && <Section title="To check" days={open} selectedId={selectedId} />}
      {approved.length > 0 && <Section title="Approved" days={approved} selectedId={selectedId} />}
    </>
  );
}

function Section({
  title,
  days,
  selectedId,
}: {
  readonly title: string;
  readonly days: readonly AgendaDay[];
  readonly selectedId: string | null;
}): ReactElement {
  return (
    <section aria-label={title} className={styles.section}>
      <h2>{title}</h2>
      {days.map(({ date, drafts }) => (
        <div key={date} className={styles.day}>
          <h3>{date === null ? "No date yet" : dayText(date)}</h3>
          <ul className={styles.list}>
            {drafts.map((draft) => (
              <li key={draft.id}>
                <Entry draft={draft} selected={draft.id === selectedId} />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}

function Entry({
  draft,
  selected,
}: {
  readonly draft: EventDraft;
  readonly selected: boolean;
}): ReactElement {
  return (
    <button
      type="button"
      className={classes(styles.entry, selected && styles.selected)}
      aria-pressed={selected}
      onClick={() => {
        closeEditor();
        draftsState.edit(draft);
      }}
    >
      <bdi dir="auto" className={styles.title}>
        {draft.title || "Untitled"}
      </bdi>
      <span className={styles.about}>
        {draft.status === "cancelled" ? "Cancelled. " : ""}
        {whenText(draft)}
      </span>
      {draft.location !== "" && (
        <bdi dir="auto" className={styles.about}>
          {draft.location}
        </bdi>
      )}
    </button>
  );
}
