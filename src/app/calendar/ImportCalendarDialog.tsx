/** @file The calendar file being looked at: what is in it, what could not be read, and the click that keeps it. */
import type { ReactElement } from "react";
import type { ParsedCalendar } from "#calendar/imported-event";
import { ErrorNotice } from "#app/shell/ErrorNotice.tsx";
import { calendars, useCalendars } from "#app/state/calendars.ts";
import type { CalendarIntake } from "#app/state/calendars-controller.ts";
import { Button } from "#app/ui/Button.tsx";
import { Dialog } from "#app/ui/Dialog.tsx";
import { Notice } from "#app/ui/Notice.tsx";
import { ProgressBar } from "#app/ui/ProgressBar.tsx";
import { countText, dayText } from "#app/messages/time-text.ts";
import { keepCalendar } from "./calendar-actions.ts";
import { calendarName } from "./conflict-text.ts";
import styles from "./ImportCalendarDialog.module.css";
import { issueText } from "./issue-text.ts";
import { ZoneField } from "./ZoneField.tsx";

type Preview = Extract<CalendarIntake, { phase: "preview" }>;

const close = (): void => calendars.discard();

export function ImportCalendarDialog(): ReactElement {
  const intake = useCalendars((state) => state.intake);
  return (
    <Dialog
      title="Import a calendar"
      open={intake.phase !== "idle"}
      onClose={close}
      footer={intake.phase === "preview" ? <Choices preview={intake} onCancel={close} /> : undefined}
    >
      {intake.phase === "reading" && <ProgressBar label={`Reading ${intake.fileName}`} fraction={null} />}
      {intake.phase === "failed" && <ErrorNotice error={intake.error} onDismiss={close} />}
      {intake.phase === "preview" && <PreviewText preview={intake} />}
    </Dialog>
  );
}

function Choices({
  preview: { parsed, replaces },
  onCancel,
}: {
  readonly preview: Preview;
  readonly onCancel: () => void;
}): ReactElement {
  return (
    <>
      <Button onClick={onCancel}>Cancel</Button>
      {replaces !== null && (
        <Button disabled={parsed.events.length === 0} onClick={() => void keepCalendar(true)}>
          Keep both
        </Button>
      )}
      <Button variant="primary" disabled={parsed.events.length === 0} onClick={() => void keepCalendar()}>
        {replaces === null ? "Import" : "Replace"} {countText(parsed.events.length, "event")}
      </Button>
    </>
  );
}

function PreviewText({ preview }: { readonly preview: Preview }): ReactElement {
  const { parsed, source, zone, replaces } = preview;
  const needsZone = parsed.issues.some(({ code }) => code === "unknown-zone");
  return (
    <div className={styles.preview}>
      <p>
        <strong>
          <bdi dir="auto">{parsed.name || source.fileName}</bdi>
        </strong>
        : {summary(parsed)}
      </p>
      <p className={styles.note}>
        It stays on this device. Overlaps are looked up in it; nothing in it is opened, played or sent.
      </p>
      {replaces !== null && (
        <p>
          You imported <bdi dir="auto">{calendarName(replaces)}</bdi> on{" "}
          {dayText(replaces.importedAt.slice(0, 10))}. If this is a newer file of it, replace it; if it is
          another calendar of that name, keep both.
        </p>
      )}
      {needsZone && (
        <ZoneField
          label="Time zone of the times that are not known"
          value={zone}
          onChange={(next) => void calendars.rereadIn(next)}
        />
      )}
      {parsed.issues.length > 0 && (
        <Notice kind="warning" title="Not everything could be read">
          <ul className={styles.issues}>
            {parsed.issues.map((issue) => (
              <li key={`${issue.code} ${issue.detail ?? ""}`}>{issueText(issue)}</li>
            ))}
          </ul>
        </Notice>
      )}
    </div>
  );
}

/** "120 events, from Tue 24 Nov 2026 to Thu 31 Dec 2026". */
function summary({ events }: ParsedCalendar): string {
  const starts = events.map(({ start }) => start.slice(0, 10)).sort();
  const [first] = starts;
  const last = starts.at(-1);
  if (first === undefined || last === undefined) return "no events.";
  const count = countText(events.length, "event");
  return first === last
    ? `${count} on ${dayText(first)}.`
    : `${count}, beginning between ${dayText(first)} and ${dayText(last)}.`;
}
