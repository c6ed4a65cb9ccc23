/** @file When to be reminded: minutes before a time, or a clock time before or on a day. */
import type { ReactElement } from "react";
import type { DraftChange } from "#calendar/draft";
import type { EventDraft } from "#calendar/event-draft";
import { SelectField } from "#app/ui/SelectField.tsx";
import { ALL_DAY_REMINDERS, REMINDERS, reminderText } from "./draft-fields.ts";

export function ReminderField({
  draft: { reminderMinutes, allDay },
  error,
  onChange,
}: {
  readonly draft: EventDraft;
  readonly error: string | null;
  readonly onChange: (change: DraftChange) => void;
}): ReactElement {
  const known = allDay ? ALL_DAY_REMINDERS : REMINDERS;
  const isKnown = known.some(({ minutes }) => minutes === reminderMinutes);
  // A reminder from elsewhere is offered too.
  const all =
    isKnown || reminderMinutes === null
      ? known
      : [...known, { minutes: reminderMinutes, label: reminderText(reminderMinutes, allDay) }];
  return (
    <SelectField
      label="Reminder"
      value={String(reminderMinutes)}
      options={all.map(({ minutes, label }) => ({ value: String(minutes), label }))}
      error={error}
      onChange={(value) => onChange({ reminderMinutes: value === "null" ? null : Number(value) })}
    />
  );
}
