/** @file Every field of a draft. */
import { useState, type ReactElement, type RefObject } from "react";
import type { DraftChange } from "#calendar/draft";
import type { EventDraft } from "#calendar/event-draft";
import { CheckboxField } from "#app/ui/CheckboxField.tsx";
import { SelectField } from "#app/ui/SelectField.tsx";
import { TextArea } from "#app/ui/TextArea.tsx";
import { TextField } from "#app/ui/TextField.tsx";
import { parsePeople, REMINDERS, withAllDay } from "./draft-fields.ts";
import type { DraftErrors } from "./draft-form.ts";
import styles from "./DraftEditor.module.css";
import { WhenFields } from "./WhenFields.tsx";

const STATUSES = [
  { value: "tentative", label: "Tentative" },
  { value: "confirmed", label: "Confirmed" },
] as const;

export interface DraftFieldsProps {
  readonly draft: EventDraft;
  readonly errors: DraftErrors;
  readonly titleRef: RefObject<HTMLInputElement | null>;
  readonly onChange: (change: DraftChange) => void;
}

export function DraftFields({ draft, errors, titleRef, onChange }: DraftFieldsProps): ReactElement {
  return (
    <div className={styles.fields}>
      <TextField
        label="Title"
        ref={titleRef}
        required
        value={draft.title}
        error={errors.title ?? null}
        onChange={(title) => onChange({ title })}
      />
      <CheckboxField
        label="All day"
        value={draft.allDay}
        onChange={(allDay) => onChange(withAllDay(draft, allDay))}
      />
      <WhenFields draft={draft} errors={errors} onChange={onChange} />
      <TextField
        label="Location"
        value={draft.location}
        error={errors.location ?? null}
        onChange={(location) => onChange({ location })}
      />
      <PeopleField people={draft.people} error={errors.people ?? null} onChange={onChange} />
      <TextArea
        label="Notes"
        rows={3}
        value={draft.notes}
        error={errors.notes ?? null}
        onChange={(notes) => onChange({ notes })}
      />
      <div className={styles.pair}>
        <SelectField
          label="Reminder"
          value={String(draft.reminderMinutes)}
          options={reminderOptions(draft.reminderMinutes)}
          error={errors.reminderMinutes ?? null}
          onChange={(value) => onChange({ reminderMinutes: value === "null" ? null : Number(value) })}
        />
        <SelectField
          label="Status"
          value={draft.status}
          options={STATUSES}
          onChange={(status) => onChange({ status })}
        />
      </div>
    </div>
  );
}

/** What is typed stays as it is; a comma at its end must not vanish while the next name is typed. */
function PeopleField({
  people,
  error,
  onChange,
}: {
  readonly people: readonly string[];
  readonly error: string | null;
  readonly onChange: (change: DraftChange) => void;
}): ReactElement {
  const [typed, setTyped] = useState(people.join(", "));
  return (
    <TextField
      label="People"
      hint="Names for the notes, with commas between. Guests are added in your calendar app."
      value={typed}
      error={error}
      onChange={(text) => {
        setTyped(text);
        onChange({ people: parsePeople(text) });
      }}
    />
  );
}

/** A reminder from elsewhere is offered too. */
function reminderOptions(current: number | null): readonly { value: string; label: string }[] {
  const known = REMINDERS.some(({ minutes }) => minutes === current);
  const all = known ? REMINDERS : [...REMINDERS, { minutes: current, label: `${current} minutes before` }];
  return all.map(({ minutes, label }) => ({ value: String(minutes), label }));
}
