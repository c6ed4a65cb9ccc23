/** @file How a calendar file is written. The first choice of each is right for nearly everyone. */
import type { ReactElement } from "react";
import type { TimeForm } from "#calendar/ics-entry";
import { mailAddress } from "#calendar/ics-uri";
import { SelectField } from "#app/ui/SelectField.tsx";
import { TextField } from "#app/ui/TextField.tsx";
import styles from "./ExportDialog.module.css";

export interface ExportSettings {
  readonly times: TimeForm;
  readonly tasksAs: "todo" | "event";
  /** Mail address, or empty. */
  readonly organizer: string;
}

const TIMES = [
  { value: "zone", label: "With their time zone" },
  { value: "utc", label: "In UTC (events that do not repeat)" },
  { value: "floating", label: "The same clock time everywhere" },
] as const;

const TASKS = [
  { value: "todo", label: "As to-dos" },
  { value: "event", label: "As all-day entries that block no time" },
] as const;

export interface ExportOptionsProps {
  readonly settings: ExportSettings;
  readonly hasTasks: boolean;
  /** The file holds one event and nothing else. */
  readonly isSingle: boolean;
  readonly onChange: (settings: ExportSettings) => void;
}

export function ExportOptions({ settings, hasTasks, isSingle, onChange }: ExportOptionsProps): ReactElement {
  const { organizer } = settings;
  const isBad = organizer !== "" && mailAddress(organizer) === null;
  return (
    <>
      {hasTasks && (
        <SelectField
          label="To-dos"
          hint="Google and Outlook calendars leave to-dos out."
          value={settings.tasksAs}
          options={TASKS}
          onChange={(tasksAs) => onChange({ ...settings, tasksAs })}
        />
      )}
      <details className={styles.more}>
        <summary>For special calendars</summary>
        <SelectField
          label="Times"
          value={settings.times}
          options={TIMES}
          onChange={(times) => onChange({ ...settings, times })}
        />
        {isSingle && (
          <TextField
            label="Your mail address, for old versions of Outlook"
            type="email"
            hint="Only then it is written into the file, as the organizer. Cancelled events are withdrawn under it."
            value={organizer}
            error={isBad ? "This is not a mail address." : null}
            onChange={(text) => onChange({ ...settings, organizer: text })}
          />
        )}
      </details>
    </>
  );
}
