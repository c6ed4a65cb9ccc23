/** @file One entry of a day: a draft opens in the editor, an imported event shows what the file says. */
import type { ReactElement } from "react";
import { drafts } from "#app/state/drafts.ts";
import { classes } from "#app/ui/classes.ts";
import styles from "./CalendarEntry.module.css";
import { startText, timeText, type CalendarItem } from "./calendar-items.ts";
import { closeEditor } from "./close-editor.ts";
import { showEvent } from "./event-dialog-state.ts";

export interface CalendarEntryProps {
  readonly item: CalendarItem;
  readonly day: string;
  /** In a cell of the month: one line, reached by the list of its day. */
  readonly compact?: boolean;
}

export function CalendarEntry({ item, day, compact = false }: CalendarEntryProps): ReactElement {
  const { source, title, location } = item;
  const isDraft = source.kind === "draft";
  const isFree = source.kind === "event" && source.event.busy === "free";
  return (
    <button
      type="button"
      tabIndex={compact ? -1 : 0}
      className={classes(
        styles.entry,
        compact && styles.compact,
        isDraft && styles.draft,
        isFree && styles.free,
      )}
      onClick={() => openItem(item)}
    >
      <span className={styles.time}>{compact ? startText(item, day) : timeText(item, day)}</span>{" "}
      <bdi dir="auto" className={styles.title}>
        {title || "Untitled"}
      </bdi>
      {!compact && <span className={styles.about}>{aboutText(item)}</span>}
      {!compact && location !== "" && (
        <bdi dir="auto" className={styles.about}>
          {location}
        </bdi>
      )}
    </button>
  );
}

function openItem({ source }: CalendarItem): void {
  if (source.kind === "event") return showEvent(source.event, source.calendar);
  closeEditor();
  drafts.edit(source.draft);
}

function aboutText({ source }: CalendarItem): string {
  if (source.kind === "event") return source.calendar.name || source.calendar.fileName;
  const { kind, done, state } = source.draft;
  if (kind === "task") return done ? "To-do, done" : "To-do";
  return state === "approved" ? "Your event" : "Your draft";
}
