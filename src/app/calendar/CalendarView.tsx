/** @file Calendar: drafts and imported events as agenda, week or month, and the editor. Works without a model. */
import { useEffect, useMemo, useState, type ReactElement } from "react";
import type { EventDraft } from "#calendar/event-draft";
import { ErrorNotice } from "#app/shell/ErrorNotice.tsx";
import { calendars, useCalendars, useImportedCalendars } from "#app/state/calendars.ts";
import { drafts, useDrafts } from "#app/state/drafts.ts";
import { defaultZone } from "#app/state/settings.ts";
import { FileDrop } from "#app/ui/FileDrop.tsx";
import { AgendaEvents } from "./AgendaEvents.tsx";
import { readCalendarFiles } from "./calendar-actions.ts";
import { CalendarHeader } from "./CalendarHeader.tsx";
import { itemsByDay } from "./calendar-items.ts";
import { CalendarList } from "./CalendarList.tsx";
import { usePlace } from "./calendar-place.ts";
import { CalendarToolbar } from "./CalendarToolbar.tsx";
import styles from "./CalendarView.module.css";
import { keepForExport, leaveCalendar } from "./close-editor.ts";
import { DraftEditor } from "./DraftEditor.tsx";
import { DraftList } from "./DraftList.tsx";
import { EventDialog } from "./EventDialog.tsx";
import { ExportDialog } from "./ExportDialog.tsx";
import { ImportCalendarDialog } from "./ImportCalendarDialog.tsx";
import { MonthView } from "./MonthView.tsx";
import { NothingYet } from "./NothingYet.tsx";
import { firstDayOfWeek, shownDays, weekDays } from "./view-days.ts";
import { WeekView } from "./WeekView.tsx";

const NO_DRAFTS: readonly EventDraft[] = [];

export default function CalendarView(): ReactElement {
  const editing = useDrafts((state) => state.editing !== null);
  const list = useDrafts((state) => (state.list.phase === "ready" ? state.list.drafts : NO_DRAFTS));
  const [exporting, setExporting] = useState(false);
  const startExport = async (): Promise<void> => setExporting(await keepForExport());
  const [firstDay] = useState(() => firstDayOfWeek(navigator.language));
  useEffect(() => {
    void drafts.load();
    void calendars.load();
    return () => void leaveCalendar();
  }, []);
  return (
    <div className={styles.view} data-editing={editing}>
      <div className={styles.main}>
        <div className={styles.page}>
          <CalendarHeader canExport={list.length > 0} onExport={() => void startExport()} />
          <CalendarToolbar firstDay={firstDay} />
          <Failures />
          <Days drafts={list} firstDay={firstDay} />
          <CalendarList />
        </div>
      </div>
      {editing && (
        <aside className={styles.side} aria-label="Draft">
          <DraftEditor />
        </aside>
      )}
      <ExportDialog drafts={list} open={exporting} onClose={() => setExporting(false)} />
      <ImportCalendarDialog />
      <EventDialog />
      <FileDrop icon="upload" label="Drop the calendar file to read it" onFiles={readCalendarFiles} />
    </div>
  );
}

function Failures(): ReactElement {
  const ofDrafts = useDrafts(({ list }) => (list.phase === "failed" ? list.error : null));
  const ofCalendars = useCalendars(({ list }) => (list.phase === "failed" ? list.error : null));
  return (
    <>
      {ofDrafts && <ErrorNotice error={ofDrafts} onRetry={() => void drafts.load()} />}
      {ofCalendars && <ErrorNotice error={ofCalendars} onRetry={() => void calendars.load()} />}
    </>
  );
}

function Days({
  drafts: list,
  firstDay,
}: {
  readonly drafts: readonly EventDraft[];
  readonly firstDay: number;
}): ReactElement {
  const { mode, day } = usePlace();
  const imported = useImportedCalendars();
  const isReady = useDrafts((state) => state.list.phase === "ready");
  const editingId = useDrafts((state) => state.editing?.draft.id ?? null);
  const items = useMemo(
    () => itemsByDay(list, imported, { ...shownDays(mode, day, firstDay), zone: defaultZone() }),
    [list, imported, mode, day, firstDay],
  );
  if (mode === "week") return <WeekView days={weekDays(day, firstDay)} items={items} />;
  if (mode === "month") return <MonthView day={day} firstDay={firstDay} items={items} />;
  return (
    <>
      {isReady && list.length === 0 && <NothingYet />}
      {isReady && <DraftList drafts={list} selectedId={editingId} />}
      <AgendaEvents items={items} />
    </>
  );
}
