/** @file What the draft in the editor overlaps, among imported events and other drafts. */
import { useEffect, useMemo, type ReactElement } from "react";
import { conflictsOf, scheduleOf } from "#calendar/conflicts";
import type { EventDraft } from "#calendar/event-draft";
import { calendars, useCalendars, useImportedCalendars } from "#app/state/calendars.ts";
import { useDrafts } from "#app/state/drafts.ts";
import { defaultZone, useSettings } from "#app/state/settings.ts";
import { Notice } from "#app/ui/Notice.tsx";
import { conflictText, moreText, noConflictText } from "./conflict-text.ts";
import styles from "./DraftEditor.module.css";

const NONE: readonly EventDraft[] = [];

export function ConflictNotice({
  draft,
  now,
}: {
  readonly draft: EventDraft;
  readonly now: string;
}): ReactElement | null {
  const imported = useImportedCalendars();
  const isLoading = useCalendars(({ list }) => list.phase === "loading");
  const others = useDrafts(({ list }) => (list.phase === "ready" ? list.drafts : NONE));
  useEffect(() => {
    if (isLoading) void calendars.load();
  }, [isLoading]);
  // Only what says when: a title is typed without looking anything up.
  const { id, kind, start, end, allDay, zone, repeat, status } = draft;
  const timed = useMemo(
    () => ({ ...draft, title: "" }),
    // oxlint-disable-next-line react/exhaustive-deps -- the other fields play no part
    [id, kind, start, end, allDay, zone, repeat, status],
  );
  const viewer = useSettings(defaultZone);
  const conflicts = useMemo(
    () => conflictsOf(timed, imported, others, viewer),
    [timed, imported, others, viewer],
  );

  if (draft.kind === "task" || scheduleOf(draft) === null) return null;
  if (conflicts.total === 0) {
    const text = noConflictText(imported, now, viewer);
    return text === "" ? null : <p className={styles.note}>{text}</p>;
  }
  return (
    <Notice kind="warning" title={conflicts.total === 1 ? "One overlap" : `${conflicts.total} overlaps`}>
      <ul className={styles.conflicts}>
        {conflicts.shown.map((conflict) => (
          <li key={`${conflict.start} ${conflict.title}`}>{conflictText(conflict, now, viewer)}</li>
        ))}
        {moreText(conflicts) !== "" && <li>{moreText(conflicts)}</li>}
      </ul>
    </Notice>
  );
}
