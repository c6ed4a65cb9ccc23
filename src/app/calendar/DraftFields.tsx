/** @file Every field of a draft. */
import { useState, type ReactElement, type RefObject } from "react";
import type { DraftChange } from "#calendar/draft";
import type { EventDraft } from "#calendar/event-draft";
import { CheckboxField } from "#app/ui/CheckboxField.tsx";
import { SelectField } from "#app/ui/SelectField.tsx";
import { TextArea } from "#app/ui/TextArea.tsx";
import { TextField } from "#app/ui/TextField.tsx";
import { parsePeople, withAllDay } from "./draft-fields.ts";
import type { DraftErrors } from "./draft-form.ts";
import styles from "./DraftEditor.module.css";
import { ReminderField } from "./ReminderField.tsx";
import { RepeatFields } from "./RepeatFields.tsx";
import { StatusField } from "./StatusField.tsx";
import { TaskFields } from "./TaskFields.tsx";
import { WhenFields } from "./WhenFields.tsx";

export interface DraftFieldsProps {
  readonly draft: EventDraft;
  readonly errors: DraftErrors;
  readonly titleRef: RefObject<HTMLInputElement | null>;
  readonly onChange: (change: DraftChange) => void;
}

export function DraftFields({ draft, errors, titleRef, onChange }: DraftFieldsProps): ReactElement {
  const isTask = draft.kind === "task";
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
      {!isTask && <RepeatFields draft={draft} error={errors.repeat ?? null} onChange={onChange} />}
      {isTask && <TaskFields draft={draft} onChange={onChange} />}
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
      <TextField
        label="Link"
        type="url"
        hint="Written into the file as it is."
        value={draft.url}
        error={errors.url ?? null}
        onChange={(url) => onChange({ url })}
      />
      <div className={styles.pair}>
        <ReminderField draft={draft} error={errors.reminderMinutes ?? null} onChange={onChange} />
        <StatusField draft={draft} onChange={onChange} />
      </div>
      <KindField kind={draft.kind} onChange={onChange} />
    </div>
  );
}

const KINDS = [
  { value: "event", label: "Event" },
  { value: "task", label: "To-do" },
] as const;

function KindField({
  kind,
  onChange,
}: {
  readonly kind: EventDraft["kind"];
  readonly onChange: (change: DraftChange) => void;
}): ReactElement {
  return (
    <SelectField
      label="Kind"
      value={kind}
      options={KINDS}
      onChange={(next) => onChange(next === "task" ? { kind: next, repeat: null } : { kind: next })}
    />
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
  const [typed, setTyped] = useState("");
  const isTyped = parsePeople(typed).join() === people.join();
  return (
    <TextField
      label="People"
      hint="Names for the notes, with commas between. Guests are added in your calendar app."
      value={isTyped ? typed : people.join(", ")}
      error={error}
      onChange={(text) => {
        setTyped(text);
        onChange({ people: parsePeople(text) });
      }}
    />
  );
}
